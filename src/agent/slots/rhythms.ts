import { DateTime } from 'luxon';
import type { SlotContext, Span } from './types.ts';

export type When = Pick<SlotContext, 'now' | 'zone'>;

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
export const DAY = '(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:days?)?';
export const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
export const MONTH = `(?:${MONTHS.join('|')})[a-z]*`;

export const COUNTS: ReadonlyMap<string, number> = new Map(
  ['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'].map(
    (word, place) => [word, place + 2],
  ),
);

/** What the words of a rhythm come to: the day fields of a cron pattern. */
export interface Rhythm {
  /** `day month weekday`; `*` hours where the pattern says its own time. */
  readonly fields: string;
  readonly own?: string;
  readonly maybeOnce?: boolean;
  /** Where it is one day, though told like a rhythm: “the first Monday of January”. */
  readonly onlyOnce?: boolean;
  readonly unknown?: boolean;
  /** Each so many weeks: what stands behind the pattern. */
  readonly stride?: string;
  readonly span: Span;
}

/** “every other Tuesday”, “every 3 days”, “every two months on the 5th”, counted from now. */
export function strideOf(
  [, other, figures, word = '', day, week, weekOn, month, date, year, weekday]: RegExpExecArray,
  when: When,
): Omit<Rhythm, 'span'> {
  const count = other ? 2 : figures ? Number(figures) : (COUNTS.get(word.toLowerCase()) ?? 0);
  if (count < 1) return { fields: '', unknown: true };
  const today = local(when);
  const behind = (unit: string) =>
    count === 1 ? '' : ` every ${count} ${unit}s from ${today.toFormat('yyyy-MM-dd')}`;
  if (day) return { fields: '* * *', stride: behind('day') };
  if (week || weekday) return everyWeeks(count, weekOn ?? weekday, when);
  if (month) return { fields: `${Number(date ?? today.day)} * *`, stride: behind('month') };
  return year
    ? { fields: `${today.day} ${today.month} *`, stride: behind('year') }
    : { fields: '', unknown: true };
}

export function everyWeeks(count: number, day: string | undefined, when: When): Omit<Rhythm, 'span'> {
  const today = local(when);
  const weekday = day === undefined ? today.weekday % 7 : dayNumber(day);
  // The first one is the next to come, in whichever week that is.
  const first = today.plus({ days: (weekday - (today.weekday % 7) + 7) % 7 });
  const stride = count === 1 ? '' : ` every ${count} weeks from ${first.toFormat('yyyy-MM-dd')}`;
  return { fields: `* * ${weekday}`, stride };
}

export function dayNumbers(list: string): string {
  const numbers = Array.from(list.matchAll(new RegExp(DAY, 'giu')), ([day]) => dayNumber(day));
  return [...new Set(numbers)].toSorted((one, other) => ((one + 6) % 7) - ((other + 6) % 7)).join(',');
}

export function dayNumber(day: string): number {
  return DAYS.findIndex((name) => day.toLowerCase().startsWith(name));
}

export function monthNumber(month: string): number {
  return MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1;
}

export function local({ now, zone }: When): DateTime {
  return DateTime.fromMillis(now, { zone });
}
