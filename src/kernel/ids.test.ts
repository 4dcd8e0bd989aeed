import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isoTime } from './clock.ts';
import { createIdSource, deriveId } from './ids.ts';

const random = (seed: number) => (bytes: number) =>
  Uint8Array.from({ length: bytes }, (_, index) => (seed + index * 37) % 256);

it('makes ids of a prefix and a UUID of version 7', () => {
  const ids = createIdSource({ now: () => 1_800_000_000_000 }, random(1));
  expect(ids('evt')).toMatch(/^evt_[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}$/);
});

it('makes ids that sort by the time at which they were made', () => {
  const time = fc.integer({ min: 0, max: 2 ** 47 });
  fc.assert(
    fc.property(time, time, fc.tuple(fc.nat(), fc.nat()), (one, other, [a, b]) => {
      fc.pre(one !== other);
      const first = createIdSource({ now: () => one }, random(a))('x');
      const second = createIdSource({ now: () => other }, random(b))('x');
      expect(first < second).toBe(one < other);
    }),
  );
});

it('makes ids that sort as they were made within one millisecond too, whatever is drawn', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      let drawn = seed;
      const ids = createIdSource({ now: () => 5 }, (bytes) =>
        random((drawn = (drawn * 7919 + 13) % 65_521))(bytes),
      );
      const made = Array.from({ length: 300 }, () => ids('x'));
      expect(made.toSorted()).toEqual(made);
      expect(new Set(made).size).toBe(made.length);
    }),
    { numRuns: 30 },
  );
});

it('derives the same id from the same parts, and another from any other', () => {
  const id = deriveId('run', 'evt_1', 0, { a: 1, b: 2 });
  expect(id).toMatch(/^run_[0-9a-f]{32}$/);
  expect(deriveId('run', 'evt_1', 0, { b: 2, a: 1 })).toBe(id);
  for (const parts of [
    ['evt_1', 1, { a: 1, b: 2 }],
    ['evt_10', { a: 1, b: 2 }],
    ['evt_1', '0', { a: 1, b: 2 }],
    ['evt_1', 0],
  ]) {
    expect(deriveId('run', ...parts)).not.toBe(id);
  }
});

it('does not take parts for each other where their texts run together', () => {
  expect(deriveId('x', 'ab', 'c')).not.toBe(deriveId('x', 'a', 'bc'));
});

it('keeps time as ISO 8601 in UTC with milliseconds', () => {
  expect(isoTime(1_800_000_000_001)).toBe('2027-01-15T08:00:00.001Z');
});
