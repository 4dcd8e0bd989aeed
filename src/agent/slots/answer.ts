import { canonicalJson } from '../../kernel/index.ts';
import { answerRecord } from './answer-record.ts';
import { answerString } from './answer-string.ts';
import { findCounted } from './counted.ts';
import { withDaysRight } from './day-typos.ts';
import { dayCandidates, FURTHEST_DAYS, readDays } from './due.ts';
import { findEmails } from './emails.ts';
import { findIntegers, findPercents } from './figures.ts';
import { findLengths } from './lengths.ts';
import { findMoney, namesCurrency } from './money.ts';
import { findOptions } from './options.ts';
import { findPeriods } from './periods.ts';
import { type Reading, readingOf } from './phrases.ts';
import { priceCandidates } from './prices.ts';
import { createClaims } from './spans.ts';
import { cleanText, MAX_CHARS, wordsOf } from './text.ts';
import type { AnswerContext, Candidate, InputSpec, ParsedAnswer } from './types.ts';
import { answerWhen } from './when.ts';
import { PROBLEMS } from './words.ts';
import { findZones } from './zones.ts';

/** Words that may stand around an answer. Whatever else is said makes the text something other than an answer. */
const AROUND: ReadonlySet<string> = new Set(
  (
    'a an the it s its is are was that this make let be should would please thanks thank you thx yes yeah ok okay sure well ' +
    'just exactly only about around roughly i think say for on by to at in of from within due net after total altogether ' +
    'and or now today their his her my e mail email address number amount date'
  ).split(' '),
);
const MAX_ANSWER_WORDS = 6;

/**
 * Reads the whole text as the answer to a question about one input. A text that says more than a value (a new request,
 * say) is none, so that it is never swallowed; a `problem` comes where it was meant as an answer and cannot be used.
 */
export async function parseAnswer(
  spec: InputSpec,
  text: string,
  context: AnswerContext,
): Promise<ParsedAnswer> {
  if (text.length > MAX_CHARS) return { kind: 'none', problem: PROBLEMS.tooLong(MAX_CHARS) };
  const reading = readingOf(withDaysRight(cleanText(text).trim()));
  if (reading.text === '') return { kind: 'none' };
  if (spec.type === 'string') return answerString(reading, spec);
  if (spec.type === 'record') return answerRecord(reading, { spec, context, isAround });
  if (spec.type === 'moment' || spec.type === 'recurrence' || spec.type === 'when')
    return answerWhen(reading, { spec, context, isAround });
  const candidates = await candidatesFor(reading, spec, context);
  const told = isOnlyAnswer(reading, candidates, spec) ? candidates : [];
  const [first] = told;
  if (!first) return { kind: 'none', ...hintFor(reading, spec, context) };
  const different = new Set(
    told.map((candidate) => canonicalJson('value' in candidate ? candidate.value : candidate.problem)),
  );
  if (different.size > 1) {
    const shown = told.map(({ start, end }) => reading.text.slice(start, end));
    return { kind: 'none', problem: PROBLEMS.several(shown) };
  }
  return 'value' in first ? { kind: 'value', value: first.value } : { kind: 'none', problem: first.problem };
}

async function candidatesFor(
  reading: Reading,
  spec: InputSpec,
  context: AnswerContext,
): Promise<readonly Candidate[]> {
  switch (spec.type) {
    case 'money':
      return amountsAnswered(reading, context);
    case 'price':
      return priceCandidates(reading, { cues: [], context });
    case 'duration':
      return findLengths(reading.text);
    case 'email':
      return findEmails(reading.text);
    case 'percent':
      return findPercents(reading.text, { bare: true });
    case 'integer':
      return findIntegers(reading.text);
    case 'choice':
      return findOptions(reading, spec);
    case 'period':
      return findPeriods(reading.text, { ...context, past: spec.past === true });
    case 'zone':
      return findZones(reading, { whole: true });
    default: {
      const days = dayCandidates(await readDays(reading, context), { spec, context, whole: true });
      return days.length === 0 && spec.type === 'days' ? bareDays(reading) : days;
    }
  }
}

/** “240”, “3 hours at 80”. */
function amountsAnswered({ text }: Reading, { currency }: AnswerContext): readonly Candidate[] {
  const prices = findMoney(text, currency);
  const counted = findCounted(text, prices);
  if (counted.length === 0) return prices;
  return counted.map(({ price, spans, total }) => ({
    start: Math.min(price.start, ...spans.map(({ start }) => start)),
    end: Math.max(price.end, ...spans.map(({ end }) => end)),
    ...total,
  }));
}

/** “14”, to the question in how many days. */
function bareDays({ text }: Reading): readonly Candidate[] {
  return findIntegers(text).map((candidate) => {
    if ('value' in candidate && Number(candidate.value) <= FURTHEST_DAYS) return candidate;
    const { start, end } = candidate;
    return { start, end, problem: PROBLEMS.tooFar(text.slice(start, end)) };
  });
}

/** Whether nothing of weight stands beside the places found. */
function isOnlyAnswer({ text, words }: Reading, candidates: readonly Candidate[], spec: InputSpec): boolean {
  const cueWords = new Set((spec.cues ?? []).flatMap((cue) => wordsOf(cue).map(({ folded }) => folded)));
  const taken = createClaims(text.length, candidates);
  return words
    .filter((word) => taken.isFree(word))
    .every(({ folded }) => isAround(folded) || cueWords.has(folded));
}

function isAround(folded: string): boolean {
  return AROUND.has(folded);
}

function hintFor(
  { text, words }: Reading,
  spec: InputSpec,
  context: AnswerContext,
): { readonly problem?: string } {
  const inWords =
    spec.type === 'money' &&
    words.length <= MAX_ANSWER_WORDS &&
    !/\d/.test(text) &&
    namesCurrency(text, context.currency);
  return inWords ? { problem: PROBLEMS.amountInWords() } : {};
}
