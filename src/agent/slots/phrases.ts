import { distance } from 'fastest-levenshtein';
import { type Word, wordsOf } from './text.ts';
import type { Span } from './types.ts';

const WITHIN_PHRASE = /^[ \n’'-]{0,3}$/;

/** The text with its words, so that each reader need not split it again. */
export interface Reading {
  readonly text: string;
  readonly words: readonly Word[];
}

/** A phrase found in the text. */
export interface Phrase extends Span {
  /** Place among the words of its first word and of the word after its last one. */
  readonly first: number;
  readonly next: number;
}

export function readingOf(text: string): Reading {
  return { text, words: wordsOf(text) };
}

/** Phrases split into folded words once, longest first, so that “tax number” is found before “tax”. */
export function compilePhrases(phrases: readonly string[]): readonly (readonly string[])[] {
  return phrases
    .map((phrase) => wordsOf(phrase).map(({ folded }) => folded))
    .filter((words) => words.length > 0)
    .toSorted((one, other) => other.length - one.length);
}

type Same = (said: string, word: string) => boolean;

const isEqual: Same = (said, word) => said === word;

/** The longest of the phrases that begins at this word. */
function phraseAt(
  reading: Reading,
  first: number,
  phrases: readonly (readonly string[])[],
): Phrase | undefined {
  return longestAt({ reading, first, isSame: isEqual }, phrases);
}

/** The same, also where a long word of it is mistyped. */
export function typedPhraseAt(
  reading: Reading,
  first: number,
  phrases: readonly (readonly string[])[],
): Phrase | undefined {
  return longestAt({ reading, first, isSame: isAlmost }, phrases);
}

function longestAt(
  { reading, first, isSame }: { reading: Reading; first: number; isSame: Same },
  phrases: readonly (readonly string[])[],
): Phrase | undefined {
  const found = phrases.find((phrase) =>
    phrase.every((word, i) => isNext(reading, { first, i, word, isSame })),
  );
  const start = reading.words[first];
  const last = reading.words[first + (found?.length ?? 0) - 1];
  if (!found || !start || !last) return undefined;
  return { start: start.start, end: last.end, first, next: first + found.length };
}

/** Shorter words have too many neighbours that mean something else. */
const LONG_ENOUGH = 6;

/** The same word, or a long one with one letter wrong, or with its letters in another order: “costumer”. */
function isAlmost(said: string, word: string): boolean {
  if (said === word) return true;
  if (Math.min(said.length, word.length) < LONG_ENOUGH || said[0] !== word[0]) return false;
  const apart = distance(said, word);
  return apart === 1 || (apart === 2 && lettersOf(said) === lettersOf(word));
}

function lettersOf(word: string): string {
  return Array.from(word).toSorted().join('');
}

/** Every place where one of the phrases stands, in order, without overlaps. */
export function findPhrases(reading: Reading, phrases: readonly string[]): readonly Phrase[] {
  const compiled = compilePhrases(phrases);
  const found: Phrase[] = [];
  for (let i = 0; i < reading.words.length; ) {
    const phrase = phraseAt(reading, i, compiled);
    if (phrase) found.push(phrase);
    i = phrase?.next ?? i + 1;
  }
  return found;
}

/**
 * Where the run of these words that ends right before `place` begins: `place` itself where there is none. At most
 * `maxWords` are taken, and only plain spaces, a colon or “=” may stand between them.
 */
export function leadStart(
  { text, words }: Reading,
  place: number,
  { lead, maxWords = 5 }: { readonly lead: ReadonlySet<string>; readonly maxWords?: number },
): number {
  let start = place;
  const before = lastWordBefore(words, place);
  for (let i = before; i >= 0 && i > before - maxWords; i -= 1) {
    const word = words[i];
    if (!word || !lead.has(word.folded) || !/^[ :=’'-]{0,3}$/.test(text.slice(word.end, start))) break;
    start = word.start;
  }
  return start;
}

/** The place of the last word that ends at or before `place`, -1 where there is none; by halving. */
function lastWordBefore(words: readonly Word[], place: number): number {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((words[middle]?.end ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function isNext(
  { text, words }: Reading,
  { first, i, word, isSame }: { first: number; i: number; word: string; isSame: Same },
): boolean {
  const here = words[first + i];
  if (!here || !isSame(here.folded, word)) return false;
  const before = i === 0 ? undefined : words[first + i - 1];
  return !before || WITHIN_PHRASE.test(text.slice(before.end, here.start));
}
