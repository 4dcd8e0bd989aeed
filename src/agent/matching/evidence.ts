import type { Intent } from '../../ports/index.ts';
import { learnPlanes, sidesOf } from './classifier.ts';
import type { Row } from './corpus.ts';
import { coverageOf, learnWordUse, type WordUse } from './coverage.ts';
import { learnWays, type Ways } from './doubts.ts';
import { compileExamples, type Example } from './examples.ts';
import { learnVocabulary, piecesOf, type Vocabulary } from './features.ts';
import { type FormHabits, formOf, learnFormHabits, usualnessOf } from './forms.ts';
import type { Features, Planes } from './linear.ts';
import type { Reading } from './reading.ts';
import { createRequestScores } from './requests.ts';
import { learnSpelling } from './spelling.ts';

/** What speaks for each intent, and for none of them; calibration.json weighs it in this order. */
export interface Evidence {
  readonly intents: readonly (readonly number[])[];
  readonly none: readonly number[];
}

/** What the words of all examples teach: plain data, so that it can be kept. */
export interface LearntWords {
  readonly spelling: ReadonlySet<string>;
  readonly examples: readonly Example[];
  readonly vocabulary: Vocabulary;
  readonly planes: Planes;
  readonly use: WordUse;
  readonly habits: FormHabits;
  readonly ways: Ways;
  readonly scarcity: readonly number[];
}

/** From this score on a text reads as a request of the kind. */
const REQUEST = 0.6;
const NO_MEANING = new Float32Array();

/** Learns from all rows, 1 s for five thousand; `breathe` is awaited in between, so that other work may go on. */
export async function learnWords(
  intents: readonly Intent[],
  rows: readonly Row[],
  breathe: () => Promise<void>,
): Promise<LearntWords> {
  const vocabulary = await learnVocabulary(rows, breathe);
  const planes = await learnPlanes(
    {
      features: rows.map(({ reading }) => wordFeatures(reading, vocabulary)),
      intentOfRow: rows.map(({ intent }) => intent),
      intents: intents.length,
      pieces: vocabulary.rarities.length,
      dense: 0,
    },
    breathe,
  );
  await breathe();
  return {
    spelling: learnSpelling(rows.map(({ text }) => text)),
    examples: compileExamples(intents),
    vocabulary,
    planes,
    use: learnWordUse(rows, intents.length),
    habits: learnFormHabits(rows, intents.length),
    ways: learnWays(rows, intents.length),
    scarcity: scarcityOf(rows, intents.length),
  };
}

/** What the words of a text say. */
export interface WordEvidence extends Evidence {
  /** How much it reads as a request of each kind. */
  readonly requests: readonly number[];
}

export function createWordEvidence(learnt: LearntWords): (text: string, reading: Reading) => WordEvidence {
  const { vocabulary, planes, use, habits, scarcity } = learnt;
  const requestScores = createRequestScores(learnt.examples, habits.length);
  return (text, reading) => {
    const requests = requestScores(text);
    const covered = coverageOf(reading, use);
    const form = formOf(reading);
    const usual = usualnessOf(form, habits);
    const sides = sidesOf(wordFeatures(reading, vocabulary), planes);
    return {
      requests,
      intents: requests.map((request, i) => [
        request,
        Math.max(0, request - REQUEST),
        covered.intents[i] ?? 0,
        usual[i] ?? 0,
        sides.intents[i] ?? 0,
        scarcity[i] ?? 0,
      ]),
      none: [
        covered.any,
        Number(form === 'negated'),
        Number(form === 'imagined'),
        Number(form === 'reported'),
        sides.none,
      ],
    };
  };
}

function wordFeatures(reading: Reading, vocabulary: Vocabulary): Features {
  return { ...piecesOf(vocabulary, reading), dense: NO_MEANING };
}

/** Fewer are taken as so many: nothing was fitted on them. */
const FEWEST = 6;

/** What is learnt from few examples is surer of “none”: 1 for ten examples, less the more there are. */
export function scarcityOf(rows: readonly Row[], intents: number): readonly number[] {
  const counts = Array.from({ length: intents }, () => 0);
  for (const { intent } of rows) if (intent >= 0) counts[intent] = (counts[intent] ?? 0) + 1;
  return counts.map((count) => Math.sqrt(10 / Math.max(count, FEWEST)));
}
