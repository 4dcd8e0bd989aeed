import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Secret } from '../../kernel/index.ts';
import { recoveryKeyOf } from './recovery-key.ts';
import { words } from './words.ts';

const SHOWN_FILE = 'recovery-key-shown';

/** Whether the operator has seen the recovery key of this home folder. */
export function wasKeyShown(home: string): Promise<boolean> {
  return stat(join(home, SHOWN_FILE)).then(
    () => true,
    () => false,
  );
}

export async function markKeyShown(home: string): Promise<void> {
  await writeFile(join(home, SHOWN_FILE), '', { mode: 0o600 });
}

/**
 * Shows the recovery key with what it is for, the first time only: `print` gets the lines, which belong on a terminal
 * and in no log. False where it was shown before.
 */
export async function showKeyOnce(
  home: string,
  master: Secret,
  print: (lines: readonly string[]) => void,
): Promise<boolean> {
  if (await wasKeyShown(home)) return false;
  print(words.key.shown(recoveryKeyOf(master).reveal()));
  await markKeyShown(home);
  return true;
}
