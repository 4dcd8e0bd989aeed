import { Cron } from 'croner';
import { DateTime } from 'luxon';
import type { Assigning } from './assign.ts';
import { findClockTimes } from './clock-times.ts';
import { FURTHEST_DAYS } from './due.ts';
import { findMoments, type Moment } from './moments.ts';
import { leadStart, type Reading } from './phrases.ts';
import { findRecurrence, type Recurrence } from './recurrence.ts';
import type { NamedSpec } from './regions.ts';
import { createClaims } from './spans.ts';
import { wordsOf } from './text.ts';
import type { AnswerContext, Choice, InputSpec, ParsedAnswer, SlotContext, Span } from './types.ts';
import { PROBLEMS } from './words.ts';

const LEAD: ReadonlySet<string> = new Set('on at by in from this coming starting the around'.split(' '));

/** What a text says about when: one value, several that it may mean, or why it cannot be used. */
type Told =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'ambiguous'; readonly choices: readonly Choice[] }
  | { readonly kind: 'problem'; readonly problem: string }
  | { readonly kind: 'none' };

interface Read {
  readonly spans: readonly Span[];
  readonly told: Told;
}

/** Reads the inputs that say when. A value is a cron pattern, or a moment as `Moment` has it. */
export async function assignWhens(
  assigning: Assigning,
  specs: readonly NamedSpec[],
  context: SlotContext,
): Promise<void> {
  const { claims, found } = assigning;
  for (const [name, spec] of specs) {
    const { spans, told } = await readWhen(assigning, spec, context);
    if (spans.some((span) => !claims.isFree(span))) continue;
    for (const span of spans)
      if (claims.isFree(span))
        claims.add({ ...span, start: leadStart(assigning, span.start, { lead: LEAD, maxWords: 2 }) });
    if (told.kind === 'value') found.values.set(name, told.value);
    if (told.kind === 'ambiguous') found.ambiguous.set(name, told.choices);
    if (told.kind === 'problem') found.problems.set(name, told.problem);
  }
}

/** Reads the whole text as an answer to “When?”; a text that says more is none. */
export async function answerWhen(
  reading: Reading,
  {
    spec,
    context,
    isAround,
  }: { readonly spec: InputSpec; readonly context: AnswerContext; isAround(folded: string): boolean },
): Promise<ParsedAnswer> {
  const chosen = chosenFrom(reading.text, context.offered ?? []);
  if (chosen !== undefined) return { kind: 'value', value: chosen };
  const text = /^\d{1,2}$/.test(reading.text) ? `at ${reading.text}` : reading.text;
  const { spans, told } = await readWhen({ text }, spec, context);
  const taken = createClaims(text.length, spans);
  const more = wordsOf(text).filter(
    (word) => taken.isFree(word) && !isAround(word.folded) && !LEAD.has(word.folded),
  );
  if (told.kind === 'none' || more.length > 0) return { kind: 'none' };
  return told.kind === 'problem' ? { kind: 'none', problem: told.problem } : told;
}

/** The cron pattern of words that say a rhythm and nothing else: “every weekday at 8:30”. */
export function rhythmOf(text: string): string | undefined {
  const rhythm = findRecurrence(text, { now: 0, zone: 'utc' });
  if (!rhythm || rhythm.patterns.length !== 1) return undefined;
  const taken = createClaims(text.length, rhythm.spans);
  const isWhole = wordsOf(text).every((word) => !taken.isFree(word) || LEAD.has(word.folded));
  return isWhole ? rhythm.patterns[0] : undefined;
}

async function readWhen(
  { text }: Pick<Reading, 'text'>,
  { type, cues = [] }: InputSpec,
  context: SlotContext,
): Promise<Read> {
  const rhythm = findRecurrence(text, context);
  if (rhythm && (rhythm.maybeOnce || rhythm.onlyOnce || type !== 'moment'))
    return readRhythm(text, { rhythm, type, context });
  if (rhythm) return { spans: rhythm.spans, told: problem(PROBLEMS.notOnce(shownIn(text, rhythm.spans))) };
  if (type === 'recurrence') return { spans: [], told: { kind: 'none' } };
  const moments = await findMoments(text, context, { delay: cues.includes('for') });
  const spans = moments.flatMap((moment) => moment.spans);
  const different = new Map(moments.map((moment) => [[...moment.values, moment.problem].join(' '), moment]));
  const [moment] = different.values();
  if (!moment) return { spans, told: { kind: 'none' } };
  if (different.size > 1) {
    const shown = [...different.values()].map((one) => shownIn(text, one.spans));
    return { spans, told: problem(PROBLEMS.several(shown)) };
  }
  return { spans, told: toldBy(moment, { shown: shownIn(text, moment.spans), context }) };
}

function toldBy(
  { values, problem: wrong }: Moment,
  { shown, context }: { readonly shown: string; readonly context: SlotContext },
): Told {
  if (wrong === 'past') return problem(PROBLEMS.past(shown));
  if (wrong === 'no such date') return problem(PROBLEMS.noSuchDate(shown));
  if (wrong === 'no such time') return problem(PROBLEMS.noSuchTime(shown));
  if (wrong === 'no time') return problem(PROBLEMS.noTime(shown));
  const furthest = DateTime.fromMillis(context.now).plus({ days: FURTHEST_DAYS });
  if (values.some((value) => DateTime.fromISO(value, { zone: context.zone }) > furthest))
    return problem(PROBLEMS.tooFar(shown));
  return chosenOf(
    values.map((value) => ({ value, label: momentLabel(value, context) })),
    shown,
  );
}

function readRhythm(
  text: string,
  {
    rhythm,
    type,
    context,
  }: { readonly rhythm: Recurrence; readonly type: InputSpec['type']; readonly context: SlotContext },
): Read {
  const { spans, patterns, maybeOnce, onlyOnce, unknown } = rhythm;
  const shown = shownIn(text, spans);
  if (unknown !== undefined) return { spans, told: problem(PROBLEMS.noRhythm(unknown)) };
  const often = patterns.map((value) => ({ value, label: rhythmLabel(value, shown) }));
  if (!(maybeOnce || onlyOnce) || type === 'recurrence') return { spans, told: chosenOf(often, shown) };
  const once = patterns.flatMap((pattern) => nextOf(pattern, context) ?? []);
  const single = once.map((value) => ({ value, label: momentLabel(value, context) }));
  return { spans, told: chosenOf(type === 'moment' || onlyOnce ? single : [...single, ...often], shown) };
}

function chosenOf(all: readonly { readonly value: string; readonly label: string }[], asked: string): Told {
  const [first, ...others] = all;
  if (!first) return { kind: 'none' };
  if (others.length === 0) return { kind: 'value', value: first.value };
  return {
    kind: 'ambiguous',
    choices: all.map(({ value, label }) => ({ id: value, name: label, label, asked: `“${asked}”` })),
  };
}

function nextOf(pattern: string, { now, zone }: SlotContext): string | undefined {
  const next = new Cron(pattern, { timezone: zone, paused: true }).nextRun(new Date(now));
  return next ? DateTime.fromJSDate(next, { zone }).toFormat("yyyy-MM-dd'T'HH:mm") : undefined;
}

/** As short as it still reads as the same moment: “today 21:00”, “Fri 27 Nov 9:00”. */
function momentLabel(value: string, { now, zone }: SlotContext): string {
  const at = DateTime.fromISO(value, { zone });
  const days = at.startOf('day').diff(DateTime.fromMillis(now, { zone }).startOf('day'), 'days').days;
  const day = days < 1 ? 'today' : days < 2 ? 'tomorrow' : at.toFormat('ccc d LLL', { locale: 'en' });
  return `${day} ${at.toFormat('H:mm')}`;
}

/** The words themselves, so that they read as a rhythm and name the hour. */
function rhythmLabel(pattern: string, shown: string): string {
  const [minute = '0', hour = '0'] = pattern.split(' ');
  const words = shown.replace(/^(?:on )?(?:the )?/iu, '');
  const rhythm = /^(?:every|each|daily|weekly|monthly)/iu.test(words) ? words : `every ${words}`;
  const [time] = findClockTimes(rhythm);
  const bare = time ? `${rhythm.slice(0, time.start)}${rhythm.slice(time.end)}`.trim() : rhythm;
  return `${bare} ${hour}:${minute.padStart(2, '0')}`;
}

/** The choice that the answer names: by its label, or by a time or part of the day that only it has. */
function chosenFrom(text: string, offered: readonly Choice[]): string | undefined {
  const plain = (words: string) =>
    wordsOf(words)
      .map(({ folded }) => folded)
      .join(' ');
  const same = offered.filter(({ label }) => plain(label) === plain(text));
  const [time, ...others] = offered.length > 0 ? findClockTimes(text) : [];
  const alike = (label: string) =>
    findClockTimes(label).some(({ hour, minute }) =>
      /morning/iu.test(text)
        ? hour < 12
        : /afternoon|evening|night/iu.test(text)
          ? hour >= 12
          : time !== undefined &&
            others.length === 0 &&
            hour === time.hour &&
            minute === time.minute &&
            !time.open,
    );
  const meant =
    same.length > 0 ? same : wordsOf(text).length <= 4 ? offered.filter(({ label }) => alike(label)) : [];
  return meant.length === 1 ? meant[0]?.id : undefined;
}

function shownIn(text: string, spans: readonly Span[]): string {
  const start = Math.min(...spans.map((span) => span.start));
  const end = Math.max(...spans.map((span) => span.end));
  const between = text.slice(start, end);
  // Far apart, the words between them are something else.
  return between.length <= 45 ? between : spans.map((span) => text.slice(span.start, span.end)).join(' ');
}

function problem(text: string): Told {
  return { kind: 'problem', problem: text };
}
