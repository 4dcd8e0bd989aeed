import { FIGURES, parseDecimal, scaled } from './numbers.ts';
import type { Candidate } from './types.ts';
import { PROBLEMS } from './words.ts';

const ATTACHED_BEFORE = /[\p{L}\p{N}\p{Sc}\-/:.,#+_@’']$/u;
const ATTACHED_AFTER = /^(?:[\p{L}\p{N}\p{Sc}\-/:%_@°]|[.,]\d)/u;
const PERCENT_SIGN = /^ ?(?:%|percent(?![\p{L}\p{N}])|per cent(?![\p{L}\p{N}]))/iu;
const PERCENT_DECIMALS = 3;

/** Every whole number that stands by itself. */
export function findIntegers(text: string): readonly Candidate[] {
  return Array.from(text.matchAll(FIGURES), ({ 0: figures, index }) => {
    const span = { start: index, end: index + figures.length };
    if (isAttached(text, span)) return undefined;
    const number = parseDecimal(figures, 0);
    const whole = number && scaled(number, 0);
    if (whole === undefined) return undefined;
    const value = Number(whole);
    return Number.isSafeInteger(value)
      ? { ...span, value }
      : { ...span, problem: PROBLEMS.numberTooLarge(figures) };
  }).filter((candidate) => candidate !== undefined);
}

/** Every percentage: `19%`, `7,5 percent`. Where `bare`, the sign may be left out. */
export function findPercents(text: string, { bare }: { readonly bare: boolean }): readonly Candidate[] {
  return Array.from(text.matchAll(FIGURES), ({ 0: figures, index }) => {
    const after = index + figures.length;
    const sign = PERCENT_SIGN.exec(text.slice(after, after + 10))?.[0];
    const span = { start: index, end: after + (sign?.length ?? 0) };
    if (sign === undefined && (!bare || isAttached(text, span))) return undefined;
    const number = parseDecimal(figures, PERCENT_DECIMALS);
    const exact = number && scaled(number, PERCENT_DECIMALS);
    const value = Number(exact) / 10 ** PERCENT_DECIMALS;
    if (exact === undefined || /[-−–] ?$/.test(text.slice(Math.max(0, index - 2), index)) || value > 1000)
      return { ...span, problem: PROBLEMS.percentUnreadable(text.slice(span.start, span.end)) };
    return { ...span, value };
  }).filter((candidate) => candidate !== undefined);
}

function isAttached(text: string, { start, end }: { readonly start: number; readonly end: number }): boolean {
  return (
    ATTACHED_BEFORE.test(text.slice(Math.max(0, start - 2), start)) ||
    ATTACHED_AFTER.test(text.slice(end, end + 2))
  );
}
