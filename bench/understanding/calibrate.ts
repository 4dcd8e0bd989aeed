import { writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createTransformersEmbedder } from '../../adapters/embedder/transformers/index.ts';
import { corpusOf, NONE } from '../../src/agent/matching/corpus.ts';
import { createWordEvidence, type Evidence } from '../../src/agent/matching/evidence.ts';
import { createMeaningEvidence } from '../../src/agent/matching/meaning.ts';
import { readText } from '../../src/agent/matching/reading.ts';
import { joined, probabilities, type Sight, type Weights } from '../../src/agent/matching/weights.ts';
import type { Intent } from '../../src/ports/index.ts';
import { type Labelled, readExamples, readLabelled } from './data.ts';
import { fitWeights, type Sample } from './fit.ts';

/**
 * Fits src/agent/matching/calibration.json: the weights on the examples and the background, each compared with all but
 * itself; the limits on dev.json. Run it after changing what evidence is made of: `npx tsx
 * bench/understanding/calibrate.ts`. It never reads held-out.json.
 */
const SIGHTS = ['words', 'meaning', 'together'] as const satisfies readonly Sight[];
/** The share of dev.json on which something wrong would be done. The aim is one in a hundred on what nobody tuned on. */
const MAX_FALSE = 0.005;
/** The share of what asks for nothing that shall be told as such. */
const MIN_TOLD = 0.84;
/** An operator’s own workflow has few examples: the weights have to serve those too. */
const FEW_EXAMPLES = 5;

type BySight<T> = Readonly<Record<Sight, T>>;

interface Judged {
  readonly story: string | undefined;
  readonly best: string;
  readonly score: number;
}

const embedder = createTransformersEmbedder({
  folder: fileURLToPath(new URL('../../models/bge-small-en-v1.5', import.meta.url)),
});
const intents = readExamples();
const dev = readLabelled('dev.json') ?? [];
const few = intents.map(({ name, examples }, i) => ({
  name,
  examples: examples.filter((_, place) => (place + i) % Math.ceil(examples.length / FEW_EXAMPLES) === 0),
}));
const samples = [...(await samplesOf(intents, 1)), ...(await samplesOf(few, 0.5))];
const judge = await createJudge(intents, dev);
const result: Record<string, unknown> = {};
for (const sight of SIGHTS) {
  const weights = fitWeights(
    samples.map(({ evidence, ...sample }) => ({ ...sample, evidence: evidence[sight] })),
  );
  const judged = judge(sight, weights);
  const act = limitFor(judged, (above) => falseShare(above, judged.length) <= MAX_FALSE);
  const ask = Math.min(act, toldLimit(judged));
  result[sight] = { ...weights, act, ask };
  if (sight === 'words')
    result['settled'] = limitFor(judged, (above) => falseShare(above, judged.length) <= MAX_FALSE / 3);
  const right = (limit: number) =>
    judged.filter(({ story, best, score }) => story === best && score >= limit).length /
    judged.filter(({ story }) => story !== undefined).length;
  console.log(
    `${sight}: best guess right ${right(0).toFixed(3)}, asked or acted ${right(ask).toFixed(3)} from ${ask}, acted ${right(act).toFixed(3)} from ${act}`,
  );
}
writeFileSync(
  new URL('../../src/agent/matching/calibration.json', import.meta.url),
  `${JSON.stringify(result, undefined, 2)}\n`,
);
await embedder.close();

async function samplesOf(
  stories: readonly Intent[],
  weight: number,
): Promise<readonly (Omit<Sample, 'evidence'> & { readonly evidence: BySight<Evidence> })[]> {
  const rows = await corpusOf(stories, setImmediate);
  const words = await createWordEvidence(stories, rows, setImmediate);
  const meaning = createMeaningEvidence({ embedder }, rows, stories.length);
  return Promise.all(
    rows.map(async ({ intent }, row) => ({
      intent: intent === NONE ? NONE : intent,
      weight,
      evidence: bySight(words.ofRow(row), await meaning.ofRow(row)),
    })),
  );
}

async function createJudge(
  stories: readonly Intent[],
  labelled: Labelled,
): Promise<(sight: Sight, weights: Weights) => readonly Judged[]> {
  const rows = await corpusOf(stories, setImmediate);
  const words = await createWordEvidence(stories, rows, setImmediate);
  const meaning = createMeaningEvidence({ embedder }, rows, stories.length);
  const read = await Promise.all(
    labelled.map(async ({ text, story }) => {
      const reading = readText(text);
      return { story, evidence: bySight(words.of(text, reading), await meaning.of(reading)) };
    }),
  );
  return (sight, weights) =>
    read.map(({ story, evidence }) => {
      const likely = probabilities(evidence[sight], weights);
      const score = Math.max(...likely);
      return { story, best: stories[likely.indexOf(score)]?.name ?? '', score };
    });
}

function bySight(words: Evidence, meaning: Evidence): BySight<Evidence> {
  return { words, meaning, together: joined(words, meaning) };
}

/** The lowest limit above which all that is judged is good enough. */
function limitFor(judged: readonly Judged[], isGood: (above: readonly Judged[]) => boolean): number {
  const sorted = judged.toSorted((one, other) => other.score - one.score);
  let count = 0;
  while (count < sorted.length && isGood(sorted.slice(0, count + 1))) count += 1;
  return rounded(sorted[count - 1]?.score ?? 1);
}

function falseShare(acted: readonly Judged[], all: number): number {
  return acted.filter(({ story, best }) => story !== best).length / all;
}

/** The limit below which most of what asks for nothing stays. */
function toldLimit(judged: readonly Judged[]): number {
  const scores = judged
    .filter(({ story }) => story === undefined)
    .map(({ score }) => score)
    .toSorted((one, other) => one - other);
  return rounded(scores[Math.ceil(scores.length * MIN_TOLD)] ?? 1);
}

function rounded(score: number): number {
  return Math.ceil(score * 1000) / 1000;
}
