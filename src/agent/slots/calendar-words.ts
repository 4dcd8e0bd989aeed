import type { Component, ParsedResult } from 'chrono-node';
import type { DateTime } from 'luxon';
import { type DayMention, nextDay, todayOf } from './calendar.ts';
import type { SlotContext } from './types.ts';

/** Without one of these the library has nothing to find, and need not be loaded (0.2 s). */
const HINT =
  /(?<!\p{L})(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mon|tue|wed|thu|fri|sat|sun|today|tonight|tomorrow|tmr|yesterday|next|this|last|end of)/iu;
const DAY_AND_MONTH =
  /(?<![\p{L}\p{N}])(?:\d{1,2}(?:st|nd|rd|th)?\.?(?: of)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6} \d{1,2}(?:st|nd|rd|th)?)(?![\p{L}\p{N}])/giu;

/** Days named in words: “7 December”, “next Friday”, “tomorrow”, “the end of the month”. */
export async function findWordDays(
  text: string,
  when: Pick<SlotContext, 'now' | 'zone'>,
): Promise<readonly DayMention[]> {
  if (!HINT.test(text)) return [];
  const { en } = await import('chrono-node');
  const today = todayOf(when);
  // Read as said at noon, so that no change of the clocks moves a day.
  const noon = today.set({ hour: 12 });
  const reference = { instant: noon.toJSDate(), timezone: noon.offset };
  const read = en.GB.parse(text, reference, { forwardDate: true })
    .flatMap(daysOf)
    .filter(namesDay)
    .map((result) => mentionOf(result, today));
  const missed = Array.from(text.matchAll(DAY_AND_MONTH), ({ 0: shown, index }) => ({
    start: index,
    end: index + shown.length,
    day: undefined,
    form: 'date' as const,
  })).filter(({ start, end }) => !read.some((mention) => mention.start < end && start < mention.end));
  return [...read, ...missed].toSorted((one, other) => one.start - other.start);
}

type Day = Pick<ParsedResult, 'start' | 'index' | 'text'>;

const WEEKDAY = /(?<!\p{L})(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?(?!\p{L})/giu;

/** Both ends of “from 1 January to 31 December”; of “€50 a month until 31 December” the end alone, for it begins with no day. */
function daysOf(result: ParsedResult): readonly Day[] {
  const { start, end, index, text } = result;
  const dated = Array.from(text.matchAll(DAY_AND_MONTH));
  const named = dated.length > 0 ? dated : Array.from(text.matchAll(WEEKDAY));
  const at = named.at(-1)?.index;
  if (!end || !namesDay({ start: end }) || at === undefined) return [result];
  const last = { start: end, index: index + at, text: text.slice(at) };
  if (!namesDay({ start })) return [last];
  const [first] = named;
  if (!first || named.length === 1) return [result];
  return [{ start, index, text: text.slice(0, first.index + first[0].length) }, last];
}

/** A month or an hour alone is no day. */
function namesDay({ start }: Pick<ParsedResult, 'start'>): boolean {
  const sure: readonly Component[] = ['day', 'weekday'];
  return sure.some((component) => start.isCertain(component));
}

function mentionOf({ start, index, text }: Day, today: DateTime): DayMention {
  const [year, month, day] = [start.get('year'), start.get('month'), start.get('day')];
  const found =
    year === null || month === null || day === null ? undefined : nextDay(today, { year, month, day });
  return { start: index, end: index + text.length, day: found, form: 'date' };
}
