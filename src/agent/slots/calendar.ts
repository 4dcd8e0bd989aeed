import { DateTime } from 'luxon';
import type { SlotContext, Span } from './types.ts';

/** A place in the text that names a day or a length of time; `day` is undefined where the calendar has no such day. */
export interface DayMention extends Span {
  readonly day: DateTime | undefined;
  /** A day that is named (7 December) or one counted from today (14 days). */
  readonly form: 'date' | 'duration';
}

type When = Pick<SlotContext, 'now' | 'zone' | 'dayFirst'>;

export const NUMBER_WORDS: ReadonlyMap<string, number> = new Map(
  Object.entries({
    a: 1,
    an: 1,
    one: 1,
    two: 2,
    three: 3,
    four: 4,
    five: 5,
    six: 6,
    seven: 7,
    eight: 8,
    nine: 9,
    ten: 10,
    eleven: 11,
    twelve: 12,
    fourteen: 14,
    fifteen: 15,
    twenty: 20,
    thirty: 30,
    sixty: 60,
    ninety: 90,
  }),
);
const DURATION = new RegExp(
  `(?<![\\p{L}\\p{N}.,/-])(\\d{1,4}|${[...NUMBER_WORDS.keys()].join('|')})[ -]?(days?|weeks?|wks?|months?|years?|fortnights?)(?![\\p{L}\\p{N}])( ago)?`,
  'giu',
);
const NET_DAYS = /(?<![\p{L}\p{N}])net[ -]?(\d{1,3})(?![\p{L}\p{N}.,/-])(?! ?(?:days?|weeks?))/giu;
const AT_ONCE = /(?<![\p{L}\p{N}])(?:immediately|(?:up)?on receipt|right away|at once)(?![\p{L}\p{N}])/giu;
const ISO_DATE = /(?<![\p{L}\p{N}-])(\d{4})-(\d{2})-(\d{2})(?![\p{L}\p{N}-])/gu;
const DOTTED_DATE =
  /(?<![\p{L}\p{N}.,])(\d{1,2})\. ?(\d{1,2})\.(?: ?(\d{4}|\d{2}))?(?![\p{L}\p{N}]|[.,]\d)/gu;
const SLASHED_DATE = /(?<![\p{L}\p{N}/-])(\d{1,2})([/-])(\d{1,2})\2(\d{4}|\d{2})(?![\p{L}\p{N}/-])/gu;
const SHORT_SLASHED_DATE = /(?<![\p{L}\p{N}/-])(\d{1,2})\/(\d{1,2})(?![\p{L}\p{N}/-])/gu;

/** “on the 5th”; before a noun, as in “the 5th invoice”, it counts something else. */
const ORDINAL =
  /(?<![\p{L}\p{N}])(?:on )?the (\d{1,2})(?:st|nd|rd|th)(?: of (this|the|next) month)?(?=\s*(?:$|[.,;!?)\n])|\s+(?:at|to|about|for|and|by|in|that)(?!\p{L}))/giu;

export function todayOf({ now, zone }: Pick<SlotContext, 'now' | 'zone'>): DateTime {
  return DateTime.fromMillis(now, { zone }).startOf('day');
}

/** Days and lengths of time in figures. A date without a year is the next one to come. */
export function findFigureDays(text: string, when: When): readonly DayMention[] {
  const today = todayOf(when);
  const { dayFirst } = when;
  const all = [
    ...mentions(text, ISO_DATE, ([, year, month, day]) => dated(today, { year, month, day })),
    ...mentions(text, DOTTED_DATE, ([, day, month, year]) => dated(today, { year, month, day })),
    ...mentions(text, SLASHED_DATE, ([, a, , b, year]) =>
      dated(today, { year, ...ordered([a, b], dayFirst) }),
    ),
    ...mentions(text, SHORT_SLASHED_DATE, ([, a, b]) =>
      dated(today, { year: undefined, ...ordered([a, b], dayFirst) }),
    ),
    ...mentions(text, DURATION, (match) => counted(today, match)),
    ...mentions(text, NET_DAYS, ([, days]) => ({
      form: 'duration',
      day: today.plus({ days: Number(days) }),
    })),
    ...mentions(text, ORDINAL, ([, date, month]) => ({
      form: 'date',
      day: nextDate(today, Number(date), month?.toLowerCase() === 'next'),
    })),
    ...mentions(text, AT_ONCE, () => ({ form: 'duration', day: today })),
  ];
  return all.toSorted((one, other) => one.start - other.start);
}

/** The `date` of this month, or of the first month after it that has one and where it is still to come. */
function nextDate(today: DateTime, date: number, next: boolean): DateTime | undefined {
  for (let ahead = next ? 1 : 0; ahead < 4; ahead += 1) {
    const first = today.startOf('month').plus({ months: ahead });
    const day = first.set({ day: date });
    if (date >= 1 && day.month === first.month && day >= today) return day;
  }
  return undefined;
}

type Parts = readonly (string | undefined)[];

function mentions(
  text: string,
  pattern: RegExp,
  read: (parts: Parts) => Omit<DayMention, keyof Span> | undefined,
): readonly DayMention[] {
  return Array.from(text.matchAll(pattern), (match) => {
    const mention = read(match);
    return mention && { start: match.index, end: match.index + match[0].length, ...mention };
  }).filter((mention) => mention !== undefined);
}

function ordered([a, b]: readonly [string | undefined, string | undefined], dayFirst: boolean) {
  const swapped = dayFirst ? Number(b) > 12 : Number(a) <= 12;
  return swapped ? { day: b, month: a } : { day: a, month: b };
}

interface DateParts {
  readonly year: string | undefined;
  readonly month: string | undefined;
  readonly day: string | undefined;
}

function dated(today: DateTime, { year, month, day }: DateParts): Omit<DayMention, keyof Span> {
  return {
    form: 'date',
    day: nextDay(today, { year: fullYear(year), month: Number(month), day: Number(day) }),
  };
}

/** The day; without a year, the first such day that is not before today. Undefined where there is none. */
export function nextDay(
  today: DateTime,
  { year, month, day }: { readonly year: number | undefined; readonly month: number; readonly day: number },
): DateTime | undefined {
  const inYear = (chosen: number) => DateTime.fromObject({ year: chosen, month, day }, { zone: today.zone });
  if (year !== undefined) return inYear(year).isValid ? inYear(year) : undefined;
  const next = inYear(today.year);
  const chosen = next.isValid && next >= today ? next : inYear(today.year + 1);
  return chosen.isValid ? chosen : undefined;
}

function fullYear(year: string | undefined): number | undefined {
  if (year === undefined) return undefined;
  return year.length === 2 ? 2000 + Number(year) : Number(year);
}

function counted(today: DateTime, [, count = '', unit = '', ago]: Parts): Omit<DayMention, keyof Span> {
  const number = (NUMBER_WORDS.get(count.toLowerCase()) ?? Number(count)) * (ago ? -1 : 1);
  const letter = unit.charAt(0).toLowerCase();
  const units = { d: 'days', w: 'weeks', m: 'months', y: 'years', f: 'weeks' } as const;
  const amount = letter === 'f' ? 2 * number : number;
  return { form: 'duration', day: today.plus({ [units[letter as keyof typeof units]]: amount }) };
}
