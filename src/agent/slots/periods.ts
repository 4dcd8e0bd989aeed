import { type DateTime, Info } from 'luxon';
import { todayOf } from './calendar.ts';
import type { Candidate, SlotContext } from './types.ts';

const RELATIVE =
  /(?<![\p{L}\p{N}])(this|last|previous|past|next|coming|current) (week|month|quarter|year)(?![\p{L}\p{N}])/giu;
const DAYS = /(?<![\p{L}\p{N}])(today|yesterday|tomorrow)(?![\p{L}\p{N}])/giu;
const QUARTER = /(?<![\p{L}\p{N}])q([1-4])(?:[ /]?(\d{4}))?(?![\p{L}\p{N}])/giu;
/** A year, and not the beginning of a number such as 2026-001. */
const YEAR = /(?<![\p{L}\p{N}.,\-/#$€£])((?:19|20)\d{2})(?![\p{L}\p{N}%]|[-/.,]\d)/gu;
const MONTHS = Info.months('long', { locale: 'en' });
const SHORT = Info.months('short', { locale: 'en' });
const MONTH = new RegExp(
  `(?<![\\p{L}\\p{N}])(?:(in|of|for|during|from|export) )?(${[...MONTHS, ...SHORT, 'Sept'].join('|')})\\.?(?:[ ,]+(\\d{4}))?(?![\\p{L}\\p{N}]|[ ,.]+\\d)`,
  'giu',
);

/** A stretch of whole days: local dates, both included, and what it is called. */
export interface Period {
  readonly from: string;
  readonly to: string;
  readonly name: string;
}

type Asking = Pick<SlotContext, 'now' | 'zone'> & {
  /** Whether a month without its year is the last such month and not the next. */
  readonly past: boolean;
};

/** Every stretch of days that the text names: “last month”, “October”, “2026”, “Q3”. A month within a date is none. */
export function findPeriods(text: string, asking: Asking): readonly Candidate[] {
  const today = todayOf(asking);
  const found = [
    ...matches(text, DAYS, ([shown, word = '']) =>
      dayOf(shown, today.plus({ days: SHIFTS[word.toLowerCase()] ?? 0 })),
    ),
    ...matches(text, RELATIVE, ([, which = '', unit = '']) => relative(today, { which, unit })),
    ...matches(text, QUARTER, ([, number = '', year]) =>
      quarter(today, { number: Number(number), year, past: asking.past }),
    ),
    ...matches(text, MONTH, ([, lead, name = '', year]) =>
      month(today, { lead, name, year, past: asking.past }),
    ),
    ...matches(text, YEAR, ([, year = '']) => whole(today.set({ year: Number(year) }), 'year', year)),
  ];
  const kept = found.filter(
    (one) => !found.some((other) => other !== one && other.start <= one.start && one.end <= other.end),
  );
  return kept.map(({ start, end, value }) => ({ start, end, value: { ...value } }));
}

const SHIFTS: Readonly<Record<string, number>> = { today: 0, yesterday: -1, tomorrow: 1 };

interface Found {
  readonly start: number;
  readonly end: number;
  readonly value: Period;
}

function matches(
  text: string,
  pattern: RegExp,
  read: (groups: readonly (string | undefined)[]) => Period | undefined,
): readonly Found[] {
  return Array.from(text.matchAll(pattern), (match) => {
    const value = read([...match]);
    return value && { start: match.index, end: match.index + match[0].length, value };
  }).filter((found) => found !== undefined);
}

function dayOf(shown: string | undefined, day: DateTime): Period {
  const date = day.toFormat('yyyy-MM-dd');
  return { from: date, to: date, name: (shown ?? '').toLowerCase() };
}

type Unit = 'week' | 'month' | 'quarter' | 'year';

function relative(today: DateTime, { which, unit }: { which: string; unit: string }): Period {
  const by = /^(?:last|previous|past)$/iu.test(which) ? -1 : /^(?:next|coming)$/iu.test(which) ? 1 : 0;
  const one = unit.toLowerCase() as Unit;
  const name = `${['last', 'this', 'next'][by + 1] ?? 'this'} ${one}`;
  return whole(today.plus({ [`${one}s`]: by }), one, name);
}

function quarter(
  today: DateTime,
  { number, year, past }: { number: number; year: string | undefined; past: boolean },
): Period {
  const first = today.startOf('year').set({ month: number * 3 - 2 });
  const meant = year === undefined ? nearest(first, today, past) : first.set({ year: Number(year) });
  return whole(meant, 'quarter', `Q${number} ${meant.year}`);
}

interface Named {
  readonly lead: string | undefined;
  readonly name: string;
  readonly year: string | undefined;
  readonly past: boolean;
}

function month(today: DateTime, { lead, name, year, past }: Named): Period | undefined {
  // “May” is a word as well, and so is “mar” in a name.
  const isSure = lead !== undefined || year !== undefined || name.length > 4;
  const place = SHORT.findIndex((short) => name.toLowerCase().startsWith(short.toLowerCase()));
  if (!isSure || place === -1) return undefined;
  const first = today.startOf('year').set({ month: place + 1 });
  const meant = year === undefined ? nearest(first, today, past) : first.set({ year: Number(year) });
  return whole(meant, 'month', meant.toFormat('LLLL yyyy', { locale: 'en' }));
}

/** The last such stretch that has begun, or the next that has not ended. */
function nearest(first: DateTime, today: DateTime, past: boolean): DateTime {
  if (past) return first > today ? first.minus({ years: 1 }) : first;
  return first.endOf('month') < today ? first.plus({ years: 1 }) : first;
}

/** Weeks begin on Monday. */
function whole(day: DateTime, unit: Unit, name: string): Period {
  return {
    from: day.startOf(unit).toFormat('yyyy-MM-dd'),
    to: day.endOf(unit).toFormat('yyyy-MM-dd'),
    name,
  };
}
