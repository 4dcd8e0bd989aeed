import { DateTime } from 'luxon';
import { type ClockTime, findClockTimes } from './clock-times.ts';
import { wideHours } from './day-hours.ts';
import {
  COUNTS,
  DAY,
  dayNumber,
  dayNumbers,
  everyWeeks,
  local,
  MONTH,
  MONTHS,
  monthNumber,
  type Rhythm,
  strideOf,
  type When,
} from './rhythms.ts';
import type { Span } from './types.ts';

/** A rhythm that the text names, as cron patterns of five fields: several where its hour could be either. */
export interface Recurrence {
  /** The places that it was read from. */
  readonly spans: readonly Span[];
  readonly patterns: readonly string[];
  /** Where it also reads as one day: “on the last Friday of the month”. */
  readonly maybeOnce: boolean;
  /** Where it is one day only, though told like a rhythm. */
  readonly onlyOnce?: boolean;
  /** Set where it is a rhythm that cron has no pattern for. */
  readonly unknown?: string;
}

const EVERY = '(?:every|each)';
const NTH = '(first|1st|second|2nd|third|3rd|fourth|4th|last)';
const OF_MONTH = '(?: (?:of|in) (?:(every|each|the|a) )?months?)';
const DATE = '(\\d{1,2})(?:st|nd|rd|th)?';
const AND = '(?:,? and |, ?| ?& ?)';

type Reader = (found: RegExpExecArray, when: When) => Omit<Rhythm, 'span'> | undefined;

const anywhere = (source: string) => new RegExp(`(?<![\\p{L}\\p{N}])${source}(?![\\p{L}\\p{N}])`, 'iu');

/** The longer phrases first; the first that fits is taken. */
const READERS: readonly (readonly [RegExp, Reader])[] = [
  [
    anywhere(`${EVERY} (\\d{1,2}) (minutes?|mins?|hours?)`),
    ([, count = '', unit = '']) => interval(Number(count), unit),
  ],
  [anywhere(`(?:${EVERY} hour|hourly)`), () => ({ fields: '', own: '0 * * * *' })],
  [
    anywhere(`(${EVERY} (?:year )?)?(?:on )?(?:the )?${NTH} (${DAY}) (?:of|in) (${EVERY} )?(${MONTH})`),
    ([, lead, nth = '', day = '', each, month = '']) => ({
      fields: `* ${monthNumber(month)} ${dayNumber(day)}#${nthOf(nth)}`,
      onlyOnce: lead === undefined && each === undefined,
    }),
  ],
  [
    anywhere(`(?:(on|${EVERY}) )?(?:the )?${NTH} (${DAY})${OF_MONTH}`),
    ([, lead = '', nth = '', day = '', of = '']) => ({
      fields: `* * ${dayNumber(day)}#${nthOf(nth)}`,
      maybeOnce: !isEvery(lead) && !isEvery(of),
    }),
  ],
  [
    anywhere(
      `${EVERY} (?:(other|second|2nd) |(?:(\\d{1,2})|(${[...COUNTS.keys()].join('|')})) )(?:(days?)|(weeks?)(?: on (${DAY}))?|(months?)(?: on the ${DATE})?|(years?)|(${DAY}))`,
    ),
    strideOf,
  ],
  [
    anywhere(`(?:fortnightly|bi-?weekly|${EVERY} fortnight)(?: on (${DAY}))?`),
    ([, day], when) => everyWeeks(2, day, when),
  ],
  [anywhere(`(?:${EVERY} quarter|quarterly)`), () => ({ fields: '1 1,4,7,10 *' })],
  [
    anywhere(
      `${EVERY} (weekday|work ?day|working day|day) (?:except|but|apart from|excluding|besides)(?: (?:for|on))? (${DAY}(?:${AND}(?:on )?${DAY})*)`,
    ),
    ([, of = '', days = '']) => ({
      fields: `* * ${without(/^day$/iu.test(of) ? [1, 2, 3, 4, 5, 6, 0] : [1, 2, 3, 4, 5], dayNumbers(days))}`,
    }),
  ],
  [
    anywhere(`${EVERY} ${NTH} (${DAY})`),
    ([, nth = '', day = '']) => ({ fields: `* * ${dayNumber(day)}#${nthOf(nth)}` }),
  ],
  [
    anywhere(`(?:(on|${EVERY}) )?(?:the )?last (day|working day|workday|weekday)${OF_MONTH}`),
    ([, lead = '', kind = '', of = '']) => ({
      fields: kind.toLowerCase() === 'day' ? 'L * *' : 'LW * *',
      maybeOnce: !isEvery(lead) && !isEvery(of),
    }),
  ],
  [
    anywhere(
      `(?:(?:on )?(?:the )?|(every ))(?:(\\d{1,2}(?:st|nd|rd|th)?(?:${AND}(?:the )?\\d{1,2}(?:st|nd|rd|th)?)*)|(first))(?: day)? of (?:(every|each) |the )?month`,
    ),
    ([, lead, dates = '', first, of]) =>
      lead === undefined && of === undefined ? undefined : dateFields(first ? '1' : dates),
  ],
  [
    anywhere(`(?:${EVERY} month|monthly) on (?:the )?(?:${DATE}|(first))`),
    ([, date, first]) => dateField(first ? 1 : Number(date)),
  ],
  [
    anywhere(`(?:(?:${EVERY} year|yearly|annually) on|${EVERY}) (?:the )?${DATE} (?:of )?(${MONTH})`),
    ([, date, month]) => yearly(date, month),
  ],
  [
    anywhere(`(?:(?:${EVERY} year|yearly|annually) on|${EVERY}) (${MONTH}) ${DATE}`),
    ([, month, date]) => yearly(date, month),
  ],
  [
    anywhere(
      `(?:${EVERY} (?:weekday|work ?day|working day)|on (?:weekdays|work ?days)|(?:from )?mon(?:day)?(?: to |-| – |–| through )fri(?:day)?)`,
    ),
    () => ({ fields: '* * 1-5' }),
  ],
  [anywhere(`(?:${EVERY} weekend|on weekends)`), () => ({ fields: '* * 6,0' })],
  [
    anywhere(
      `(?:(?:${EVERY} week|weekly) on|${EVERY}) (${DAY}(?:${AND}(?:every |each )?${DAY})*)(?: (?=morning|afternoon|evening|night))?`,
    ),
    ([, days = '']) => ({ fields: `* * ${dayNumbers(days)}` }),
  ],
  [
    anywhere(
      `(?:on )?((?:mon|tues|wednes|thurs|fri|satur|sun)days(?:${AND}(?:mon|tues|wednes|thurs|fri|satur|sun)days)*)`,
    ),
    ([, days = '']) => ({ fields: `* * ${dayNumbers(days)}` }),
  ],
  [
    anywhere(`(?:${EVERY} (?:single )?(?:day|morning|afternoon|evening|night)|daily|nightly)`),
    () => ({ fields: '* * *' }),
  ],
  [anywhere(`(?:${EVERY} week|weekly)`), (_found, when) => ({ fields: `* * ${local(when).weekday % 7}` })],
  [anywhere(`(?:${EVERY} month|monthly)`), (_found, when) => dateField(local(when).day)],
  [
    anywhere(`(?:${EVERY} year|yearly|annually)`),
    (_found, when) => ({ fields: `${local(when).day} ${local(when).month} *` }),
  ],
];

/** Nine in the morning, where the words name no time. */
const NO_TIME: Pick<ClockTime, 'hour' | 'minute' | 'open'> = { hour: 9, minute: 0, open: false };

/** The rhythm that the text names, if any. */
export function findRecurrence(text: string, when: When): Recurrence | undefined {
  const rhythm = findRhythm(text, when);
  if (!rhythm) return undefined;
  const { span, fields, own, maybeOnce = false, unknown } = rhythm;
  if (unknown) return { spans: [span], patterns: [], maybeOnce, unknown: text.slice(span.start, span.end) };
  if (own !== undefined) return { spans: [span], patterns: [own], maybeOnce };
  const times = findClockTimes(text).filter(({ today }) => !today);
  const isInside = (time: Span) => time.start >= span.start && time.end <= span.end;
  const outside = times.filter((time) => !isInside(time));
  const told = sideBySide(text, outside.length > 0 ? outside : times);
  const [opening] = told;
  const first = opening ?? NO_TIME;
  const days = `${fields}${rhythm.stride ?? ''}`;
  const last = told.at(-1);
  const spans =
    !opening || !last || told.some(isInside) ? [span] : [span, { start: opening.start, end: last.end }];
  const once = rhythm.onlyOnce ? { onlyOnce: true } : {};
  if (told.length > 1)
    return { spans, patterns: [manyTimes(told, fields, rhythm.stride)], maybeOnce, ...once };
  const hours = first.open ? wideHours(first.hour) : [first.hour % 24];
  return {
    spans,
    patterns: hours.map((one) => `${first.minute} ${one} ${days}`),
    maybeOnce,
    ...once,
  };
}

/** “at 7 am and 7 pm”: the first, with those that an “and” or a comma adds. */
function sideBySide(text: string, times: readonly ClockTime[]): readonly ClockTime[] {
  const told: ClockTime[] = [];
  for (const time of times) {
    const last = told.at(-1);
    if (last && !/^(?:,| and|, and| &)(?: at)? ?$/u.test(text.slice(last.end, time.start))) break;
    told.push(time);
  }
  return told;
}

function manyTimes(times: readonly ClockTime[], fields: string, stride = ''): string {
  const all = times.map(({ hour, minute, open }) => ({
    minute,
    hour: (open ? (wideHours(hour)[0] ?? hour) : hour) % 24,
  }));
  const [first] = all;
  const isAligned = first !== undefined && all.every(({ minute }) => minute === first.minute);
  const crons = isAligned
    ? [`${first.minute} ${all.map(({ hour }) => hour).join(',')} ${fields}`]
    : all.map(({ minute, hour }) => `${minute} ${hour} ${fields}`);
  return `${crons.join('|')}${stride}`;
}

function findRhythm(text: string, when: When): Rhythm | undefined {
  for (const [pattern, read] of READERS) {
    const found = pattern.exec(text);
    const rhythm = found && read(found, when);
    if (!found || !rhythm) continue;
    return { ...rhythm, span: { start: found.index, end: found.index + found[0].trimEnd().length } };
  }
  return undefined;
}

function interval(count: number, unit: string): Omit<Rhythm, 'span'> {
  const whole = /^m/i.test(unit) ? 60 : 24;
  if (count < 1 || whole % count !== 0) return { fields: '', unknown: true };
  const step = count === whole ? '0' : count === 1 ? '*' : `*/${count}`;
  return { fields: '', own: whole === 60 ? `${step} * * * *` : `0 ${step} * * *` };
}

function dateFields(dates: string): Omit<Rhythm, 'span'> | undefined {
  const all = Array.from(dates.matchAll(/\d+/gu), ([date]) => Number(date));
  const [only] = all;
  if (only !== undefined && all.length === 1) return dateField(only);
  if (all.length === 0 || all.some((date) => date < 1 || date > 31)) return undefined;
  return { fields: `${[...new Set(all)].toSorted((one, two) => one - two).join(',')} * *` };
}

function without(all: readonly number[], days: string): string {
  const out = new Set(days.split(',').map(Number));
  return all.filter((day) => !out.has(day)).join(',');
}

/** The 31st of a shorter month is its last day; a day that no month has is none. */
function dateField(date: number): Omit<Rhythm, 'span'> | undefined {
  if (date < 1 || date > 31) return undefined;
  return { fields: `${date === 31 ? 'L' : date} * *` };
}

function yearly(date = '', month = ''): Omit<Rhythm, 'span'> | undefined {
  const number = MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1;
  // In a leap year, which has every day.
  if (!DateTime.fromObject({ year: 2024, month: number, day: Number(date) }).isValid) return undefined;
  return { fields: `${Number(date)} ${number} *` };
}

function nthOf(word: string): string {
  const place = ['first', 'second', 'third', 'fourth'].indexOf(word.toLowerCase());
  if (place !== -1) return String(place + 1);
  return /^last$/i.test(word) ? 'L' : word.charAt(0);
}

function isEvery(word: string): boolean {
  return /^(?:every|each)$/i.test(word);
}
