import { v7 } from 'uuid';
import type { Clock } from './clock.ts';
import { hashOf } from './hash.ts';
import type { Json } from './json.ts';

/** Makes ids that sort by the time they were made: `PREFIX_` and 32 hex digits (UUID version 7, RFC 9562). */
export type IdSource = (prefix: string) => string;

/** `random` gives that many random bytes; tests pass a seeded one. */
export function createIdSource(clock: Clock, random: (bytes: number) => Uint8Array): IdSource {
  return (prefix) => `${prefix}_${v7({ msecs: clock.now(), random: random(16) }).replaceAll('-', '')}`;
}

/**
 * An id that follows from what it names: whoever does the same work again arrives at the same id, which is
 * what makes inserting it twice harmless.
 */
export function deriveId(prefix: string, ...parts: Json[]): string {
  return `${prefix}_${hashOf(parts).slice(0, 32)}`;
}
