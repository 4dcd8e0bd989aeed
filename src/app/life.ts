import { stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../kernel/index.ts';

/** When this process was last seen alive: what tells how long it was off, and how long the machine slept under it. */
export interface Life {
  /** Milliseconds between the last process's sign of life and now. */
  offMs(): Promise<number>;
  /** Milliseconds that the machine has slept since the last sign of life; nothing for what may be a busy moment. */
  sleptMs(): number;
  /** Gives a sign of life; call it every `TICK_MS`. */
  sign(): Promise<void>;
}

export const TICK_MS = 1_000;
const BUSY_MS = 60_000;
/** In the home folder; its time is the last sign of life. */
export const LIFE_FILE = 'alive';

/** Puts the file there whose time is the last sign of life. */
export async function prepareLife(home: string): Promise<void> {
  await writeFile(join(home, LIFE_FILE), '', { flag: 'a', mode: 0o600 });
}

export function createLife(home: string, clock: Clock): Life {
  const file = join(home, LIFE_FILE);
  let seenAt = clock.now();
  return {
    offMs: async () => Math.max(0, clock.now() - (await stat(file)).mtimeMs),
    sleptMs: () => {
      const gap = clock.now() - seenAt;
      return gap > BUSY_MS ? gap : 0;
    },
    sign: async () => {
      seenAt = clock.now();
      const time = new Date(seenAt);
      await utimes(file, time, time);
    },
  };
}
