import { formatMoney, type Money, moneySchema } from '../../kernel/index.ts';
import { NUMBER_WORDS } from './calendar.ts';
import type { MoneyCandidate } from './money.ts';
import { FIGURES, parseDecimal } from './numbers.ts';
import { fold } from './text.ts';
import type { Span } from './types.ts';
import { PROBLEMS } from './words.ts';

/** A price for each of so many: “3 hours of consulting at 95 €”, “4 x 70”, “12 hours, 55 each”. */
export interface Counted {
  /** The price as it stands in the text. */
  readonly price: MoneyCandidate;
  /** What the words stand for, beside the price: the count with its unit, and the words that make it a price for each. */
  readonly spans: readonly Span[];
  /** All of it together, or why that cannot be told. */
  readonly total: { readonly value: Money } | { readonly problem: string };
  /** As a line of a paper says it: “3 hours at €95.00”. Undefined where nothing was counted. */
  readonly shown?: string;
  /** Whether it says what is counted: “3 hours”, and not “4 x”. */
  readonly named?: boolean;
}

const COUNT_WORDS: ReadonlyMap<string, number> = new Map([
  ...[...NUMBER_WORDS].filter(([, number]) => number > 1),
  ['half', 0.5],
]);
const COUNT = new RegExp(
  `(?<![\\p{L}\\p{N}\\p{Sc}.,+-])(?:(${FIGURES.source})|(${[...COUNT_WORDS.keys()].join('|')}))(?![\\p{N}\\p{Sc}%.])`,
  'giu',
);
const TIMES = /^ ?[x×*] ?$/iu;
/** The thing that is counted, as far as one word goes: “hours”, “half an hour”. */
const UNIT = /^[ -](?:an? )?(\p{L}[\p{L}-]*)( of(?! the\b))?(?![\p{L}\p{N}])/iu;
/** Between a count with its unit and the price of each. */
const AT = /^(?: [\p{L}’'-]+){0,5},? (?:at|à|@) ?$/iu;
const LEADS_TO_PRICE = /(?:,? (?:at|à)|,? ?@) ?$/iu;
/** After the price: that it is for each, or for each of what. */
const EACH =
  /^(?: (?:each|apiece)(?! (?:day|week|month|quarter|year))| ?(?:\/|per |an? |for (?:each|every) )(\p{L}+))(?![\p{L}\p{N}])/iu;
/** “Due in 14 days” counts no work. */
const NO_COUNT = /(?<![\p{L}\p{N}])(?:in|within|due|net|after|until|by|nr|no|number)\.? ?$/iu;
/** One of them is what such a price is for, where nothing is counted: “90 a month”. */
const SINGLE = new Set(['month', 'year', 'week', 'quarter', 'session', 'term']);

interface Count extends Span {
  readonly shown: string;
  readonly number: { readonly digits: bigint; readonly decimals: number };
  readonly unit?: string;
  /** Where the unit, and an “of” after it, ends. */
  readonly unitEnd: number;
}

/** The prices that are for each of several things, in their order. */
export function findCounted(text: string, prices: readonly MoneyCandidate[]): readonly Counted[] {
  const counts = countsIn(text, prices);
  return prices.map((price) => countedAt(text, { price, counts })).filter((found) => found !== undefined);
}

function countsIn(text: string, prices: readonly MoneyCandidate[]): readonly Count[] {
  return Array.from(text.matchAll(COUNT), ({ 0: shown, index }): Count | undefined => {
    const end = index + shown.length;
    const number = parseDecimal(String(COUNT_WORDS.get(shown.toLowerCase()) ?? shown), 2);
    const isPrice = prices.some(({ marked, start, end: to }) => marked && start <= index && end <= to);
    if (
      !number ||
      number.digits === 0n ||
      isPrice ||
      NO_COUNT.test(text.slice(Math.max(0, index - 10), index))
    )
      return undefined;
    const unit = UNIT.exec(text.slice(end, end + 40));
    const word = unit?.[1];
    const isUnit = unit && word !== undefined && !/^(?:x|at|a|each|per|for|and|plus)$/iu.test(word);
    return isUnit
      ? { start: index, end, shown, number, unit: word, unitEnd: end + unit[0].length }
      : { start: index, end, shown, number, unitEnd: end };
  }).filter((count) => count !== undefined);
}

interface Pricing {
  readonly price: MoneyCandidate;
  readonly counts: readonly Count[];
}

function countedAt(text: string, { price, counts }: Pricing): Counted | undefined {
  const before = counts.findLast(({ end }) => end <= price.start);
  const between = before && text.slice(before.end, price.start);
  const unitBetween = before && text.slice(before.unitEnd, price.start);
  if (before && [between, unitBetween].some((words) => words !== undefined && TIMES.test(words)))
    return counted(text, { price, count: before, spans: [{ start: before.start, end: price.start }] });
  const each = EACH.exec(text.slice(price.end, price.end + 30));
  const eachSpan = each ? [{ start: price.end, end: price.end + each[0].length }] : [];
  if (before?.unit && AT.test(text.slice(before.unitEnd, price.start).replace(/^(?=[^ ,])/u, ' ')))
    return counted(text, {
      price,
      count: before,
      spans: [unitSpan(before), leadSpan(text, price), ...eachSpan],
    });
  if (!each) return undefined;
  const count = counts.findLast(
    (one) => one.unit !== undefined && !isIn(one, price) && fits(one.unit, each[1]),
  );
  if (count)
    return counted(text, { price, count, spans: [unitSpan(count), leadSpan(text, price), ...eachSpan] });
  const [eachOf] = eachSpan;
  if (each[1] && SINGLE.has(fold(each[1]))) return { price, spans: eachSpan, total: totalOf(price) };
  const shown = text.slice(price.start, eachOf?.end);
  return { price, spans: eachSpan, total: { problem: PROBLEMS.noCount(shown) } };
}

/** Whether the price is one for each of what was counted: “40 menus, 6 each”, “3 days, 600 a day”. */
function fits(unit: string, of: string | undefined): boolean {
  return of === undefined || fold(unit).slice(0, 3) === fold(of).slice(0, 3);
}

function isIn(one: Span, other: Span): boolean {
  return other.start <= one.start && one.end <= other.end;
}

function unitSpan({ start, unitEnd }: Count): Span {
  return { start, end: unitEnd };
}

/** The “at” before the price, nothing where there is none. */
function leadSpan(text: string, { start }: Span): Span {
  const lead = LEADS_TO_PRICE.exec(text.slice(Math.max(0, start - 5), start))?.[0] ?? '';
  return { start: start - lead.length, end: start };
}

function counted(
  text: string,
  {
    price,
    count,
    spans,
  }: { readonly price: MoneyCandidate; readonly count: Count; readonly spans: readonly Span[] },
): Counted {
  const known = { price, spans: spans.filter(({ start, end }) => end > start) };
  const each = totalOf(price);
  if (!('value' in each)) return { ...known, total: each };
  const one = each.value;
  const total = times(one, count.number);
  if (!total)
    return { ...known, total: { problem: PROBLEMS.amountTooLarge(text.slice(count.start, price.end)) } };
  const { unit } = count;
  const counts =
    unit === undefined
      ? count.shown
      : `${count.shown}${text.slice(count.end, count.unitEnd).replace(/ of$/iu, '')}`;
  return {
    ...known,
    total: { value: total },
    shown: unit === undefined ? `${counts} × ${formatMoney(one)}` : `${counts} at ${formatMoney(one)}`,
    named: unit !== undefined,
  };
}

function totalOf(price: MoneyCandidate): Counted['total'] {
  return 'value' in price ? { value: moneySchema.parse(price.value) } : { problem: price.problem };
}

/** Rounded half up to a whole minor unit; undefined where it is too large to be exact. */
function times({ minor, currency }: Money, { digits, decimals }: Count['number']): Money | undefined {
  const scale = 10n ** BigInt(decimals);
  const product = Number((BigInt(minor) * digits * 2n + scale) / (scale * 2n));
  return Number.isSafeInteger(product) && product > 0 ? { minor: product, currency } : undefined;
}
