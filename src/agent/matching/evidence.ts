import type { Intent } from '../../ports/index.ts';
import type { Row } from './corpus.ts';
import { createCoverage } from './coverage.ts';
import { createFormHabits, formOf } from './forms.ts';
import { type Counts, createGramIndex } from './grams.ts';
import { createPrototypes, type Summary } from './prototypes.ts';
import { lettersOf, phrasesOf, type Reading } from './reading.ts';
import { createRequestScores } from './requests.ts';

/** What speaks for each intent, and for none of them; calibration.json weighs it in this order. */
export interface Evidence {
  readonly intents: readonly (readonly number[])[];
  readonly none: readonly number[];
}

/** From this score on a text reads as a request of the kind. */
const REQUEST = 0.6;

/** What the words of a text say. */
export interface WordEvidence {
  /** With `requests`, how much the text reads as a request of each kind. */
  of(text: string, reading: Reading): Evidence & { readonly requests: readonly number[] };
  /** The same for one of the rows, as if it were none of them; slow, for calibration only. */
  ofRow(row: number): Evidence;
}

/**
 * Reads all rows, 0.3 s for a thousand; `breathe` is awaited in between, so that other work may go on.
 */
export async function createWordEvidence(
  intents: readonly Intent[],
  rows: readonly Row[],
  breathe: () => Promise<void>,
): Promise<WordEvidence> {
  const count = intents.length;
  const phrasesLike = await viewOf(phrasesOf, { rows, intents: count, breathe });
  const lettersLike = await viewOf(lettersOf, { rows, intents: count, breathe });
  const coverage = createCoverage(rows, count);
  const habits = createFormHabits(rows, count);
  await breathe();
  const scores = createRequestScores(intents);

  function gather(reading: Reading, requests: readonly number[], without?: number): Evidence {
    const row = without === undefined ? undefined : rows[without];
    const phrases = phrasesLike(reading, without);
    const letters = lettersLike(reading, without);
    const covered = coverage.of(reading, row);
    const form = formOf(reading);
    const usual = habits.usual(form, row);
    return {
      intents: intents.map((_, i) => [
        ...(phrases.intents[i] ?? []),
        ...(letters.intents[i] ?? []),
        requests[i] ?? 0,
        Math.max(0, (requests[i] ?? 0) - REQUEST),
        covered.intents[i] ?? 0,
        usual[i] ?? 0,
      ]),
      none: [
        ...phrases.none,
        ...letters.none,
        covered.any,
        Number(form === 'negated'),
        Number(form === 'imagined'),
        Number(form === 'reported'),
      ],
    };
  }

  return {
    of: (text, reading) => {
      const requests = scores(text);
      return { ...gather(reading, requests), requests };
    },
    ofRow: (index) => {
      const row = rows[index];
      if (!row) throw new TypeError(`There is no row ${index}.`);
      const others = intents.map((intent, i) =>
        i === row.intent
          ? { ...intent, examples: intent.examples.filter((text) => text !== row.text) }
          : intent,
      );
      return gather(row.reading, createRequestScores(others)(row.text), index);
    },
  };
}

/** What the rows look like by one kind of pieces. */
async function viewOf(
  countsOf: (reading: Reading) => Counts,
  on: { readonly rows: readonly Row[]; readonly intents: number; breathe(): Promise<void> },
): Promise<(reading: Reading, without?: number) => Summary> {
  const { rows, intents, breathe } = on;
  const countsIn = (row: number): Counts => {
    const reading = rows[row]?.reading;
    return reading ? countsOf(reading) : new Map();
  };
  await breathe();
  const { likenesses, lengthOfSum } = createGramIndex(rows.length, countsIn);
  await breathe();
  const prototypes = createPrototypes(
    rows.map(({ intent }) => intent),
    { intents, lengthOfSum },
  );
  return (reading, without) => prototypes.summarise(likenesses(countsOf(reading)), without);
}
