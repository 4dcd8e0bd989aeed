import type { Span } from './types.ts';

/** A time of day that the text names. */
export interface ClockTime extends Span {
  readonly hour: number;
  readonly minute: number;
  /** Whether the hour could be that of the morning or of the evening: “at 9”, not “at 9:00” or “at 9 pm”. */
  readonly open: boolean;
  /** Whether the words name this very day: “tonight”. */
  readonly today: boolean;
}

const NUMBERS = 'one two three four five six seven eight nine ten eleven twelve'.split(' ');
const HOUR = `(?:\\d{1,2}|${NUMBERS.join('|')})`;
const BEFORE = '(?<![\\p{L}\\p{N}:.,/$€£#-])';
const AFTER = '(?![\\p{L}\\p{N}]|[:.,/%-]\\d| ?%)';
const MERIDIEM = '(?:a\\.?m\\.?|p\\.?m\\.?)';
const EXACT = new RegExp(
  `${BEFORE}(\\d{1,2})(?:[:h]|(?<=at \\d{1,2})\\.)(\\d{2})(?:[ ]?(${MERIDIEM}))?${AFTER}`,
  'giu',
);
const PLAIN = new RegExp(`${BEFORE}(${HOUR})[ ]?(${MERIDIEM}|o['’]?clock)${AFTER}`, 'giu');
const LED = new RegExp(
  `${BEFORE}(?:at|by|around|before|from|after|until|till)[ ](${HOUR})${AFTER}(?!\\.?[ ](?:days?|weeks?|months?|years?|hours?|minutes?|of|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)(?!\\p{L}))`,
  'giu',
);
const PAST = new RegExp(`${BEFORE}(half|quarter)[ ](past|to)[ ](${HOUR})${AFTER}`, 'giu');
const NAMED = /(?<!\p{L})(?:(?:at[ ])?(noon|midday|midnight))(?!\p{L})/giu;
const END_OF_DAY =
  /(?<!\p{L})(?:(?:at|by) )?(?:the )?(?:end of (?:the )?(?:business )?day|close of business|eod|cob)(?!\p{L})/giu;
const PART =
  /(?<!\p{L})(?:(?:in the |this |every |each )?(morning|afternoon|evening|night)|(tonight)|at (night))s?(?!\p{L})/giu;

/** The hour of a part of the day for which no time is given. */
const HOURS_OF_PARTS = { morning: 9, afternoon: 14, evening: 18, night: 20 } as const;

/** Every time of day in the text, in order. A time and the part of its day, as in “9 in the evening”, are one. */
export function findClockTimes(text: string): readonly ClockTime[] {
  const exact = [...matches(text, EXACT, exactTime), ...matches(text, PLAIN, plainTime)];
  const led = [
    ...matches(text, PAST, pastTime),
    ...matches(text, LED, ledTime),
    ...matches(text, NAMED, namedTime),
    ...matches(text, END_OF_DAY, () => ({ hour: 18, minute: 0, open: false, today: true })),
  ];
  const times = [...exact, ...led.filter((time) => !exact.some((other) => overlaps(time, other)))];
  const parts = matches(text, PART, partOfDay);
  const told = times.map((time) => joined(text, time, parts));
  const alone = parts.filter((part) => !told.some((time) => overlaps(time, part)));
  return [...told, ...alone].toSorted((one, other) => one.start - other.start);
}

/** What is written as a time of day and is none: “25:00”. */
export function findImpossibleTimes(text: string): readonly Span[] {
  return Array.from(text.matchAll(EXACT), (match) => {
    const told = exactTime(match);
    const isPossible = told.hour <= 24 && told.minute < 60;
    return isPossible ? [] : [{ start: match.index, end: match.index + match[0].length }];
  }).flat();
}

type Told = Omit<ClockTime, keyof Span> & { readonly part?: keyof typeof HOURS_OF_PARTS };
type Parts = readonly (string | undefined)[];

function matches(
  text: string,
  pattern: RegExp,
  read: (parts: Parts) => Told | undefined,
): (ClockTime & Told)[] {
  return Array.from(text.matchAll(pattern), (match) => {
    const told = read(match);
    const valid = told && told.hour <= 24 && told.minute < 60;
    return valid ? [{ start: match.index, end: match.index + match[0].length, ...told }] : [];
  }).flat();
}

function exactTime([, hour, minute, meridiem]: Parts): Told {
  return { hour: meridiemHour(numberOf(hour), meridiem), minute: Number(minute), open: false, today: false };
}

function plainTime([, hour, meridiem = '']: Parts): Told {
  const isClock = /^o/i.test(meridiem);
  const number = numberOf(hour);
  if (!isClock && (number < 1 || number > 12)) return { hour: 99, minute: 0, open: false, today: false };
  return { hour: meridiemHour(number, meridiem), minute: 0, open: isClock && isOpen(number), today: false };
}

function ledTime([, hour]: Parts): Told {
  const number = numberOf(hour);
  return { hour: number, minute: 0, open: isOpen(number), today: false };
}

function pastTime([, part, side, hour]: Parts): Told {
  const minutes = (part?.toLowerCase() === 'half' ? 30 : 15) * (side?.toLowerCase() === 'to' ? -1 : 1);
  const all = (numberOf(hour) * 60 + minutes + 24 * 60) % (24 * 60);
  return { hour: Math.floor(all / 60), minute: all % 60, open: isOpen(numberOf(hour)), today: false };
}

function namedTime([, name = '']: Parts): Told {
  return { hour: /midnight/i.test(name) ? 24 : 12, minute: 0, open: false, today: false };
}

function partOfDay([, part, tonight, night]: Parts): Told {
  const word = (part ?? night ?? 'night').toLowerCase() as keyof typeof HOURS_OF_PARTS;
  return { hour: HOURS_OF_PARTS[word], minute: 0, open: false, today: tonight !== undefined, part: word };
}

/** “9 in the evening”, “tonight at 9”: the part says which of the two it is. */
function joined(text: string, time: ClockTime, parts: readonly (ClockTime & Told)[]): ClockTime {
  const part = parts.find(
    (other) =>
      /^[ ,]*$/.test(text.slice(time.end, other.start)) ||
      /^[ ,]*(?:at )?$/.test(text.slice(other.end, time.start)),
  );
  if (!part || overlaps(time, part)) return time;
  const late = part.part !== 'morning' && time.open && time.hour < 12;
  const span = { start: Math.min(time.start, part.start), end: Math.max(time.end, part.end) };
  return { ...time, ...span, hour: late ? time.hour + 12 : time.hour, open: false, today: part.today };
}

function isOpen(hour: number): boolean {
  return hour >= 1 && hour < 12;
}

function meridiemHour(hour: number, meridiem: string | undefined): number {
  const sign = meridiem?.charAt(0).toLowerCase();
  if (sign === 'p') return hour < 12 ? hour + 12 : hour;
  return sign === 'a' && hour === 12 ? 0 : hour;
}

function numberOf(word = ''): number {
  const named = NUMBERS.indexOf(word.toLowerCase());
  return named === -1 ? Number(word) : named + 1;
}

function overlaps(one: Span, other: Span): boolean {
  return one.start < other.end && other.start < one.end;
}
