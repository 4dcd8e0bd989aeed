import { unwatchFile, watchFile } from 'node:fs';
import type { Secret } from '../kernel/index.ts';
import { keptSecret, tokenFile } from './keys.ts';

/** How often the file is looked at: the old token is dead after at most so long. */
const LOOK_MS = 1_000;

/** The token of the API as it is now. */
export interface LiveToken {
  current(): Secret;
  /** Calls `listener` each time that another token is in force: whoever came with the old one has to go. */
  onChange(listener: () => void): void;
  stop(): void;
}

/** What the environment gave stays; what lies in the home folder is in force as it lies there. */
export function followToken(
  home: string,
  { first, fixed }: { readonly first: Secret; readonly fixed: boolean },
): LiveToken {
  const file = tokenFile(home);
  const listeners: (() => void)[] = [];
  let current = first;
  const look = async () => {
    const found = await keptSecret(file);
    // A file that is gone or half written is no new token: nobody is let in by mistake, and nobody shut out.
    if (!found || found.reveal() === current.reveal()) return;
    current = found;
    for (const listener of listeners) listener();
  };
  const changed = () => void look();
  if (!fixed) watchFile(file, { interval: LOOK_MS, persistent: false }, changed);
  return {
    current: () => current,
    onChange: (listener) => {
      listeners.push(listener);
    },
    stop: () => unwatchFile(file, changed),
  };
}
