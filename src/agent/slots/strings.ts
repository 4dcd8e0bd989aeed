import { clausesOf, endOf, freeParts, type StringReading, saysSomething, tidy } from './extents.ts';
import { isFunctionWord } from './function-words.ts';
import { compilePhrases, findPhrases, type Phrase, typedPhraseAt } from './phrases.ts';
import type { Quote } from './quotes.ts';
import { createClaims } from './spans.ts';
import { wordsOf } from './text.ts';
import type { InputSpec, Span } from './types.ts';

/** A string that was found, with the words that led to it. */
export interface FoundString {
  readonly span: Span;
  readonly value: string;
}

/** A capital, a figure, or a letter of a script that has no capitals. */
const NAME_START = /^["“„«']?[\p{Lu}\p{Lt}\p{Lo}\p{N}]/u;
const SUBJECT_ENDS =
  /(?<![\p{L}\p{N}])(?:as (?:an?|the|my|our|new|another|customer|client)|(?:in|into|to|among) (?:my|our))(?![\p{L}\p{N}])/gu;

/** “contract with Ana: website care” */
const CLAUSE_OR_COLON = /[,;:\n]/;
/** What says more about an amount or a time, and not what it is for. */
const MODIFIES_AMOUNT =
  /(?<![\p{L}\p{N}])(?:net|gross|vat|tax|plus|incl\w*|excl\w*|total|only|per|each|extra|again|more|now|today|tomorrow|later|asap|too|also|instead|due|by|until|within|next|someday)(?![\p{L}\p{N}])/iu;

/** The words after the request itself: “Add customer ⟨Ana Torres⟩, …”. */
export function findSubject(
  reading: StringReading,
  { after = [], afterBeforeName = [] }: Pick<InputSpec, 'after' | 'afterBeforeName'>,
): FoundString | undefined {
  const compiled = compilePhrases(after);
  const beforeName = compilePhrases(afterBeforeName);
  for (let i = 0; i < reading.words.length; i += 1) {
    const phrase = typedPhraseAt(reading, i, compiled);
    const found = phrase && subjectAfter(reading, phrase);
    if (found) return found;
    const named = typedPhraseAt(reading, i, beforeName);
    const name = named && subjectAfter(reading, named);
    if (name && NAME_START.test(name.value)) return name;
  }
  return undefined;
}

/** Everything after the request itself, or all where that does not stand first: “note: ⟨Ana prefers calls, not mails⟩”. */
export function findWhole(
  reading: StringReading,
  { after = [] }: Pick<InputSpec, 'after'>,
): FoundString | undefined {
  const compiled = compilePhrases(after);
  const end = reading.text.length;
  let isLed = false;
  for (let i = 0; i < reading.words.length; i += 1) {
    const phrase = typedPhraseAt(reading, i, compiled);
    isLed ||= phrase !== undefined;
    const found = phrase && toTheEnd(reading, phrase.end);
    if (found) return found;
  }
  return isLed ? undefined : { span: { start: 0, end }, value: reading.text.trim() };
}

const CAPITAL_WORD = "\\p{Lu}[\\p{L}\\p{N}.&'’-]*";
/** Words with capitals, and what may stand between them in a name. */
const PROPER_NAME = new RegExp(
  `(?<![\\p{L}\\p{N}@.])${CAPITAL_WORD}(?:\\s+(?:(?:&|de|da|di|la|le|van|von|der|of|and)\\s+){0,2}${CAPITAL_WORD})*`,
  'gu',
);
const NO_NAME = /^(?:I|I['’].*|Please|Hi|Hey|Hello|OK|We|We['’].*)$/u;

/** The first name in the text: “could you take ⟨Rosa’s Bakery⟩ on as a client”. A lone word at its beginning is none. */
export function findProperName({ text, claims }: StringReading): FoundString | undefined {
  for (const { 0: shown, index } of text.matchAll(PROPER_NAME)) {
    const value = shown.replace(/[.,'’-]+$/u, '');
    const span = { start: index, end: index + shown.length };
    const isOpening = index === 0 && !value.includes(' ');
    if (!isOpening && !NO_NAME.test(value) && claims.isFree(span)) return { span, value };
  }
  return undefined;
}

/** The words that nothing took and that are none of these, as they stand: “cancel my ⟨dentist⟩ reminder”. */
export function findBeside(reading: StringReading, known: readonly string[]): string | undefined {
  const ignored = new Set(known.flatMap((word) => wordsOf(word).map(({ folded }) => folded)));
  const left = reading.words.filter(
    (word) => reading.claims.isFree(word) && !ignored.has(word.folded) && !isFunctionWord(word.folded),
  );
  return left.length === 0 ? undefined : left.map(({ raw }) => raw).join(' ');
}

const MAX_BETWEEN = 3;

/** A few words between two phrases: “buy milk to the ⟨shopping⟩ list”; none where they stand side by side. */
export function findBetween(
  reading: StringReading,
  { after, before }: NonNullable<InputSpec['between']>,
): FoundString | undefined {
  const opening = findPhrases(reading, after);
  for (const closing of findPhrases(reading, before).toReversed()) {
    const opened = opening.findLast(({ end }) => end < closing.start);
    if (!opened || closing.first - opened.next > MAX_BETWEEN) continue;
    const span = { start: opened.start, end: closing.end };
    if (reading.claims.isFree(span))
      return { span, value: reading.text.slice(opened.end, closing.start).trim() };
  }
  return undefined;
}

/** Everything after whom it is about: “tell Ana ⟨the draft is ready, and so is the plan⟩”. */
export function findAfterRecord(reading: StringReading): FoundString | undefined {
  const [first] = reading.claims.spans.toSorted((one, other) => one.start - other.start);
  const found = first && toTheEnd(reading, first.end);
  return found && saysSomething(found.value) ? found : undefined;
}

function toTheEnd(reading: StringReading, start: number): FoundString | undefined {
  const span = { start, end: reading.text.length };
  const value = tidy({ ...reading, claims: createClaims(reading.text.length) }, span);
  return value === '' ? undefined : { span, value };
}

/** The words after one of an input’s cues; the first cue that something follows. */
export function findCued(reading: StringReading, input: string): FoundString | undefined {
  for (const cue of reading.cues.filter((candidate) => candidate.input === input)) {
    if (!reading.claims.isFree(cue)) continue;
    const quote = quoteAt(reading, cue.end);
    if (quote) return { span: { start: cue.start, end: quote.span.end }, value: quote.inner };
    const end = endOf(reading, cue.end, { input, comma: reading.commaEnds });
    const value = tidy(reading, { start: cue.valueStart, end });
    if (value !== '' && end > cue.end) return { span: { start: cue.start, end }, value };
  }
  return undefined;
}

/** “Please bill it”, “send him the invoice”: the request, and not what it is for. */
const REQUEST =
  /^(?:(?:please|and|so|can you|could you|just)\s+)*(?:(?:bill|invoice|charge|send|write|make|do|get|prepare|draw|quote)(?:\s+\p{L}+){0,4}\s+(?:it|them|him|her|this|that|invoice|bill|quote|out|up)|(?:an? |the )?(?:invoice|bill|quote))(?:,?\s+please)?$/iu;

/** A quotation that no input took, else the one clause after the first in which no input took anything. */
export function findUncued(reading: StringReading): FoundString | undefined {
  const quotes = reading.quotes.filter(({ span }) => reading.claims.isFree(span));
  const [quote] = quotes;
  if (quote && quotes.length === 1) return { span: quote.span, value: quote.inner };
  const clauses = clausesOf(reading, 0, CLAUSE_OR_COLON).slice(1);
  const told = tellingOf(
    reading,
    clauses.filter((clause) => reading.claims.isFree(clause)),
  );
  if (told.length > 0) return told.length === 1 ? told[0] : undefined;
  // “Contract with Ana: ⟨website care⟩ until 31 March”
  const begun = tellingOf(
    reading,
    clauses.flatMap((clause) => freeParts(reading, clause).filter(({ start }) => start === clause.start)),
  );
  const plain = begun.filter(({ value }) => !MODIFIES_AMOUNT.test(value));
  return plain.length === 1 ? plain[0] : afterFigures(reading);
}

function tellingOf(reading: StringReading, spans: readonly Span[]): readonly FoundString[] {
  return spans
    .map((span) => ({ span, value: tidy(reading, span) }))
    .filter(({ value }) => saysSomething(value) && !REQUEST.test(value));
}

/** “Invoice Ana $80 ⟨hosting⟩ due in 14 days”: the words right after figures that an input took. */
function afterFigures(reading: StringReading): FoundString | undefined {
  const { text, claims } = reading;
  const figures = claims.spans.filter(({ start, end }) => /\d/.test(text.slice(start, end)));
  const ends = new Set(figures.map(({ end }) => end));
  const told = clausesOf(reading, 0)
    .flatMap((clause) => freeParts(reading, clause))
    .filter(({ start }) => ends.has(start))
    .map((span) => ({ span, value: tidy(reading, span) }))
    .filter(({ value }) => saysSomething(value) && !MODIFIES_AMOUNT.test(value));
  return told.length === 1 ? told[0] : undefined;
}

/**
 * The clauses after the subject’s own that no input took, one to a line; or those after a cue, where one is given.
 * Undefined where nothing is left.
 */
export function findRest(
  reading: StringReading,
  { input, from }: { input: string; from: number | undefined },
): string | undefined {
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
  // A name may begin like a cue: “my business is Address Books GmbH”.
  const first = reading.words[phrase.next];
  const isNext =
    first && reading.claims.isFree(first) && /^\s*$/.test(reading.text.slice(phrase.end, first.start));
  const end = Math.min(
    endOf(reading, isNext ? first.end : phrase.end, { input: '', comma: true }),
    ...Array.from(reading.text.matchAll(SUBJECT_ENDS), ({ index }) => index).filter(
      (index) => index > phrase.end + 1,
    ),
  );
  const value = tidy(reading, { start: phrase.end, end });
  return value === '' ? undefined : { span: { start: phrase.start, end }, value };
}

function quoteAt({ text, quotes, claims }: StringReading, place: number): Quote | undefined {
  return quotes.find(
    ({ span }) =>
      span.start >= place &&
      claims.isFree(span) &&
      /^[\s:]*(?:(?:the|an|a)\s)?$/i.test(text.slice(place, span.start)),
  );
}
