import { isFunctionWord } from './function-words.ts';
import { compilePhrases, phraseAt, type Phrase, type Reading } from './phrases.ts';
import type { Quote } from './quotes.ts';
import type { Cue } from './regions.ts';
import type { Claims } from './spans.ts';
import { overlap, trimmed } from './spans.ts';
import type { Span } from './types.ts';
import { wordsOf } from './text.ts';

/** What a string may be read from. */
export interface StringReading extends Reading {
  readonly claims: Claims;
  readonly quotes: readonly Quote[];
  readonly cues: readonly Cue[];
  /** Whether a comma ends every string, because some input takes the clauses that are left. */
  readonly commaEnds: boolean;
}

/** A string that was found, with the words that led to it. */
export interface FoundString {
  readonly span: Span;
  readonly value: string;
}

const LEGAL_FORM_NEXT = /^, ?(?:inc|ltd|llc|llp|gmbh|corp|co|plc|s\.?a|s\.?r\.?l|b\.?v)(?![\p{L}\p{N}])/iu;
const SUBJECT_ENDS = /(?<![\p{L}\p{N}])(?:as|(?:in|into|to|among) (?:my|our))(?![\p{L}\p{N}])/gu;
const CONNECTORS = new Set('and with which that is are for over of at to be by on in his her their its plus due'.split(' '));
const POLITE = /[\s,;](?:please|thanks|thank you|thx|asap)$/iu;
const LEADING = /^(?:\s|[:=#]|(?:is|are|was|no\.|nr\.)\s)+/iu;
const ABBREVIATED = /(?<!\p{L})(?:inc|ltd|co|corp|jr|sr)$/iu;
/** The article that a name of some work goes without: “the landing page”. */
export const ARTICLE = /^(?:the|an|a)\s+(?=\S)/iu;
const MARK_BEFORE = /[\s,;:–—-]/u;
const MARK_AFTER = /[\s,;:.!?–—-]/u;

/** The words after the request itself: “Add customer ⟨Ana Torres⟩, …”. */
export function findSubject(reading: StringReading, after: readonly string[]): FoundString | undefined {
  const compiled = compilePhrases(after);
  for (let i = 0; i < reading.words.length; i += 1) {
    const phrase = phraseAt(reading, i, compiled);
    const found = phrase && subjectAfter(reading, phrase);
    if (found) return found;
  }
  return undefined;
}

/** The words after one of an input’s cues; the first cue that something follows. */
export function findCued(reading: StringReading, input: string): FoundString | undefined {
  for (const cue of reading.cues.filter((candidate) => candidate.input === input)) {
    if (!reading.claims.isFree(cue)) continue;
    const quote = quoteAt(reading, cue.end);
    if (quote) return { span: { start: cue.start, end: quote.span.end }, value: quote.inner };
    const end = endOf(reading, cue.end, { input, comma: reading.commaEnds });
    const value = tidy(reading, { start: cue.end, end }).replace(ARTICLE, '');
    if (value !== '') return { span: { start: cue.start, end }, value };
  }
  return undefined;
}

/** A quotation that no input took, else the one clause after the first in which no input took anything. */
export function findUncued(reading: StringReading): FoundString | undefined {
  const quotes = reading.quotes.filter(({ span }) => reading.claims.isFree(span));
  const [quote] = quotes;
  if (quote && quotes.length === 1) return { span: quote.span, value: quote.inner };
  const clauses = clausesOf(reading, 0).slice(1).filter((clause) => reading.claims.isFree(clause));
  const told = clauses
    .map((span) => ({ span, value: tidy(reading, span).replace(ARTICLE, '') }))
    .filter(({ value }) => saysSomething(value));
  return told.length === 1 ? told[0] : undefined;
}

/**
 * The clauses after the subject’s own that no input took, one to a line; or those after a cue, where one is given.
 * Undefined where nothing is left.
 */
export function findRest(reading: StringReading, { input, from }: { input: string; from: number | undefined }): string | undefined {
  const cue = reading.cues.find((candidate) => candidate.input === input && reading.claims.isFree(candidate));
  const start = cue?.end ?? from;
  if (start === undefined) return undefined;
  const lines = clausesOf(reading, start)
    .slice(cue ? 0 : 1)
    .flatMap((clause) => freeParts(reading, clause))
    .map((part) => tidy(reading, part))
    .filter(saysSomething);
  return lines.length > 0 ? lines.join('\n') : undefined;
}

function subjectAfter(reading: StringReading, phrase: Phrase): FoundString | undefined {
  const quote = quoteAt(reading, phrase.end);
  if (quote) return { span: { start: phrase.start, end: quote.span.end }, value: quote.inner };
  const end = Math.min(
    endOf(reading, phrase.end, { input: '', comma: true }),
    ...Array.from(reading.text.matchAll(SUBJECT_ENDS), ({ index }) => index).filter((index) => index > phrase.end + 1),
  );
  const value = tidy(reading, { start: phrase.end, end });
  return value === '' ? undefined : { span: { start: phrase.start, end }, value };
}

function quoteAt({ text, quotes, claims }: StringReading, place: number): Quote | undefined {
  return quotes.find(
    ({ span }) => span.start >= place && claims.isFree(span) && /^[\s:]*(?:(?:the|an|a)\s)?$/i.test(text.slice(place, span.start)),
  );
}

/** Where a string that begins here ends: at what another input took, another cue, a line’s or a sentence’s end. */
function endOf(reading: StringReading, start: number, { input, comma }: { input: string; comma: boolean }): number {
  const { text, claims, cues } = reading;
  const cue = cues.find((candidate) => candidate.start >= start && candidate.input !== input && claims.isFree(candidate));
  const limit = Math.min(claims.nextFrom(start), cue?.start ?? text.length);
  for (let i = start; i < limit; i += 1) {
    const here = text.charAt(i);
    if (here === '\n' && text.slice(start, i).trim() !== '') return i;
    if (comma && here === ',' && !continuesAfterComma(reading, i, input)) return i;
    if (isSentenceEnd(text, i)) return i;
  }
  return limit;
}

function continuesAfterComma({ text, cues }: StringReading, place: number, input: string): boolean {
  if (LEGAL_FORM_NEXT.test(text.slice(place, place + 10))) return true;
  const next = place + 1 + /^\s*/.exec(text.slice(place + 1, place + 8))![0].length;
  return cues.some((cue) => cue.input === input && cue.start === next);
}

/** A full stop after a word of four letters or more, before a capital: “Dr. Kim” and “Hauptstr. 5” go on. */
function isSentenceEnd(text: string, place: number): boolean {
  const here = text.charAt(place);
  if (!/[.!?;]/.test(here)) return false;
  const after = text.slice(place + 1, place + 4);
  if (here !== '.') return after === '' || /^\s/.test(after);
  return /^\s+\p{Lu}/u.test(after) && /[\p{L}\p{N}]{4}$/u.test(text.slice(Math.max(0, place - 4), place));
}

/** The stretches between commas, semicolons and line breaks, from a place on; commas within claims do not count. */
function clausesOf({ text, claims, quotes }: StringReading, from: number): readonly Span[] {
  const closed = [...claims.spans, ...quotes.map(({ span }) => span)];
  const clauses: Span[] = [];
  let start = from;
  for (let i = from; i <= text.length; i += 1) {
    const isBreak = i === text.length || /[,;\n]/.test(text.charAt(i)) || isSentenceEnd(text, i);
    if (!isBreak || closed.some((span) => span.start < i && i < span.end)) continue;
    clauses.push({ start, end: i });
    start = i + 1;
  }
  return clauses;
}

/** What is left of a clause beside the parts that are taken. */
function freeParts({ claims }: StringReading, clause: Span): readonly Span[] {
  const taken = claims.spans.filter((span) => overlap(span, clause)).sort((one, other) => one.start - other.start);
  const parts: Span[] = [];
  let start = clause.start;
  for (const span of taken) {
    if (span.start > start) parts.push({ start, end: span.start });
    start = Math.max(start, span.end);
  }
  if (start < clause.end) parts.push({ start, end: clause.end });
  return parts;
}

/** The words as they are kept: without marks at the edges, “please”, and connectors that lead to something taken. */
export function tidy({ text, claims }: StringReading, span: Span): string {
  const { start, end } = trimmed(text, span);
  const beforeTaken = claims.nextFrom(end) <= end + 2 && claims.nextFrom(end) < text.length;
  let value = withoutPolite(withoutMarks(text.slice(start, end).replace(LEADING, '')));
  for (let last = lastWord(value); beforeTaken && last && CONNECTORS.has(last.folded); last = lastWord(value)) {
    value = withoutMarks(value.slice(0, last.start));
  }
  return value;
}

function withoutPolite(value: string): string {
  const shorter = withoutMarks(value.replace(POLITE, ''));
  return shorter === value ? value : withoutPolite(shorter);
}

function withoutMarks(value: string): string {
  let start = 0;
  let end = value.length;
  while (start < end && MARK_BEFORE.test(value.charAt(start))) start += 1;
  while (end > start && MARK_AFTER.test(value.charAt(end - 1))) end -= 1;
  const kept = value.slice(start, end);
  return ABBREVIATED.test(kept) && value.charAt(end) === '.' ? `${kept}.` : kept;
}

function lastWord(value: string) {
  return wordsOf(value).at(-1);
}

function saysSomething(value: string): boolean {
  return wordsOf(value).some(({ folded }) => !isFunctionWord(folded) && folded !== 'asap' && folded !== 'thx');
}
