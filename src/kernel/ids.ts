import { v7 } from 'uuid';
import type { Clock } from './clock.ts';
import { hashOf } from './hash.ts';
import type { Json } from './json.ts';

/** Makes ids that sort in the order in which they were made: `PREFIX_` and 32 hex digits (UUID version 7, RFC 9562). */
export type IdSource = (prefix: string) => string;

/** `random` gives that many random bytes; tests pass a seeded one. */
export function createIdSource(clock: Clock, random: (bytes: number) => Uint8Array): IdSource {
  let last = { msecs: Number.NEGATIVE_INFINITY, seq: 0 };
  return (prefix) => {
    const drawn = random(16);
    const msecs = clock.now();
    // Within a millisecond they count up from a drawn number, which leaves room for as many as a millisecond holds.
    const seq = msecs === last.msecs ? last.seq + 1 : Buffer.from(drawn).readUIntBE(0, 3);
    last = { msecs, seq };
    return `${prefix}_${v7({ msecs, seq, random: drawn }).replaceAll('-', '')}`;
  };
}

/**
 * An id that follows from what it names: whoever does the same work again arrives at the same id, which is
 * what makes inserting it twice harmless.
 */
export function deriveId(prefix: string, ...parts: Json[]): string {
  return `${prefix}_${hashOf(parts).slice(0, 32)}`;
}
