import { DateTime } from 'luxon';
import { type DayMention, NUMBER_WORDS, todayOf } from './calendar.ts';
import { type ClockTime, findClockTimes, findImpossibleTimes } from './clock-times.ts';
import { wideHours } from './day-hours.ts';
import { findDays } from './days.ts';
import { overlap } from './spans.ts';
import type { SlotContext, Span } from './types.ts';

/** A moment that the text names: local times as `2026-11-27T09:00`, or a time in UTC where it was counted from now. */
export interface Moment {
  /** The places that it was read from. */
  readonly spans: readonly Span[];
  /** In order; several where it cannot be told which is meant, none where it has passed. */
  readonly values: readonly string[];
  readonly problem?: 'past' | 'no such date' | 'no such time' | 'no time';
}

type When = Pick<SlotContext, 'now' | 'zone' | 'dayFirst'>;

/** Where only the day is named. */
const DEFAULT_HOUR = 9;
const lengths = (lead: string) =>
  new RegExp(
    `(?<![\\p{L}\\p{N}.,-])(?:${lead})[ ](\\d{1,3}[.,]\\d{1,2}|\\d{1,4}|half an|an? half|${[...NUMBER_WORDS.keys()].join('|')})[ -]?(seconds?|secs?|minutes?|mins?|min|hours?|hrs?|h|m)(?:[ ](and a half|and (\\d{1,2}) (?:minutes?|mins?)))?(?![\\p{L}\\p{N}])`,
    'giu',
  );
const AHEAD = lengths('in|after');
const DELAY = lengths('in|after|for|by');
const WEEKDAY = /(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b/iu;
const LEADING = /(?:^|[ ,;:])(?:on|at|by|next|this|coming|from|due)$/iu;

/**
 * Every moment in the text; more than one where it names several. Where it is about a `delay`, “for an hour” is a moment
 * as well, and not only a length.
 */
export async function findMoments(
  text: string,
  when: When,
  { delay = false }: { readonly delay?: boolean } = {},
): Promise<readonly Moment[]> {
  const counted = findLengths(text, when, delay ? DELAY : AHEAD);
  const isFree = (span: Span) => !counted.some(({ spans }) => spans.some((taken) => overlap(taken, span)));
  const impossible = findImpossibleTimes(text).filter(isFree);
  if (impossible.length > 0)
    return impossible.map((span) => ({ spans: [span], values: [], problem: 'no such time' }));
  const times = shiftedTimes(text, findClockTimes(text)).filter(isFree);
  const days = told(text, await findDays(text, when)).filter((day) => isFree(day) && !isOfTime(day, times));
  return [...counted, ...paired(text, { days, times }).map((pair) => momentOf(text, pair, when))];
}

function findLengths(text: string, { now }: When, pattern: RegExp): Moment[] {
  return Array.from(
    text.matchAll(pattern),
    ({ 0: shown, index, 1: count = '', 2: unit = '', 3: more, 4: minutes }) => {
      const each = /^s/i.test(unit) ? 1 / 60 : /^m/i.test(unit) ? 1 : 60;
      const number = numberOf(count);
      const extra = minutes === undefined ? (more ? each / 2 : 0) : Number(minutes);
      const at = DateTime.fromMillis(now, { zone: 'utc' }).plus({ seconds: (number * each + extra) * 60 });
      return {
        spans: [{ start: index, end: index + shown.length }],
        values: [at.set({ millisecond: 0 }).toISO({ suppressMilliseconds: true }) ?? ''],
      };
    },
  );
}

function numberOf(count: string): number {
  if (/half/i.test(count)) return 0.5;
  return NUMBER_WORDS.get(count.toLowerCase()) ?? Number(count.replace(',', '.'));
}

const BEFORE_TIME = new RegExp(
  `(?<![\\p{L}\\p{N}.,-])(\\d{1,3}|half an|${[...NUMBER_WORDS.keys()].join('|')})[ -]?(minutes?|mins?|hours?|hrs?) (before|after)(?: the)?\\s*$`,
  'iu',
);

/** “An hour before midnight”: a time that is counted from another. */
function shiftedTimes(text: string, times: readonly ClockTime[]): readonly ClockTime[] {
  return times.map((time) => {
    const lead = /^(?:before|after) /iu.exec(text.slice(time.start, time.end))?.[0] ?? '';
    const before = text.slice(Math.max(0, time.start - 40), time.start + lead.length);
    const [shown, count = '', unit = '', side = ''] = BEFORE_TIME.exec(before) ?? [];
    if (shown === undefined) return time;
    const minutes = numberOf(count) * (/^h/i.test(unit) ? 60 : 1) * (/before/i.test(side) ? -1 : 1);
    const at = time.hour * 60 + time.minute + Math.round(minutes);
    if (at < 0 || at > 24 * 60) return time;
    const start = time.start + lead.length - shown.length;
    return { ...time, start, hour: Math.floor(at / 60), minute: at % 60, open: false };
  });
}

/** “tonight” is a time of today, and no day beside one. */
function isOfTime(day: DayMention, times: readonly ClockTime[]): boolean {
  const isWithin = (time: Span) => time.start <= day.start && day.end <= time.end;
  return times.some((time) => (time.today && overlap(time, day)) || isWithin(time));
}

/** Of several days, those that a word such as “on” leads to: “tomorrow … for the Monday meeting”. */
function told(text: string, days: readonly DayMention[]): readonly DayMention[] {
  if (days.length < 2) return days;
  const inside = days.filter(
    ({ start }) => !/(?:^| )(?:the|for|my|our|of)$/iu.test(text.slice(0, start).trimEnd()),
  );
  const led = inside.filter(({ start }) => LEADING.test(text.slice(0, start).trimEnd()));
  return led.length === 1 ? led : inside.length > 0 ? inside : days;
}

interface Pair {
  readonly day: DayMention | undefined;
  readonly time: ClockTime | undefined;
}

/** A single day and a single time belong together wherever they stand; of several, those side by side. */
function paired(
  text: string,
  { days, times }: { readonly days: readonly DayMention[]; readonly times: readonly ClockTime[] },
): readonly Pair[] {
  if (days.length === 0) return times.map((time) => ({ day: undefined, time }));
  if (days.length === 1 && times.length <= 1) return [{ day: days[0], time: times[0] }];
  const beside = (day: DayMention) => times.find((time) => isBeside(text, day, time));
  const pairs = days.map((day) => ({ day, time: beside(day) }));
  const used = new Set(pairs.map(({ time }) => time));
  // One day with one time beside it: what is named elsewhere belongs to the words.
  if (days.length === 1 && pairs[0]?.time) return pairs;
  return [...pairs, ...times.filter((time) => !used.has(time)).map((time) => ({ day: undefined, time }))];
}

function isBeside(text: string, one: Span, other: Span): boolean {
  const [first, second] = one.start < other.start ? [one, other] : [other, one];
  return /^[ ,]*(?:(?:at|on|by|from)[ ])?$/iu.test(text.slice(first.end, second.start));
}

function momentOf(text: string, { day, time }: Pair, when: When): Moment {
  const spans = [day, time].filter((span) => span !== undefined);
  if (day && !day.day) return { spans, values: [], problem: 'no such date' };
  const now = DateTime.fromMillis(when.now, { zone: when.zone });
  const today = todayOf(when);
  const named = day?.day ?? (time?.today ? today : undefined);
  if (!named) return { spans, values: comingTimes(now, time) };
  if (!time && named.hasSame(today, 'day')) return { spans, values: [], problem: 'no time' };
  const isWeekday = day !== undefined && WEEKDAY.test(text.slice(day.start, day.end));
  const values = onDay(named, { time, now, isWeekday });
  return values.length > 0 ? { spans, values } : { spans, values, problem: 'past' };
}

/** The time on this day; where it has passed on the weekday that today is, a week later. */
function onDay(
  day: DateTime,
  {
    time,
    now,
    isWeekday,
  }: { readonly time: ClockTime | undefined; readonly now: DateTime; readonly isWeekday: boolean },
): readonly string[] {
  const { hour, minute, open } = time ?? { hour: DEFAULT_HOUR, minute: 0, open: false };
  const isToday = day.hasSame(now, 'day');
  const both = open && isToday ? [hour, hour + 12] : open ? wideHours(hour) : [hour];
  const coming = both.map((one) => atTime(day, one, minute)).filter((at) => at > now);
  const usual = coming.filter((at) => !open || wideHours(hour).includes(at.hour));
  if (coming.length > 0) return (usual.length > 0 ? usual : coming).map(localTime);
  if (!isToday || !isWeekday) return [];
  return (open ? wideHours(hour) : [hour]).map((one) =>
    localTime(atTime(day.plus({ weeks: 1 }), one, minute)),
  );
}

/** When a time without a day comes next; in the afternoon “at 9” may be this evening or the next morning. */
function comingTimes(now: DateTime, time: ClockTime | undefined): readonly string[] {
  const { hour, minute, open } = time ?? { hour: DEFAULT_HOUR, minute: 0, open: false };
  const next = (one: number) => {
    const today = atTime(now, one, minute);
    return today > now ? today : atTime(now.plus({ days: 1 }), one, minute);
  };
  if (!open) return [localTime(next(hour))];
  const usual = wideHours(hour).map(next);
  const evening = next(hour + 12);
  const isUnclear = hour >= 7 && now.hour >= 12 && evening.hasSame(now, 'day');
  const all = isUnclear ? [evening, ...usual] : usual;
  return all.toSorted((one, other) => one.toMillis() - other.toMillis()).map(localTime);
}

/** 24 o'clock is the beginning of the next day; a time that the clocks skip is as much later as they are put forward. */
function atTime(day: DateTime, hour: number, minute: number): DateTime {
  return day
    .startOf('day')
    .plus({ days: hour >= 24 ? 1 : 0 })
    .set({ hour: hour % 24, minute });
}

function localTime(time: DateTime): string {
  return time.toFormat("yyyy-MM-dd'T'HH:mm");
}
