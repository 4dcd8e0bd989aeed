import { decimalsOf, type Json, type Money } from '../../kernel/index.ts';
import { type CurrencyMark, currencyOfSign, currencyOfWord } from './currencies.ts';
import { FIGURES, parseDecimal, scaled } from './numbers.ts';
import type { Candidate } from './types.ts';
import { PROBLEMS } from './words.ts';

/** An amount in the text. `marked` says that a currency stands beside it. */
export type MoneyCandidate = Candidate & { readonly marked: boolean };

const SIGN_BEFORE = /(?:(?<!\p{L})\p{Lu}{1,2})?(?:\p{Sc}|￥) ?$/u;
const WORD_BEFORE = /(?<![\p{L}\p{N}])\p{L}{2,7} ?$/u;
const SIGN_AFTER = /^ ?(?:\p{Sc}|￥)(?! ?\d)/u;
const WORD_AFTER = /^ ?\p{L}\p{L}{1,7}(?![\p{L}\p{N}])/u;
/** A dash with a space after it only sets apart. */
const MINUS_BEFORE = /(?<![\p{L}\p{N}])(?:[-−–]|minus )$/iu;
const THOUSANDS = /^k(?![\p{L}\p{N}])/iu;
const DASH_FOR_CENTS = /^[.,][-–—](?![\p{L}\p{N}])/u;
/** What makes figures part of something else: a number plate, a phone, a time, a version. */
const ATTACHED_BEFORE = /[\p{L}\p{N}\-/:.,#+_@’']$/u;
const ATTACHED_AFTER = /^(?:[\p{L}\p{N}\-–/:%_@°]|[.,]\d)/u;

/** Every amount in the text, in order; a plain number is one of the context's currency. */
export function findMoney(text: string, currency: string): readonly MoneyCandidate[] {
  return Array.from(text.matchAll(FIGURES), ({ 0: figures, index }) =>
    candidateAt(text, { figures, index, currency }),
  ).filter((candidate) => candidate !== undefined);
}

/** Whether the text names a currency at all, figures or not. */
export function namesCurrency(text: string, currency: string): boolean {
  return (
    /\p{Sc}/u.test(text) ||
    text.split(/[^\p{L}]+/u).some((word) => currencyOfWord(word, currency) !== undefined)
  );
}

interface Figures {
  readonly figures: string;
  readonly index: number;
  readonly currency: string;
}

/** One number with what stands around it. */
interface Surroundings {
  readonly start: number;
  readonly end: number;
  readonly thousands: boolean;
  readonly negative: boolean;
  readonly marks: readonly CurrencyMark[];
}

function candidateAt(text: string, found: Figures): MoneyCandidate | undefined {
  const around = lookAround(text, found);
  const { start, end, marks } = around;
  if (marks.length === 0) {
    if (ATTACHED_BEFORE.test(text.slice(Math.max(0, start - 2), start))) return undefined;
    if (ATTACHED_AFTER.test(text.slice(end, end + 2))) return undefined;
  }
  const shown = text.slice(start, end);
  const currency = agreed(marks, found.currency);
  if (currency === undefined) return { start, end, marked: true, problem: PROBLEMS.currencyUnclear(shown) };
  return { start, end, marked: marks.length > 0, ...amountOf({ ...found, ...around, shown, currency }) };
}

function lookAround(text: string, { figures, index, currency }: Figures): Surroundings {
  let start = index;
  let end = index + figures.length;
  const marks: CurrencyMark[] = [];
  const minusInside = MINUS_BEFORE.exec(text.slice(Math.max(0, start - 8), start))?.[0];
  if (minusInside) start -= minusInside.length;
  const before = markBefore(text.slice(Math.max(0, start - 9), start), currency);
  if (before) {
    marks.push(before.mark);
    start -= before.length;
  }
  const minusOutside = MINUS_BEFORE.exec(text.slice(Math.max(0, start - 8), start))?.[0];
  if (minusOutside) start -= minusOutside.length;
  const thousands = THOUSANDS.test(text.slice(end, end + 2));
  if (thousands) end += 1;
  end += DASH_FOR_CENTS.exec(text.slice(end, end + 3))?.[0].length ?? 0;
  const after = markAfter(text.slice(end, end + 12), currency);
  if (after) {
    marks.push(after.mark);
    end += after.length;
  }
  return { start, end, thousands, negative: Boolean(minusInside ?? minusOutside), marks };
}

function markBefore(before: string, currency: string): { mark: CurrencyMark; length: number } | undefined {
  const sign = SIGN_BEFORE.exec(before)?.[0];
  if (sign !== undefined) {
    const whole = currencyOfSign(sign.trim(), currency);
    if (whole) return { mark: whole, length: sign.length };
    const bare = sign.replace(/^\p{Lu}+/u, '');
    const mark = currencyOfSign(bare.trim(), currency);
    return mark && { mark, length: bare.length };
  }
  const word = WORD_BEFORE.exec(before)?.[0];
  const mark = word === undefined ? undefined : currencyOfWord(word.trim(), currency);
  return mark && word !== undefined ? { mark, length: word.length } : undefined;
}

function markAfter(after: string, currency: string): { mark: CurrencyMark; length: number } | undefined {
  const sign = SIGN_AFTER.exec(after)?.[0];
  const word = sign === undefined ? WORD_AFTER.exec(after)?.[0] : undefined;
  if (sign !== undefined) {
    const mark = currencyOfSign(sign.trim(), currency);
    return mark && { mark, length: sign.length };
  }
  const mark = word === undefined ? undefined : currencyOfWord(word.trim(), currency);
  return mark && word !== undefined ? { mark, length: word.length } : undefined;
}

/** The one currency that the marks name; a code beside “$” settles which dollar it is. */
function agreed(marks: readonly CurrencyMark[], context: string): string | undefined {
  const [first, second] = marks;
  if (!first) return context;
  if (first.code === null) return second?.code ?? undefined;
  if (!second || second.code === first.code) return first.code;
  const dollarSign = currencyOfSign('$', context)?.code;
  const settled =
    first.code === dollarSign &&
    second.code !== null &&
    currencyOfSign('$', second.code)?.code === second.code;
  return settled && second.code !== null ? second.code : undefined;
}

const decimalsKnown = new Map<string, number>();

/** Looked up once for each currency: it takes the platform some 20 µs. */
function knownDecimals(currency: string): number {
  const known = decimalsKnown.get(currency) ?? decimalsOf(currency);
  decimalsKnown.set(currency, known);
  return known;
}

interface Amount extends Figures, Surroundings {
  readonly shown: string;
}

function amountOf(amount: Amount): { readonly value: Json } | { readonly problem: string } {
  const { figures, shown, currency, thousands, negative } = amount;
  const decimals = knownDecimals(currency);
  const number = parseDecimal(figures, thousands ? 0 : decimals);
  if (!number) return { problem: PROBLEMS.amountUnreadable(shown) };
  const exact = scaled(number, decimals + (thousands ? 3 : 0));
  if (exact === undefined) return { problem: PROBLEMS.tooManyDecimals(shown, currency, decimals) };
  const minor = Number(negative ? -exact : exact);
  if (!Number.isSafeInteger(minor)) return { problem: PROBLEMS.amountTooLarge(shown) };
  const money = { minor, currency } satisfies Money;
  return minor > 0 ? { value: money } : { problem: PROBLEMS.notAboveZero(money) };
}
