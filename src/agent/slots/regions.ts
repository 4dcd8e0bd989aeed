import { findPhrases, type Phrase, type Reading } from './phrases.ts';
import type { InputSpec, Span } from './types.ts';

export type NamedSpec = readonly [name: string, spec: InputSpec];

/** Where a string input may stand: after one of its cues. */
export interface Cue extends Phrase {
  readonly input: string;
  /** Where the words of the value begin: after the cue, or at it where it is a part of the value. */
  readonly valueStart: number;
}

/** How a place stands to the cues before it: after none, right after one, or within the words that follow one. */
export type Region = 'none' | 'direct' | 'within';

/** Every cue of a string input, in order; of two at one place the longer one. */
export function findCues(reading: Reading, specs: readonly NamedSpec[]): readonly Cue[] {
  const all = specs
    .filter(([, spec]) => spec.type === 'string')
    .flatMap(([input, { cues = [], labels = [] }]) => [
      ...findPhrases(reading, cues).map((phrase) => ({ ...phrase, input, valueStart: phrase.end })),
      ...findPhrases(reading, labels).map((phrase) => ({ ...phrase, input, valueStart: phrase.start })),
    ])
    .toSorted((one, other) => one.start - other.start || other.end - one.end);
  const kept: Cue[] = [];
  for (const cue of all) if ((kept.at(-1)?.end ?? 0) <= cue.start) kept.push(cue);
  return kept;
}

/** A clause ends the reach of a cue. */
export function regionOf({ text }: Reading, cues: readonly Cue[], { start }: Span): Region {
  const cue = cues.findLast(({ end }) => end <= start);
  if (!cue) return 'none';
  const between = text.slice(cue.end, start);
  if (/[,;\n]/.test(between)) return 'none';
  return between.trim() === '' ? 'direct' : 'within';
}
