import { Duration } from 'luxon';
import { NUMBER_WORDS } from './calendar.ts';
import { findPhrases, leadStart, type Phrase, type Reading } from './phrases.ts';
import { startingAt } from './spans.ts';
import type { Candidate, InputSpec, Span } from './types.ts';

const LENGTH = new RegExp(
  `(?<![\\p{L}\\p{N}.,/-])(\\d{1,3}|${[...NUMBER_WORDS.keys()].join('|')})[ -]?(day|week|wk|fortnight|month|quarter|year)s?(?![\\p{L}\\p{N}])['’]?`,
  'giu',
);
const UNITS: Readonly<Record<string, object>> = {
  day: { days: 1 },
  week: { weeks: 1 },
  wk: { weeks: 1 },
  fortnight: { weeks: 2 },
  month: { months: 1 },
  quarter: { quarters: 1 },
  year: { years: 1 },
};
/** “notice of 3 months”, “notice period: 3 months” */
const AFTER_CUE = /^[ :=]*(?:(?:is|of|are|with|at least|period(?: of| is)?)[ :=]+)*$/iu;
/** “2 weeks before the end”, “four weeks ahead” */
const TAIL =
  /^\s+(?:before(?:hand)?|ahead|prior|in advance|earlier)(?![\p{L}\p{N}])(?:\s+(?:to\s+)?(?:the\s+(?:end|expiry|notice|last day)|its\s+end|it\s+(?:ends|expires|runs\s+out|is\s+up)|then|that|it)(?![\p{L}\p{N}]))?/iu;
const LEAD: ReadonlySet<string> = new Set('with and at on a an the of can be is may it please'.split(' '));

/**
 * The lengths of time beside one of the input's cues, as ISO 8601: “3 months notice”, “notice of three months”, “remind
 * me 2 weeks before”. Each takes its cue along, and the words that only lead to it.
 */
export function lengthCandidates(reading: Reading, { cues = [] }: InputSpec): readonly Candidate[] {
  const found = findPhrases(reading, cues);
  return findLengths(reading.text).flatMap((length) => {
    const cue = found.find((one) => isBeside(reading.text, one, length));
    if (!cue) return [];
    const end = Math.max(length.end, cue.end);
    const tail = TAIL.exec(reading.text.slice(end))?.[0].length ?? 0;
    const place = { ...length, end: end + tail };
    return [startingAt(place, leadStart(reading, Math.min(length.start, cue.start), { lead: LEAD }))];
  });
}

function isBeside(text: string, cue: Phrase, length: Span): boolean {
  return cue.end <= length.start
    ? AFTER_CUE.test(text.slice(cue.end, length.start))
    : cue.start >= length.end && text.slice(length.end, cue.start).trim() === '';
}

/** Every length of time in the text: `P3M` of “3 months”. */
export function findLengths(text: string): readonly (Span & { readonly value: string })[] {
  return Array.from(text.matchAll(LENGTH), ({ 0: shown, index, 1: count = '', 2: unit = '' }) => {
    const number = NUMBER_WORDS.get(count.toLowerCase()) ?? Number(count);
    const each = Duration.fromObject(UNITS[unit.toLowerCase()] ?? {});
    return {
      start: index,
      end: index + shown.length,
      value: each.mapUnits((units) => units * number).toISO() ?? '',
    };
  });
}
