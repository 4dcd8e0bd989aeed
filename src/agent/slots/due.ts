import type { DateTime } from 'luxon';
import { type DayMention, todayOf } from './calendar.ts';
import { findDays } from './days.ts';
import { leadStart, type Reading } from './phrases.ts';
import { wordsOf } from './text.ts';
import type { Candidate, InputSpec, SlotContext } from './types.ts';
import { PROBLEMS } from './words.ts';

/** Ten years. */
export const FURTHEST_DAYS = 3653;
/** Words that make a date or a length of time a deadline. */
const DEADLINE = wordSet(
  'due payable pay payment paid deadline terms term net within by until till before latest no later than',
);
const PREPOSITIONS = wordSet('in on at from after');
const BETWEEN = wordSet('the is it its of to be');
const LEAD = new Set([...DEADLINE, ...PREPOSITIONS, ...BETWEEN]);

export interface DayReading extends Reading {
  readonly mentions: readonly DayMention[];
}

/** Finds every day that the text names. */
export async function readDays(reading: Reading, context: SlotContext): Promise<DayReading> {
  return { ...reading, mentions: await findDays(reading.text, context) };
}

/**
 * The days that the text gives as a deadline (type `days`) or as a date. What only describes the work (“30 days of
 * hosting”, “the March retainer”) is none. Where `whole`, the text says nothing else, so that every day counts.
 */
export function dayCandidates(
  reading: DayReading,
  {
    spec,
    context,
    whole,
  }: { readonly spec: InputSpec; readonly context: SlotContext; readonly whole: boolean },
): readonly Candidate[] {
  const today = todayOf(context);
  return reading.mentions.flatMap((mention) => {
    const { start, asDeadline, asDate } = setting(reading, mention, spec);
    if (!whole && !(spec.type === 'days' ? asDeadline : asDate)) return [];
    const shown = reading.text.slice(mention.start, mention.end);
    return [{ start, end: mention.end, ...valueOf({ day: mention.day, today, shown, spec }) }];
  });
}

/** How the day stands in its sentence. */
function setting(reading: Reading, mention: DayMention, { cues = [] }: InputSpec) {
  const inCues = cues.map((cue) => wordsOf(cue).map(({ folded }) => folded));
  const cueWords = new Set(inCues.flatMap((words) => words.slice(0, 1)));
  // “Valid for 2 weeks”: all of the cue leads to the day, and its first word tells that it does.
  const lead = new Set([...LEAD, ...inCues.flat()]);
  const start = fromFirstTelling(reading, leadStart(reading, mention.start, { lead }), mention);
  const leading = reading.words.filter((word) => word.start >= start && word.end <= mention.end);
  const strong = leading.some(({ folded }) => DEADLINE.has(folded) || cueWords.has(folded));
  const alone = /(?:^|[,;(\n]|\.\s)\s*$/.test(reading.text.slice(0, start).slice(-4)) || start === 0;
  const last = /^\s*(?:$|[,;)\n]|[.!?](?:\s|$))/.test(reading.text.slice(mention.end, mention.end + 4));
  const asDeadline = strong || (alone && last);
  const led = start < mention.start;
  return { start, asDeadline, asDate: asDeadline || led || mention.form === 'date' };
}

/** Leaves words such as “the” and “is” to what stands before, unless a telling word precedes them. */
function fromFirstTelling({ words }: Reading, start: number, mention: DayMention): number {
  const first = words.find((word) => word.start >= start && !BETWEEN.has(word.folded));
  return Math.min(first?.start ?? mention.start, mention.start);
}

interface DayValue {
  readonly day: DateTime | undefined;
  readonly today: DateTime;
  readonly shown: string;
  readonly spec: InputSpec;
}

function valueOf({
  day,
  today,
  shown,
  spec,
}: DayValue): { readonly value: string | number } | { readonly problem: string } {
  const iso = day?.toISODate();
  if (!day || !iso) return { problem: PROBLEMS.noSuchDate(shown) };
  if (spec.type === 'date') return { value: spec.past ? lastSuch(day, today, shown) : iso };
  const days = Math.round(day.diff(today, 'days').days);
  if (days < 0) return { problem: PROBLEMS.past(shown) };
  return days > FURTHEST_DAYS ? { problem: PROBLEMS.tooFar(shown) } : { value: days };
}

const WEEKDAY = /(?<!\p{L})(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?(?!\p{L})/iu;

/** “On Friday” of something that has happened is the Friday before, “20 November” that of this or the last year. */
function lastSuch(day: DateTime, today: DateTime, shown: string): string {
  const isFixed = day <= today || /\d{4}/.test(shown);
  const last = isFixed ? day : WEEKDAY.test(shown) ? day.minus({ weeks: 1 }) : day.minus({ years: 1 });
  return last.toFormat('yyyy-MM-dd');
}

function wordSet(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
