import { randomBytes } from 'node:crypto';

const POOL_BYTES = 4096;

/** Random bytes, cut from a larger draw: drawing 16 costs the system as much as drawing 4096. */
export function createRandomPool(): (bytes: number) => Uint8Array {
  let pool = new Uint8Array();
  let used = 0;
  return (bytes) => {
    if (used + bytes > pool.length) {
      pool = randomBytes(Math.max(POOL_BYTES, bytes));
      used = 0;
    }
    used += bytes;
    return pool.subarray(used - bytes, used);
  };
}
