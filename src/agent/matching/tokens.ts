import { stemmer } from 'stemmer';
import { findFigureDays } from '../slots/calendar.ts';
import { findEmails } from '../slots/emails.ts';
import { findMoney } from '../slots/money.ts';
import { findQuotes } from '../slots/quotes.ts';
import { overlap } from '../slots/spans.ts';
import { cleanText, wordsOf } from '../slots/text.ts';
import type { Span } from '../slots/types.ts';
import { OPENINGS, sameMeaning } from './vocabulary.ts';

/** Longer texts are matched by their beginning. */
const MAX_CHARS = 2000;

export type Mask = 'money' | 'date' | 'email' | 'quote' | 'number' | 'name';

/** A word as it is compared, or a value of which only the kind counts. */
export type Token =
  | {
      readonly kind: 'word';
      /** Folded, with contractions written out. */
      readonly word: string;
      readonly stem: string;
      /** Written with a capital, not at the beginning of a sentence. */
      readonly capital: boolean;
      /** A mark that sets clauses apart stands right before. */
      readonly newClause: boolean;
    }
  | { readonly kind: 'mask'; readonly mask: Mask; readonly newClause: boolean };

const CONTRACTIONS: ReadonlyMap<string, string> = new Map(
  Object.entries({ s: 'is', m: 'am', re: 'are', d: 'would', ll: 'will', ve: 'have', t: 'not' }),
);
/** Before ’t; of other verbs (do|n’t) only the n goes. */
const NEGATED: ReadonlyMap<string, string> = new Map(
  Object.entries({ can: 'can', won: 'will', shan: 'shall', ain: 'is' }),
);
/** The zone and now do not matter: only the places of dates are looked at. */
const ANY_DAY = { now: 0, zone: 'utc', dayFirst: true } as const;
const CALENDAR_WORDS =
  /(?<![\p{L}\p{N}])(?:(?:next|this|last) )?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|\d{1,2}(?:st|nd|rd|th)?\.? (?:of )?(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec))(?![\p{L}\p{N}])/giu;

/** The text’s words and values in order. Openings (“could you please”) are left out where more follows. */
export function tokensOf(text: string): readonly Token[] {
  return withoutOpening(rawTokens(cleanText(text.slice(0, MAX_CHARS))));
}

export function stemOf(word: string): string {
  return stemmer(sameMeaning(word));
}

function rawTokens(text: string): readonly Token[] {
  const masks = masksIn(text);
  const isShouted = isAllCapitals(text);
  const tokens: Token[] = [];
  let end = 0;
  let mask = 0;
  for (const word of wordsOf(text)) {
    for (let next = masks[mask]; next && next.start <= word.start; next = masks[(mask += 1)]) {
      tokens.push({ kind: 'mask', mask: next.mask, newClause: /[,;:\n]/.test(text.slice(end, next.start)) });
      end = next.end;
    }
    if (word.start < end) continue;
    const before = text.slice(end, word.start);
    end = word.end;
    const kind = figureOf(word.raw);
    if (kind) tokens.push({ kind: 'mask', mask: kind, newClause: /[,;:\n]/.test(before) });
    else pushWord(tokens, isShouted ? { ...word, raw: word.folded } : word, before);
  }
  for (const { mask: kind } of masks.slice(mask)) tokens.push({ kind: 'mask', mask: kind, newClause: false });
  return tokens;
}

/** “2k” is an amount, “12” may be anything. */
function figureOf(word: string): Mask | undefined {
  if (/^\d+$/.test(word)) return 'number';
  return /^\d+k$/i.test(word) ? 'money' : undefined;
}

/** Where every letter is a capital, none marks a name. */
export function isAllCapitals(text: string): boolean {
  return /\p{Lu}{2}/u.test(text) && !/\p{Ll}/u.test(text);
}

function pushWord(tokens: Token[], { folded, raw }: { folded: string; raw: string }, before: string): void {
  const newClause = /[,;:\n]/.test(before);
  if (/^[’']$/.test(before)) {
    const whole = CONTRACTIONS.get(folded);
    const last = tokens.at(-1);
    // “Ana’s” is a possessive, “what’s” is not.
    if (whole === undefined || last?.kind !== 'word' || (folded === 's' && last.capital)) return;
    if (folded === 't') {
      const verb = NEGATED.get(last.word) ?? last.word.replace(/n$/, '');
      tokens[tokens.length - 1] = { ...last, word: verb, stem: stemOf(verb) };
    }
    tokens.push({ kind: 'word', word: whole, stem: stemOf(whole), capital: false, newClause: false });
    return;
  }
  const capital = /^\p{Lu}/u.test(raw) && raw !== 'I' && tokens.length > 0 && !/[.!?\n]/.test(before);
  tokens.push({ kind: 'word', word: folded, stem: stemOf(folded), capital, newClause });
}

function masksIn(text: string): readonly (Span & { readonly mask: Mask })[] {
  const of = (mask: Mask) => (span: Span) => ({ start: span.start, end: span.end, mask });
  const calendar = Array.from(text.matchAll(CALENDAR_WORDS), ({ 0: shown, index }) => ({
    start: index,
    end: index + shown.length,
  }));
  const all = [
    ...findQuotes(text).map(({ span }) => of('quote')(span)),
    ...findEmails(text).map(of('email')),
    ...[...findFigureDays(text, ANY_DAY), ...calendar].map(of('date')),
    ...findMoney(text, 'USD')
      .filter(({ marked }) => marked)
      .map(of('money')),
  ];
  const kept: (Span & { readonly mask: Mask })[] = [];
  for (const span of all) if (!kept.some((other) => overlap(other, span))) kept.push(span);
  return kept.toSorted((one, other) => one.start - other.start);
}

function withoutOpening(tokens: readonly Token[]): readonly Token[] {
  let start = 0;
  for (let length = openingLength(tokens, start); length > 0; length = openingLength(tokens, start))
    start += length;
  return start < tokens.length ? tokens.slice(start) : tokens;
}

function openingLength(tokens: readonly Token[], start: number): number {
  const opening = OPENINGS.find((words) =>
    words.every((word, i) => {
      const token = tokens[start + i];
      return token?.kind === 'word' && token.word === word;
    }),
  );
  return opening?.length ?? 0;
}
