import { findEmails } from '../slots/emails.ts';
import { findMoney } from '../slots/money.ts';
import { overlap } from '../slots/spans.ts';
import { cleanText } from '../slots/text.ts';
import type { Span } from '../slots/types.ts';
import { isAllCapitals, type Token, tokensOf } from './tokens.ts';
import { OPENINGS, weightOfKind } from './vocabulary.ts';

/** A request stands at the beginning; what follows is what it is about. */
const MAX_MEANING_CHARS = 500;
const MIN_LETTERS = 3;
const MAX_LETTERS = 4;

/** The pieces of a text, with how often each is there. */
export type Counts = ReadonlyMap<string, number>;

/** A text as the parts of the matcher see it. */
export interface Reading {
  /** What the embedding is made of: the text with values of one kind made the same. */
  readonly meaning: string;
  /** Words as stems, and kinds of values, in order. */
  readonly words: readonly string[];
  readonly tokens: readonly Token[];
  readonly isQuestion: boolean;
}

export function readText(text: string): Reading {
  const tokens = tokensOf(text);
  const words = tokens.filter((token) => !isSilent(token)).map(stemOfToken);
  const isQuestion = /\?\s*$/.test(text.slice(0, MAX_MEANING_CHARS * 4));
  return {
    meaning: meaningOf(text),
    words,
    tokens,
    isQuestion,
  };
}

/** “Please” and the like say nothing about what is asked. */
function isSilent(token: Token): boolean {
  return token.kind === 'word' && weightOfKind(token.word) === 0;
}

function stemOfToken(token: Token): string {
  if (token.kind === 'mask') return `#${token.mask}`;
  return token.capital ? '#name' : token.stem;
}

/** Words, neighbouring words, and words with one in between. */
export function phrasesOf({ words, isQuestion }: Reading): Counts {
  return countOf(phrasesIn(words, isQuestion));
}

/** Runs of three to five letters, which survive a typing error. */
export function lettersOf({ words }: Reading): Counts {
  return countOf(lettersIn(` ${words.join(' ')} `));
}

function* phrasesIn(words: readonly string[], isQuestion: boolean): Iterable<string> {
  const framed = ['^', ...words, isQuestion ? '?' : '$'];
  yield* words;
  for (let i = 1; i < framed.length; i += 1) yield `${framed[i - 1]} ${framed[i]}`;
  for (let i = 2; i < framed.length; i += 1) yield `${framed[i - 2]} * ${framed[i]}`;
  if (isQuestion) yield 'asked?';
}

function* lettersIn(text: string): Iterable<string> {
  for (let length = MIN_LETTERS; length <= MAX_LETTERS; length += 1)
    for (let start = 0; start + length <= text.length; start += 1) yield text.slice(start, start + length);
}

function countOf(items: Iterable<string>): Counts {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}

const CALENDAR =
  '(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December';
/** Names within a sentence; at its beginning every word has a capital. */
const NAMES = new RegExp(
  `(?<=[\\p{L}\\p{N},:] )(?!I\\b|${CALENDAR})\\p{Lu}\\p{L}*(?: (?:& )?\\p{Lu}\\p{L}*)*`,
  'gu',
);

/** “Hey Mainstay, could you please …” */
const OPENING = new RegExp(
  `^(?:(?:${OPENINGS.map((words) => words.join(' ')).join('|')})\\b[\\s,]+)+(?=\\S)`,
  'iu',
);
const PLEASE = /[\s,]+(?:please|thanks|thank you)(?=[\s.!?]*$)/iu;

/** Who it is and how much says nothing about what is asked: every name is one name, every amount one amount. */
function meaningOf(text: string): string {
  const clean = cleanText(text.slice(0, MAX_MEANING_CHARS)).replace(OPENING, '').replace(PLEASE, '');
  const money = findMoney(clean, 'USD')
    .filter(({ marked }) => marked)
    .map((span) => ({ ...span, by: '$100' }));
  const emails = findEmails(clean).map((span) => ({ ...span, by: 'ana@mail.com' }));
  const thousands = Array.from(
    clean.matchAll(/(?<![\p{L}\p{N}])\d+k(?![\p{L}\p{N}])/giu),
    ({ 0: shown, index }) => ({
      start: index,
      end: index + shown.length,
      by: '$100',
    }),
  ).filter((span) => !money.some((other) => overlap(other, span)));
  const plain = replaced(clean, [...money, ...emails, ...thousands]);
  return isAllCapitals(clean) ? plain : plain.replaceAll(NAMES, 'Ana');
}

function replaced(text: string, spans: readonly (Span & { readonly by: string })[]): string {
  return spans
    .toSorted((one, other) => other.start - one.start)
    .reduce((result, { start, end, by }) => result.slice(0, start) + by + result.slice(end), text);
}
