import type { Example } from './examples.ts';
import { type Said, type SaidWord, scoreOf } from './score.ts';
import { type Mask, stemOf, tokensOf } from './tokens.ts';
import { createTypos, type Typos } from './typos.ts';
import { weightOfKind } from './vocabulary.ts';

/** An unknown word may be a name that was typed without its capital. */
const MAYBE_A_NAME = 0.5;
const NONE: ReadonlySet<string> = new Set();

/**
 * Each intent's score, that of its best example, in the order of the intents: 0.6 and more means that the text reads as
 * a request of this kind; statements, questions about it and negations stay below. Reads the text’s beginning (2,000
 * characters) in linear time; never throws.
 */
export type RequestScores = (text: string) => readonly number[];

/** Scores texts against examples as requests: their verb, its object, their values, and what speaks against one. */
export function createRequestScores(examples: readonly Example[], intents: number): RequestScores {
  const vocabularies = Array.from(
    { length: intents },
    (_, i) =>
      new Set(
        examples.filter(({ intent }) => intent === i).flatMap(({ anchors }) => Array.from(anchors.keys())),
      ),
  );
  const words = new Map(
    examples.flatMap(({ anchors }) => [...anchors.values()].map(({ word, stem }) => [word, stem] as const)),
  );
  const stems = new Set(words.values());
  const typos = createTypos([...words.keys()].filter((word) => weightOfKind(word) >= 0.5));
  const byStem = indexByStem(examples);
  return (text) => {
    const said = readSaid(text, stems, typos);
    const scores = Array.from({ length: intents }, () => 0);
    const looked = new Set<Example>();
    for (const { stem } of said.words)
      for (const example of byStem.get(stem) ?? []) {
        if (looked.has(example)) continue;
        looked.add(example);
        const best = scores[example.intent] ?? 0;
        const score = scoreOf(said, example, { vocabulary: vocabularies[example.intent] ?? NONE, best });
        if (score > best) scores[example.intent] = score;
      }
    return scores;
  };
}

/** By the words that tell; by all of them where an example has none that do. */
function indexByStem(examples: readonly Example[]): ReadonlyMap<string, readonly Example[]> {
  const index = new Map<string, Example[]>();
  for (const example of examples) {
    const anchors = [...example.anchors.values()];
    const telling = anchors.filter(({ kindWeight }) => kindWeight >= 0.5);
    for (const { stem } of telling.length > 0 ? telling : anchors) {
      const list = index.get(stem);
      if (list) list.push(example);
      else index.set(stem, [example]);
    }
  }
  return index;
}

function readSaid(text: string, stems: ReadonlySet<string>, typos: Typos): Said {
  const tokens = tokensOf(text);
  const words: SaidWord[] = [];
  const masks = new Map<Mask, number>();
  tokens.forEach((token, place) => {
    if (token.kind === 'mask') {
      masks.set(token.mask, 1);
      return;
    }
    const { word, stem } = token;
    const known = stems.has(stem) || weightOfKind(word) < 0.5;
    const corrected = known || token.capital ? undefined : typos.correct(word);
    const isKnown = known || corrected !== undefined;
    if (!isKnown) masks.set('name', Math.max(masks.get('name') ?? 0, token.capital ? 1 : MAYBE_A_NAME));
    words.push({
      place,
      word: corrected?.word ?? word,
      stem: corrected ? stemOf(corrected.word) : stem,
      quality: corrected?.quality ?? 1,
      isCapital: token.capital,
    });
  });
  const byStem = new Map<string, SaidWord>();
  for (const said of words) if (!byStem.has(said.stem)) byStem.set(said.stem, said);
  return { words, byStem, masks, isQuestion: /\?\s*$/.test(text.slice(0, 2000)), length: tokens.length };
}
