import { DateTime, Info } from 'luxon';
import { isMoment, readRhythm, type Stride } from './pattern.ts';

const MONTHS = Info.months('long', { locale: 'en' });
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

const lists = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/** “every weekday at 8:30”; a pattern that no words of ours give stands as it is. */
export function rhythmWords(pattern: string): string {
  const { crons, stride } = readRhythm(pattern);
  const [first = ''] = crons;
  const often = crons.length === 1 && !stride ? intervalWords(first) : undefined;
  if (often !== undefined) return often;
  const days = daysOf(first);
  const times = crons.flatMap((cron) => (daysOf(cron) === days ? timesOf(cron) : []));
  const words = stride ? strideWords(stride, days) : daysWords(days);
  if (words === undefined || times.length < crons.length) return `by the pattern ${pattern}`;
  return `${words} at ${lists.format(times)}`;
}

/** The last three fields: date, month and weekday. */
function daysOf(cron: string): string {
  return cron.split(' ').slice(2).join(' ');
}

/** `7:00` and `19:00` of `0 7,19 * * *`; none where it is not at whole times. */
function timesOf(cron: string): readonly string[] {
  const [minute = '', hours = ''] = cron.split(' ');
  if (!/^\d+$/.test(minute) || !/^\d+(,\d+)*$/.test(hours)) return [];
  return hours.split(',').map((hour) => `${Number(hour)}:${minute.padStart(2, '0')}`);
}

function daysWords(days: string): string | undefined {
  const [date = '', month = '', day = ''] = days.split(' ');
  if (date === '*') return month === '*' ? dayWords(day) : dayOfMonthWords(day, month);
  return day === '*' ? dateWords(date, month) : undefined;
}

/** “every 2 weeks on Tuesday”, “every 3 days”, “every 2 months on the 23rd” */
function strideWords({ count, unit }: Stride, days: string): string | undefined {
  const [date = '', month = '', day = ''] = days.split(' ');
  const every = `every ${count} ${unit}s`;
  if (unit === 'day') return days === '* * *' ? every : undefined;
  if (unit === 'week') return /^[0-6]$/.test(day) ? `${every} on ${DAYS[Number(day)]}` : undefined;
  if (!/^\d+$/.test(date)) return undefined;
  if (unit === 'month') return `${every} on the ${ordinal(Number(date))}`;
  return `${every} on ${Number(date)} ${MONTHS[Number(month) - 1]}`;
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
  const named = day.split(',').map(Number);
  const left = [0, 1, 2, 3, 4, 5, 6].find((one) => !named.includes(one));
  if (named.length === 6 && left !== undefined) return `every day except ${DAYS[left]}`;
  return `every ${lists.format(named.flatMap((one) => DAYS[one] ?? []))}`;
}

/** “every year on the first Monday of January” */
function dayOfMonthWords(day: string, month: string): string | undefined {
  const [, weekday = '', place = ''] = /^(\d)#([1-4L])$/.exec(day) ?? [];
  const name = MONTHS[Number(month) - 1];
  if (place === '' || name === undefined) return undefined;
  return `every year on the ${PLACES[place] ?? ''} ${DAYS[Number(weekday)] ?? ''} of ${name}`;
}

function dateWords(date: string, month: string): string | undefined {
  if (month === '*' && date === 'L') return 'on the last day of every month';
  if (month === '*' && date === 'LW') return 'on the last working day of every month';
  if (/^\d+(,\d+)+$/.test(month) && date === '1')
    return `on the 1st of ${lists.format(month.split(',').map((one) => MONTHS[Number(one) - 1] ?? ''))}`;
  if (/^\d+(,\d+)*$/.test(date) && month === '*')
    return `on the ${lists.format(date.split(',').map((one) => ordinal(Number(one))))} of every month`;
  if (!/^\d+$/.test(date)) return undefined;
  if (!/^\d+$/.test(month)) return undefined;
  const day = DateTime.fromObject({ year: 2024, month: Number(month), day: Number(date) });
  return day.isValid ? `every year on ${day.toFormat('d LLLL', { locale: 'en' })}` : undefined;
}

function ordinal(number: number): string {
  const endings: Readonly<Record<string, string>> = { one: 'st', two: 'nd', few: 'rd' };
  return `${number}${endings[new Intl.PluralRules('en', { type: 'ordinal' }).select(number)] ?? 'th'}`;
}
