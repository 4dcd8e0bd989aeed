import { text } from 'node:stream/consumers';
import { lockHome } from '../../../adapters/store/sqlite/index.ts';
import { systemClock } from '../../kernel/index.ts';
import { type Restored, restore } from '../backup/restore.ts';
import { backupSource } from '../backup/source.ts';
import { words } from '../backup/words.ts';
import { readAppConfig } from '../config.ts';
import { readEnvironment } from '../environment.ts';

interface RestoreOptions {
  readonly key?: string;
  readonly withoutKey?: boolean;
  readonly json?: boolean;
}

/** `mainstay restore BACKUP|latest`: refused while a server runs; what is there is moved aside, never deleted. */
export async function restoreCommand(backup: string, options: RestoreOptions): Promise<void> {
  const environment = readEnvironment(process.env);
  const { home, masterKey } = environment;
  const config = await readAppConfig();
  const recoveryKey = options.key === '-' ? await text(process.stdin) : options.key;
  const lock = await lockHome(home);
  try {
    if (process.stderr.isTTY && !options.json) process.stderr.write(`${words.checking}\r`);
    const restored = await restore({
      ...backupSource(home, config),
      backup,
      masterKey,
      recoveryKey,
      withoutKey: options.withoutKey ?? false,
      now: systemClock.now(),
    });
    console.log(options.json ? JSON.stringify(restored) : shown(restored));
  } finally {
    await lock.release();
  }
}

function shown({ backup, madeAt, kept, config, configIn }: Restored): string {
  return [
    words.restore.done(backup, madeAt),
    ...(kept === undefined ? [] : [words.restore.kept(kept)]),
    ...(configIn === undefined ? [] : [words.restore.config(config, configIn)]),
    words.restore.next,
  ].join('\n');
}
