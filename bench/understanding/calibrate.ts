import { writeFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { createTransformersEmbedder, knownFile } from '../../adapters/embedder/transformers/index.ts';
import BACKGROUND from '../../src/agent/matching/background.json' with { type: 'json' };
import { corpusOf } from '../../src/agent/matching/corpus.ts';
import { createWordEvidence, type Evidence, learnWords } from '../../src/agent/matching/evidence.ts';
import { learnMeaning, meaningEvidence } from '../../src/agent/matching/meaning.ts';
import { readText } from '../../src/agent/matching/reading.ts';
import { createSpelling } from '../../src/agent/matching/spelling.ts';
import { vectorsOf } from '../../src/agent/matching/vectors.ts';
import { joined, probabilities, type Sight, type Weights } from '../../src/agent/matching/weights.ts';
import type { Embedder, Intent } from '../../src/ports/index.ts';
import { isRight, readIntents, readLabelled } from './data.ts';
import { fitWeights, type Sample } from './fit.ts';

/**
 * Embeds what is learnt from, into models/bge-small-en-v1.5/known.vectors, so that no user waits for it; and fits
 * src/agent/matching/calibration.json: the weights on parts of the examples and of the background, each told by all
 * that is learnt from the other parts; the limits on dev.json. Run it after changing examples or what evidence is made
 * of: `npx tsx bench/understanding/calibrate.ts` (three minutes). It never reads held-out.json. `--wrong` lists
 * what is mistaken in dev.json.
 */
const SIGHTS = ['words', 'meaning', 'together'] as const satisfies readonly Sight[];
/** The share of dev.json on which something wrong would be done. The aim is one in a hundred on what nobody tuned on. */
const MAX_FALSE = 0.006;
/** The share of what asks for nothing that shall be told as such. */
const MIN_TOLD = 0.84;
const PARTS = 4;
/** An operator’s own workflow has few examples: the weights have to serve those too. */
const FEW_EXAMPLES = 8;
const FEW_WEIGHT = 0.5;

type BySight<T> = Readonly<Record<Sight, T>>;

type CalibrationSample = Omit<Sample, 'evidence'> & { readonly evidence: BySight<Evidence> };

interface Judged {
  readonly text: string;
  readonly story: string | undefined;
  readonly best: string;
  readonly score: number;
}

const NOTHING: Intent = { name: 'none', examples: BACKGROUND };
const ROOT = new URL('../../', import.meta.url);
const MODEL = new URL('models/bge-small-en-v1.5/', ROOT);
const model = createTransformersEmbedder({ folder: fileURLToPath(MODEL) });
const intents = readIntents();
const dev = readLabelled('dev.json') ?? [];
const devTexts = dev.map(({ text }) => text);
const embedder = await withVectors(
  [...intents, NOTHING].flatMap(({ examples }) => examples),
  devTexts,
);
const samples: CalibrationSample[] = [];
for (let part = 0; part < PARTS; part += 1) samples.push(...(await samplesOf(part)));
const devEvidence = await evidenceOf(intents, BACKGROUND, devTexts);
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
    judged.filter((one) => isRight(one.best, one.story) && one.score >= limit).length /
    judged.filter(({ story }) => story !== undefined).length;
  console.log(
    `${sight}: best guess right ${right(0).toFixed(3)}, asked or acted ${right(ask).toFixed(3)} from ${ask}, acted ${right(act).toFixed(3)} from ${act}`,
  );
  if (process.argv.includes('--wrong') && sight === 'together')
    for (const { text, story, best, score } of judged)
      if (story === undefined ? score > act / 2 : !isRight(best, story))
        console.log(`${score.toFixed(2)} ${best}, meant ${story ?? 'none'}: ${text}`);
}
writeFileSync(
  new URL('src/agent/matching/calibration.json', ROOT),
  `${JSON.stringify(result, undefined, 2)}\n`,
);
await model.close();

/** The model, which has all these texts already; those learnt from are written. */
async function withVectors(learnt: readonly string[], asked: readonly string[]): Promise<Embedder> {
  const texts = [...learnt, ...asked].map((text) => readText(text).meaning);
  const { known: _coarser, ...exact } = model;
  const vectors = await vectorsOf(texts, exact);
  const entries = texts.map((text, i) => [text, vectors[i] ?? new Float32Array()] as const);
  writeFileSync(new URL('known.vectors', MODEL), knownFile(new Map(entries.slice(0, learnt.length))));
  const known = new Map(entries);
  return {
    ...exact,
    embed: async (wanted) =>
      wanted.every((text) => known.has(text))
        ? wanted.map((text) => ({ model: model.model, vector: known.get(text) ?? new Float32Array() }))
        : model.embed(wanted),
  };
}

/** What the other parts say about one part; and again where they have few examples of every fourth intent. */
async function samplesOf(part: number): Promise<readonly CalibrationSample[]> {
  const isIn = (_: string, place: number) => place % PARTS === part;
  const isOut = (text: string, place: number) => !isIn(text, place);
  const others = intents.map(({ name, examples }) => ({ name, examples: examples.filter(isOut) }));
  const isFew = (place: number) => place % PARTS === part;
  const fewer = others.map(({ name, examples }, place) => ({
    name,
    examples: isFew(place) ? spread(examples, FEW_EXAMPLES) : examples,
  }));
  const asked = [
    ...intents.flatMap(({ examples }, intent) => examples.filter(isIn).map((text) => ({ text, intent }))),
    ...BACKGROUND.filter(isIn).map((text) => ({ text, intent: -1 })),
  ];
  const background = BACKGROUND.filter(isOut);
  const texts = asked.map(({ text }) => text);
  const whole = await evidenceOf(others, background, texts);
  const few = await evidenceOf(fewer, background, texts);
  return asked.flatMap(({ intent }, i) => [
    { intent, weight: 1, evidence: whole[i] ?? never() },
    ...(isFew(intent) ? [{ intent, weight: FEW_WEIGHT, evidence: few[i] ?? never() }] : []),
    ...(intent === -1 ? [{ intent, weight: FEW_WEIGHT / PARTS, evidence: few[i] ?? never() }] : []),
  ]);
}

function spread(examples: readonly string[], count: number): readonly string[] {
  const step = Math.max(1, Math.floor(examples.length / count));
  return examples.filter((_, place) => place % step === 0).slice(0, count);
}

function never(): never {
  throw new TypeError('A text has no evidence.');
}

async function evidenceOf(
  stories: readonly Intent[],
  background: readonly string[],
  texts: readonly string[],
): Promise<readonly BySight<Evidence>[]> {
  const rows = await corpusOf(stories, background, setImmediate);
  const words = await learnWords(stories, rows, setImmediate);
  const { vocabulary } = words;
  const mended = createSpelling(words.spelling);
  const wordEvidence = createWordEvidence(words);
  const meanings = rows.map((row) => row.reading.meaning);
  const lesson = { rows, vectors: await vectorsOf(meanings, embedder), intents: stories.length };
  const alone = await learnMeaning(lesson, setImmediate);
  const both = await learnMeaning({ ...lesson, vocabulary }, setImmediate);
  const told: BySight<Evidence>[] = [];
  for (const text of texts) {
    const read = mended(text);
    const reading = readText(read);
    const byWords = wordEvidence(read, reading);
    const meaning = await meaningEvidence(reading, alone, { embedder });
    const together = joined(byWords, await meaningEvidence(reading, both, { embedder, vocabulary }));
    told.push({ words: byWords, meaning, together });
  }
  return told;
}

function judge(sight: Sight, weights: Weights): readonly Judged[] {
  return dev.map(({ text, story }, i) => {
    const likely = probabilities((devEvidence[i] ?? never())[sight], weights);
    const score = Math.max(...likely);
    return { text, story, best: intents[likely.indexOf(score)]?.name ?? '', score };
  });
}

/** The lowest limit above which all that is judged is good enough. */
function limitFor(judged: readonly Judged[], isGood: (above: readonly Judged[]) => boolean): number {
  const sorted = judged.toSorted((one, other) => other.score - one.score);
  let count = 0;
  while (count < sorted.length && isGood(sorted.slice(0, count + 1))) count += 1;
  return rounded(sorted[count - 1]?.score ?? 1);
}

function falseShare(acted: readonly Judged[], all: number): number {
  return acted.filter(({ story, best }) => !isRight(best, story)).length / all;
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
