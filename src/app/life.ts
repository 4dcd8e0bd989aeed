import { access, constants, stat, utimes, writeFile } from 'node:fs/promises';
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
const LIFE_FILE = 'alive';

/** Puts the file there whose time is the last sign of life; a new home is alive as of now, by our own clock. */
export async function prepareLife(home: string, clock: Clock): Promise<void> {
  const isThere = await access(join(home, LIFE_FILE), constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!isThere) await signLife(home, clock.now());
}

/** From now on, the last sign of life was at this time (epoch milliseconds). */
export async function signLife(home: string, epochMs: number): Promise<void> {
  const file = join(home, LIFE_FILE);
  const time = new Date(epochMs);
  await writeFile(file, '', { flag: 'a', mode: 0o600 });
  await utimes(file, time, time);
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
