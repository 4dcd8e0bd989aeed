import { findPhrases, type Reading } from './phrases.ts';
import type { Candidate, InputSpec } from './types.ts';

/** Every place where words stand that mean one of the input's choices. */
export function findOptions(reading: Reading, { choices = {} }: InputSpec): readonly Candidate[] {
  return Object.entries(choices)
    .flatMap(([value, phrases]) =>
      findPhrases(reading, phrases).map(({ start, end }) => ({ start, end, value })),
    )
    .toSorted((one, other) => one.start - other.start);
}
