import type { Intent } from '../../ports/index.ts';
import { createClassifier } from './classifier.ts';
import type { Row } from './corpus.ts';
import { createCoverage } from './coverage.ts';
import { createVocabulary, type Vocabulary } from './features.ts';
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
const NO_MEANING = new Float32Array();

/** What the words of a text say. */
export interface WordEvidence {
  /** With `requests`, how much the text reads as a request of each kind. */
  of(text: string, reading: Reading): Evidence & { readonly requests: readonly number[] };
  readonly vocabulary: Vocabulary;
}

/**
 * Reads all rows, 1 s for three thousand; `breathe` is awaited in between, so that other work may go on.
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
  const vocabulary = await createVocabulary(rows, breathe);
  const classifier = await createClassifier(
    {
      features: rows.map(({ reading }) => ({ ...vocabulary.of(reading), dense: NO_MEANING })),
      intentOfRow: rows.map(({ intent }) => intent),
      intents: count,
      pieces: vocabulary.size,
      dense: 0,
    },
    breathe,
  );
  const scores = createRequestScores(intents);
  const scarce = scarcityOf(rows, count);
  return {
    vocabulary,
    of: (text, reading) => {
      const requests = scores(text);
      const phrases = phrasesLike(reading);
      const letters = lettersLike(reading);
      const covered = coverage.of(reading);
      const form = formOf(reading);
      const usual = habits.usual(form);
      const sides = classifier.of({ ...vocabulary.of(reading), dense: NO_MEANING });
      return {
        requests,
        intents: intents.map((_, i) => [
          ...(phrases.intents[i] ?? []),
          ...(letters.intents[i] ?? []),
          requests[i] ?? 0,
          Math.max(0, (requests[i] ?? 0) - REQUEST),
          covered.intents[i] ?? 0,
          usual[i] ?? 0,
          sides.intents[i] ?? 0,
          scarce[i] ?? 0,
          (scarce[i] ?? 0) * (letters.intents[i]?.[0] ?? 0),
        ]),
        none: [
          ...phrases.none,
          ...letters.none,
          covered.any,
          Number(form === 'negated'),
          Number(form === 'imagined'),
          Number(form === 'reported'),
          sides.none,
        ],
      };
    },
  };
}

/** Planes that are learnt from few examples lie nearer to none: 1 for ten examples, less the more there are. */
export function scarcityOf(rows: readonly Row[], intents: number): readonly number[] {
  const counts = Array.from({ length: intents }, () => 0);
  for (const { intent } of rows) if (intent >= 0) counts[intent] = (counts[intent] ?? 0) + 1;
  return counts.map((count) => Math.sqrt(10 / Math.max(count, 1)));
}

/** What the rows look like by one kind of pieces. */
async function viewOf(
  countsOf: (reading: Reading) => Counts,
  on: { readonly rows: readonly Row[]; readonly intents: number; breathe(): Promise<void> },
): Promise<(reading: Reading) => Summary> {
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
  return (reading) => prototypes.summarise(likenesses(countsOf(reading)));
}
