import { type StringReading, tidy } from './extents.ts';
import type { Reading } from './phrases.ts';
import { findQuotes } from './quotes.ts';
import { findCues } from './regions.ts';
import { createClaims } from './spans.ts';
import { findSubject } from './strings.ts';
import type { InputSpec, ParsedAnswer } from './types.ts';
import { PROBLEMS } from './words.ts';

/** What asks for something itself is no answer, whatever was asked. */
const ASKING =
  /\?\s*$|^(?:(?:hey|hi|ok|okay|please|and|so)[\s,]+)*(?:(?:can|could|would|will) (?:you|we|i)|remind me|whats|what|when|where|why|how)(?!\p{L})/iu;
/** Says something of a question, and nothing that could be its answer. */
const NO_ANSWER = /^(?:yes|yep|yeah|no|nope|ok|okay|sure|thanks|thank you|hm+|huh|what)[.!? ]*$/iu;
/** Longer than that is a sentence, not a name. */
const MAX_NAME_WORDS = 7;

/** “Kim Yu Studio” is a name, “give me the digest” is none: several words need a capital, where the script has them. */
function isNoName({ text, words }: Reading): boolean {
  return words.length > MAX_NAME_WORDS || (words.length > 2 && !/\p{Lu}|\p{Lo}|\d/u.test(text));
}

/** The text as it stands, without marks, “please”, its own cue (“for the logo”) and, in quotes, the quotes. */
export function answerString(reading: Reading, spec: InputSpec): ParsedAnswer {
  const { text } = reading;
  if (NO_ANSWER.test(text)) return { kind: 'none', problem: PROBLEMS.noAnswer(text) };
  if (ASKING.test(text) || (spec.subject && isNoName(reading))) return { kind: 'none' };
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
    return valued(
      findSubject(whole, { after: [...(spec.after ?? []), ...(spec.afterBeforeName ?? [])] })?.value ??
        tidy(whole, { start: 0, end: text.length }),
    );
  const cue = cues.find(({ start }) => start === 0);
  const value = tidy(whole, { start: cue?.end ?? 0, end: text.length });
  if (spec.rest) return valued(value.replace(/\s*[,\n]\s*/g, '\n'));
  return valued(value);
}

function valued(value: string): ParsedAnswer {
  return value === '' ? { kind: 'none' } : { kind: 'value', value };
}
