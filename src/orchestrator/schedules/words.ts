import { DateTime } from 'luxon';
import { isMoment } from './occurrence.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const PLACES: Readonly<Record<string, string>> = {
  1: 'first',
  2: 'second',
  3: 'third',
  4: 'fourth',
  L: 'last',
};

/** When a pattern is due, to follow a verb: “on Fri 27 Nov at 9:00”, “every weekday at 8:30”. */
export function whenWords(
  pattern: string,
  { zone, now }: { readonly zone: string; readonly now: number },
): string {
  return isMoment(pattern)
    ? momentWords(DateTime.fromISO(pattern, { zone }).setZone(zone), DateTime.fromMillis(now, { zone }))
    : rhythmWords(pattern);
}

function momentWords(at: DateTime, now: DateTime): string {
  const days = Math.round(at.startOf('day').diff(now.startOf('day'), 'days').days);
  const date = at.toFormat(at.year === now.year ? 'ccc d LLL' : 'ccc d LLL yyyy', { locale: 'en' });
  const day = days === 0 ? 'today' : days === 1 ? `tomorrow, ${date},` : `on ${date}`;
  return `${day} at ${at.toFormat('H:mm')}`;
}

/** “every weekday at 8:30”; a pattern that no words of ours give stands as it is. */
export function rhythmWords(pattern: string): string {
  const [minute = '', hour = '', date = '', month = '', day = ''] = pattern.split(' ');
  const unknown = `by the pattern ${pattern}`;
  const often = intervalWords(pattern);
  if (often !== undefined) return often;
  if (!/^\d+$/.test(minute) || !/^\d+$/.test(hour)) return unknown;
  const days =
    month === '*' && date === '*' ? dayWords(day) : day === '*' ? dateWords(date, month) : undefined;
  return days === undefined ? unknown : `${days} at ${Number(hour)}:${minute.padStart(2, '0')}`;
}

function intervalWords(pattern: string): string | undefined {
  if (pattern === '* * * * *') return 'every minute';
  if (pattern === '0 * * * *') return 'every hour';
  const minutes = /^\*\/(\d+) \* \* \* \*$/.exec(pattern)?.[1];
  if (minutes !== undefined) return `every ${minutes} minutes`;
  const hours = /^0 \*\/(\d+) \* \* \*$/.exec(pattern)?.[1];
  return hours === undefined ? undefined : `every ${hours} hours`;
}

function dayWords(day: string): string | undefined {
  if (day === '*') return 'every day';
  if (day === '1-5') return 'every weekday';
  if (day === '6,0') return 'every weekend';
  const [, weekday = '', place = ''] = /^(\d)#([1-4L])$/.exec(day) ?? [];
  if (place !== '') return `on the ${PLACES[place] ?? ''} ${DAYS[Number(weekday)] ?? ''} of every month`;
  if (!/^[0-6](,[0-6])*$/.test(day)) return undefined;
  const names = day.split(',').flatMap((one) => DAYS[Number(one)] ?? []);
  return `every ${new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(names)}`;
}

function dateWords(date: string, month: string): string | undefined {
  if (month === '*' && date === 'L') return 'on the last day of every month';
  if (month === '*' && date === 'LW') return 'on the last working day of every month';
  if (!/^\d+$/.test(date)) return undefined;
  if (month === '*') return `on the ${ordinal(Number(date))} of every month`;
  if (!/^\d+$/.test(month)) return undefined;
  const day = DateTime.fromObject({ year: 2024, month: Number(month), day: Number(date) });
  return day.isValid ? `every year on ${day.toFormat('d LLLL', { locale: 'en' })}` : undefined;
}

function ordinal(number: number): string {
  const endings: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd' };
  return `${number}${endings[new Intl.PluralRules('en', { type: 'ordinal' }).select(number)] ?? 'th'}`;
}
