import { type StringReading, tidy } from './extents.ts';
import type { Reading } from './phrases.ts';
import { findQuotes } from './quotes.ts';
import { findCues } from './regions.ts';
import { createClaims } from './spans.ts';
import { findSubject } from './strings.ts';
import type { InputSpec, ParsedAnswer } from './types.ts';

/** The text as it stands, without marks, “please”, its own cue (“for the logo”) and, in quotes, the quotes. */
export function answerString(reading: Reading, spec: InputSpec): ParsedAnswer {
  const { text } = reading;
  const quotes = findQuotes(text);
  const [quote] = quotes;
  if (quote?.span.start === 0 && /^[.!\s]*$/.test(text.slice(quote.span.end))) return valued(quote.inner);
  const cues = findCues(reading, [['', spec]]);
  const whole: StringReading = {
    ...reading,
    claims: createClaims(text.length),
    quotes,
    cues,
    commaEnds: false,
  };
  if (spec.subject)
    return valued(findSubject(whole, spec.after ?? [])?.value ?? tidy(whole, { start: 0, end: text.length }));
  const cue = cues.find(({ start }) => start === 0);
  const value = tidy(whole, { start: cue?.end ?? 0, end: text.length });
  if (spec.rest) return valued(value.replace(/\s*[,\n]\s*/g, '\n'));
  return valued(value);
}

function valued(value: string): ParsedAnswer {
  return value === '' ? { kind: 'none' } : { kind: 'value', value };
}
