import type { Intent } from '../../ports/index.ts';
import { type Mask, type Token, tokensOf } from './tokens.ts';
import { isNegation, weightOfKind } from './vocabulary.ts';

/** How much each kind of value tells about what is asked. */
const MASK_WEIGHTS: Readonly<Record<Mask, number>> = {
  money: 0.6,
  email: 0.4,
  number: 0.3,
  quote: 0.3,
  name: 0.3,
  date: 0.2,
};
/** Words before what the request is about, which is free: “for ⟨the landing page⟩”. */
const BEFORE_CONTENT = new Set('for about on regarding called named at with over by in'.split(' '));
/** A word within the request that no other example has is likelier one of the example’s own. */
const LONE_WORD = 0.5;
/** The verb and its object count in full even so. */
const VERB_AND_OBJECT = 2;

export interface Anchor {
  readonly stem: string;
  readonly word: string;
  readonly weight: number;
  readonly kindWeight: number;
}

/** An example as it is compared: the words that make the request, and the kinds of values it holds. */
export interface Example {
  readonly intent: number;
  readonly anchors: ReadonlyMap<string, Anchor>;
  readonly masks: ReadonlyMap<Mask, number>;
  /** The words before the first value, in order. */
  readonly head: readonly string[];
  readonly firstWord: string | undefined;
  readonly total: number;
  readonly isNegated: boolean;
  readonly isQuestion: boolean;
}

interface Draft {
  readonly intent: number;
  readonly words: readonly Extract<Token, { kind: 'word' }>[];
  readonly head: readonly string[];
  readonly masks: ReadonlySet<Mask>;
  readonly isQuestion: boolean;
}

/** Weighs the words of every example: by their kind, by how few intents have them, by how many examples of one do. */
export function compileExamples(intents: readonly Intent[]): readonly Example[] {
  const drafts = intents.flatMap(({ examples }, intent) => draftsOf(examples, intent));
  const counts = new Map<string, number[]>();
  for (const draft of drafts) {
    for (const stem of new Set(draft.words.map((word) => word.stem))) {
      const byIntent = counts.get(stem) ?? [];
      byIntent[draft.intent] = (byIntent[draft.intent] ?? 0) + 1;
      counts.set(stem, byIntent);
    }
  }
  return drafts.map((draft) => weigh(draft, { counts, intents: intents.length }));
}

function draftsOf(examples: readonly string[], intent: number): readonly Draft[] {
  const read = examples.map((example) => ({ example, tokens: withNames(tokensOf(example)) }));
  const headStems = new Set(read.flatMap(({ tokens }) => headOf(tokens).map(({ stem }) => stem)));
  return read.map(({ example, tokens }) => ({
    intent,
    words: requestWords(tokens, headStems),
    head: headOf(tokens).map(({ stem }) => stem),
    masks: masksOf(tokens, example),
    isQuestion: example.trimEnd().endsWith('?'),
  }));
}

/** “our company is …” leaves a name open. */
function masksOf(tokens: readonly Token[], example: string): ReadonlySet<Mask> {
  const open: readonly Mask[] = /(?:…|\.{3})\s*$/.test(example) ? ['name'] : [];
  return new Set([...tokens.flatMap((token) => (token.kind === 'mask' ? [token.mask] : [])), ...open]);
}

/** In an example, a word with a capital is somebody’s name. */
function withNames(tokens: readonly Token[]): readonly Token[] {
  return tokens.map((token) =>
    token.kind === 'word' && token.capital
      ? { kind: 'mask', mask: 'name', newClause: token.newClause }
      : token,
  );
}

function headOf(tokens: readonly Token[]): readonly Extract<Token, { kind: 'word' }>[] {
  const end = tokens.findIndex(({ kind }) => kind === 'mask');
  return tokens.slice(0, end === -1 ? tokens.length : end).filter((token) => token.kind === 'word');
}

/** The head, and after it what is not free content: words of other heads, and those that no “for” or comma precedes. */
function requestWords(tokens: readonly Token[], headStems: ReadonlySet<string>): Draft['words'] {
  const kept: Extract<Token, { kind: 'word' }>[] = [];
  let hasMask = false;
  let isContent = false;
  for (const token of tokens) {
    if (token.kind === 'mask') {
      hasMask = true;
      isContent = false;
      continue;
    }
    if (hasMask && (token.newClause || BEFORE_CONTENT.has(token.word))) isContent = true;
    const isGrammar = weightOfKind(token.word) < 0.5;
    if (!isContent || isGrammar || headStems.has(token.stem)) kept.push(token);
  }
  return kept;
}

function weigh(
  draft: Draft,
  known: { readonly counts: ReadonlyMap<string, readonly number[]>; readonly intents: number },
): Example {
  const anchors = new Map<string, Anchor>();
  const verbAndObject = draft.words.filter(({ word }) => weightOfKind(word) >= 0.5).slice(0, VERB_AND_OBJECT);
  for (const { stem, word } of draft.words) {
    const byIntent = known.counts.get(stem) ?? [];
    const having = byIntent.filter((count) => count > 0).length;
    const inThis = byIntent[draft.intent] ?? 1;
    const rare = Math.log((known.intents + 1) / (having + 0.5)) / Math.log((known.intents + 1) / 1.5);
    const isLone =
      inThis === 1 && draft.masks.size > 0 && !verbAndObject.some((telling) => telling.stem === stem);
    const kindWeight = weightOfKind(word);
    const weight =
      kindWeight * rare * (kindWeight < 0.5 ? 1 : 1 + Math.log(inThis)) * (isLone ? LONE_WORD : 1);
    anchors.set(stem, { stem, word, weight, kindWeight });
  }
  const masks = new Map([...draft.masks].map((mask) => [mask, MASK_WEIGHTS[mask]]));
  const total = sum([...anchors.values()].map(({ weight }) => weight)) + sum([...masks.values()]);
  const [first] = draft.words;
  return {
    intent: draft.intent,
    anchors,
    masks,
    head: draft.head,
    firstWord: first && first.stem === draft.head[0] ? first.word : undefined,
    total,
    isNegated: draft.words.some(({ word }) => isNegation(word)),
    isQuestion: draft.isQuestion,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
