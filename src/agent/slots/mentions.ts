import { currencyOfWord } from './currencies.ts';
import { isFunctionWord } from './function-words.ts';
import type { Name, NameIndex } from './names.ts';
import type { Reading } from './phrases.ts';
import type { Word } from './text.ts';
import type { NamedRecord, Span } from './types.ts';

/** A place that names one record, or several that share the name. */
export interface Mention extends Span {
  readonly records: readonly NamedRecord[];
  /** As it was written, without the possessive. */
  readonly asked: string;
  readonly possessive: boolean;
  readonly firstWord: boolean;
}

/** Enough to tell who is meant; a text that names more is not about one of them. */
const MAX_MENTIONS = 20;
const WITHIN_NAME = /^[ .&+/’'-]{1,4}$/;
const POSSESSIVE = /^[’'](?:s(?![\p{L}\p{N}])|(?![\p{L}\p{N}]))/iu;

/** Every place where a record is named: by its whole name, else by the first or the last word of it. */
export function findMentions(reading: Reading, index: NameIndex): readonly Mention[] {
  const found: Mention[] = [];
  let looked = 0;
  for (let i = 0; i < reading.words.length && looked < MAX_MENTIONS; ) {
    const match = longest(reading, i, index);
    if (match && !isSomeoneElse(reading, i, match)) found.push(mentionOf(reading, i, match));
    looked += match ? 1 : 0;
    i += match?.length ?? 1;
  }
  return found;
}

interface NameMatch {
  readonly names: readonly Name[];
  readonly length: number;
  /** Whether the names stand here in full. */
  readonly whole: boolean;
}

function longest(reading: Reading, i: number, index: NameIndex): NameMatch | undefined {
  const word = reading.words[i];
  if (!word) return undefined;
  const whole = best(index.byStart.get(word.folded) ?? [], (name) =>
    Math.max(runLength(reading, i, name.words), runLength(reading, i, name.short)),
  );
  if (whole) return { ...whole, whole: true };
  // The 80 of “Person 80” is a figure wherever it stands alone.
  if (!/\p{L}/u.test(word.folded)) return undefined;
  if (isFunctionWord(word.folded) && !/^\p{Lu}/u.test(word.raw)) return undefined;
  const part = best(index.byEdge.get(word.folded) ?? [], (name) => partLength(reading, i, name.short));
  return part && { ...part, whole: false };
}

/** The names that cover the most words here; those that cover none are left out. */
function best(
  names: readonly Name[],
  lengthOf: (name: Name) => number,
): Omit<NameMatch, 'whole'> | undefined {
  const measured = names.map((name) => ({ name, length: lengthOf(name) }));
  const length = measured.reduce((most, candidate) => Math.max(most, candidate.length), 0);
  if (length === 0) return undefined;
  return {
    length,
    names: measured.filter((candidate) => candidate.length === length).map(({ name }) => name),
  };
}

/** How many words the whole name covers here; 0 where it does not stand here. */
function runLength(reading: Reading, i: number, name: readonly string[]): number {
  return sharedWords(reading, i, name) === name.length ? name.length : 0;
}

/** How many words from the name’s first or last word on stand here. */
function partLength(reading: Reading, i: number, name: readonly string[]): number {
  const fromLast = reading.words[i]?.folded === name.at(-1) ? 1 : 0;
  return Math.max(sharedWords(reading, i, name), fromLast);
}

function sharedWords({ text, words }: Reading, i: number, name: readonly string[]): number {
  let count = 0;
  for (const part of name) {
    const word = words[i + count];
    const before = count === 0 ? undefined : words[i + count - 1];
    if (word?.folded !== part || (before && !WITHIN_NAME.test(text.slice(before.end, word.start)))) break;
    count += 1;
  }
  return count;
}

/** “Ana Zimmer” is not Ana Torres: one word of a name beside another capitalised word names somebody else. */
function isSomeoneElse(reading: Reading, i: number, { length, names, whole }: NameMatch): boolean {
  if (whole && length > 1) return false;
  const word = reading.words[i];
  const last = reading.words[i + length - 1];
  const next = reading.words[i + length];
  if (last && next && adjoins(reading, last, next) && isNamePart(next)) return true;
  const previous = i > 1 ? reading.words[i - 1] : undefined;
  const byLast = names.every((name) => name.short[0] !== word?.folded);
  return Boolean(byLast && word && previous && adjoins(reading, previous, word) && isNamePart(previous));
}

function adjoins({ text }: Reading, one: Word, other: Word): boolean {
  return /^[ -]$/.test(text.slice(one.end, other.start));
}

function isNamePart({ raw, folded }: Word): boolean {
  if (isFunctionWord(folded) || currencyOfWord(raw, '') !== undefined) return false;
  return /^\p{Lu}(?:\p{Ll}|$)/u.test(raw);
}

function mentionOf({ text, words }: Reading, i: number, { names, length }: NameMatch): Mention {
  const start = words[i]?.start ?? 0;
  const end = words[i + length - 1]?.end ?? start;
  const possessive = POSSESSIVE.exec(text.slice(end, end + 3))?.[0] ?? '';
  return {
    start,
    end: end + possessive.length,
    records: names.map(({ record }) => record),
    asked: text.slice(start, end),
    possessive: possessive !== '',
    firstWord: i === 0,
  };
}
