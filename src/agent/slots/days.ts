import type { DateTime } from 'luxon';
import { type DayMention, findFigureDays, NUMBER_WORDS, nextDay, todayOf } from './calendar.ts';
import { findWordDays } from './calendar-words.ts';
import { overlap } from './spans.ts';
import type { SlotContext } from './types.ts';

type When = Pick<SlotContext, 'now' | 'zone' | 'dayFirst'>;

const COUNT = `\\d{1,3}|the|${[...NUMBER_WORDS.keys()].join('|')}`;
/** “2 days before ⟨Christmas⟩”, “a week from ⟨Friday⟩”: what stands before a day and makes another of it. */
const OFFSET = new RegExp(
  `(?<![\\p{L}\\p{N}.,/-])(${COUNT})[ -]?(day|week|month)s? (before|after|from|ahead of) (?=\\S)`,
  'giu',
);
/** “Friday ⟨in two weeks⟩” */
const LATER = new RegExp(`^ in (${COUNT}) (week|month)s?(?![\\p{L}\\p{N}])`, 'iu');

/** Days that have a name and the same date each year. */
const NAMED_DAYS: readonly (readonly [RegExp, { readonly month: number; readonly day: number }])[] = [
  [/(?:christmas|xmas) eve/giu, { month: 12, day: 24 }],
  [/(?:christmas|xmas)(?: day)?(?! eve)/giu, { month: 12, day: 25 }],
  [/boxing day/giu, { month: 12, day: 26 }],
  [/new year['’]?s? eve/giu, { month: 12, day: 31 }],
  [/new year(?:['’]?s)?(?: day)?(?! eve)/giu, { month: 1, day: 1 }],
  [/valentine(?:['’]?s)?(?: day)?/giu, { month: 2, day: 14 }],
  [/hallowe['’]?en/giu, { month: 10, day: 31 }],
];

/** Every day that the text names, in order: dates, lengths of time from today, and days counted from another. */
export async function findDays(text: string, when: When): Promise<readonly DayMention[]> {
  const offsets = Array.from(text.matchAll(OFFSET));
  if (offsets.length === 0) return placed(text, await plainDays(text, when));
  // What is counted from another day is read without its count, which would be one from today.
  const bare = offsets.reduce(
    (left, { 0: shown, index }) =>
      left.slice(0, index) + ' '.repeat(shown.length) + left.slice(index + shown.length),
    text,
  );
  const days = await plainDays(bare, when);
  const shifted = offsets.flatMap((offset) => shiftedBy(offset, days) ?? []);
  if (shifted.length < offsets.length) return placed(text, await plainDays(text, when));
  return placed(text, [...shifted, ...days.filter((day) => !shifted.some((one) => overlap(one, day)))]);
}

function shiftedBy(offset: RegExpExecArray, days: readonly DayMention[]): DayMention | undefined {
  const [shown, count = '', unit = '', side = ''] = offset;
  const end = offset.index + shown.length;
  const base = days.find(({ start, form }) => form === 'date' && start >= end && start <= end + 4);
  if (!base?.day) return undefined;
  const sign = /before|ahead/iu.test(side) ? -1 : 1;
  return { ...base, start: offset.index, day: moved(base.day, { count, unit, sign }) };
}

/** “Friday in two weeks” is one day, and not two. */
function placed(text: string, days: readonly DayMention[]): readonly DayMention[] {
  return days
    .map((day): DayMention => {
      const [shown, count = '', unit = ''] = LATER.exec(text.slice(day.end, day.end + 30)) ?? [];
      if (shown === undefined || !day.day || day.form !== 'date') return day;
      return { ...day, end: day.end + shown.length, day: moved(day.day, { count, unit, sign: 1 }) };
    })
    .toSorted((one, other) => other.end - other.start - (one.end - one.start))
    .filter((day, i, all) => !all.slice(0, i).some((other) => overlap(other, day)))
    .toSorted((one, other) => one.start - other.start);
}

async function plainDays(text: string, when: When): Promise<readonly DayMention[]> {
  return [...findFigureDays(text, when), ...namedDays(text, when), ...(await findWordDays(text, when))];
}

function namedDays(text: string, when: When): readonly DayMention[] {
  const today = todayOf(when);
  return NAMED_DAYS.flatMap(([pattern, date]) =>
    Array.from(text.matchAll(pattern), ({ 0: shown, index }) => ({
      start: index,
      end: index + shown.length,
      day: nextDay(today, { year: undefined, ...date }),
      form: 'date' as const,
    })),
  );
}

interface Move {
  readonly count: string;
  readonly unit: string;
  readonly sign: 1 | -1;
}

function moved(day: DateTime, { count, unit, sign }: Move): DateTime {
  const number = /^the$/iu.test(count) ? 1 : (NUMBER_WORDS.get(count.toLowerCase()) ?? Number(count));
  return day.plus({ [`${unit.toLowerCase()}s`]: sign * number });
}
