import { isFunctionWord } from './function-words.ts';
import type { Reading } from './phrases.ts';
import type { Quote } from './quotes.ts';
import type { Cue } from './regions.ts';
import { type Claims, createClaims, overlap, trimmed } from './spans.ts';
import { wordsOf } from './text.ts';
import type { Span } from './types.ts';

/** What a string may be read from. */
export interface StringReading extends Reading {
  readonly claims: Claims;
  readonly quotes: readonly Quote[];
  readonly cues: readonly Cue[];
  /** Whether a comma ends every string, because some input takes the clauses that are left. */
  readonly commaEnds: boolean;
}

const LEGAL_FORM_NEXT = /^, ?(?:inc|ltd|llc|llp|gmbh|corp|co|plc|s\.?a|s\.?r\.?l|b\.?v)(?![\p{L}\p{N}])/iu;
const CONNECTORS = new Set(
  'and with which that is are for over of at to be by on in his her their its plus due'.split(' '),
);
const POLITE = /[\s,;](?:please|thanks|thank you|thx|asap)$/iu;
const LEADING = /^(?:\s|[:=#]|(?:is|are|was|no\.|nr\.)\s)+/iu;
const ABBREVIATED = /(?<!\p{L})(?:inc|ltd|co|corp|jr|sr)$/iu;
const MARK_BEFORE = /[\s,;:)\]}>–—-]/u;
const MARK_AFTER = /[\s,;:.!?([{<–—-]/u;

/** Where a string that begins here ends: at what another input took, another cue, a line’s or a sentence’s end. */
export function endOf(
  reading: StringReading,
  start: number,
  { input, comma }: { input: string; comma: boolean },
): number {
  const { text, claims, cues } = reading;
  const cue = cues.find(
    (candidate) => candidate.start >= start && candidate.input !== input && claims.isFree(candidate),
  );
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
  return cues.some(
    (cue) => cue.input === input && cue.start > place && text.slice(place + 1, cue.start).trim() === '',
  );
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
export function clausesOf(
  { text, claims, quotes }: StringReading,
  from: number,
  breaks = /[,;\n]/,
): readonly Span[] {
  const closed = createClaims(
    text.length,
    quotes.map(({ span }) => span),
  );
  const clauses: Span[] = [];
  let start = from;
  for (let i = from; i <= text.length; i += 1) {
    const isBreak = i === text.length || breaks.test(text.charAt(i)) || isSentenceEnd(text, i);
    if (!isBreak || claims.isInside(i) || closed.isInside(i)) continue;
    clauses.push({ start, end: i });
    start = i + 1;
  }
  return clauses;
}

/** What is left of a clause beside the parts that are taken. */
export function freeParts({ claims }: StringReading, clause: Span): readonly Span[] {
  const taken = claims.spans
    .filter((span) => overlap(span, clause))
    .toSorted((one, other) => one.start - other.start);
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
  if (!beforeTaken) return value;
  for (let last = lastWord(value); last && CONNECTORS.has(last.folded); last = lastWord(value)) {
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

export function saysSomething(value: string): boolean {
  return wordsOf(value).some(
    ({ folded }) => !isFunctionWord(folded) && folded !== 'asap' && folded !== 'thx',
  );
}
