import type { Row } from './corpus.ts';
import { type Counts, lettersOf, phrasesOf, type Reading } from './reading.ts';

/** A piece that only one text has tells nothing about others. */
const MIN_TEXTS = 2;

/** The pieces of a text that are known, each by its number, with how much it counts. */
export interface Pieces {
  readonly pieces: readonly number[];
  readonly weights: readonly number[];
}

/** The pieces that are known, by their numbers. */
export interface Vocabulary {
  /** Those of each view, as `VIEWS` stand. */
  readonly numbers: readonly ReadonlyMap<string, number>[];
  /** How rare each is. */
  readonly rarities: Float32Array;
}

const VIEWS = [phrasesOf, lettersOf];

/** Numbers the words, phrases and runs of letters of the rows. The same rows give the same numbers. */
export async function learnVocabulary(
  rows: readonly Row[],
  breathe: () => Promise<void>,
): Promise<Vocabulary> {
  const numbers: Map<string, number>[] = [];
  const frequencies: number[] = [];
  for (const view of VIEWS) {
    const texts = new Map<string, number>();
    for (const [place, { reading }] of rows.entries()) {
      if (place % 200 === 0) await breathe();
      for (const piece of view(reading).keys()) texts.set(piece, (texts.get(piece) ?? 0) + 1);
    }
    const numbered = new Map<string, number>();
    for (const [piece, count] of texts)
      if (count >= MIN_TEXTS) numbered.set(piece, frequencies.push(count) - 1);
    numbers.push(numbered);
  }
  const rarities = Float32Array.from(frequencies, (count) => 1 + Math.log((rows.length + 1) / (count + 1)));
  return { numbers, rarities };
}

export function piecesOf({ numbers, rarities }: Vocabulary, reading: Reading): Pieces {
  const parts = VIEWS.map((view, i) => weighed(view(reading), numbers[i] ?? new Map(), rarities));
  return {
    pieces: parts.flatMap(({ pieces }) => pieces),
    weights: parts.flatMap(({ weights }) => weights),
  };
}

/** Of length one, so that a long text says as much as a short one. */
function weighed(counts: Counts, numbers: ReadonlyMap<string, number>, rarities: Float32Array): Pieces {
  const pieces: number[] = [];
  const weights: number[] = [];
  for (const [piece, count] of counts) {
    const number = numbers.get(piece);
    if (number === undefined) continue;
    pieces.push(number);
    weights.push((1 + Math.log(count)) * (rarities[number] ?? 0));
  }
  const length = Math.hypot(...weights) || 1;
  return { pieces, weights: weights.map((weight) => weight / length) };
}
