/** Longer texts are read up to here. */
export const MAX_CHARS = 4000;

const LINE_BREAKS = /\r\n?|[\u0085\u2028\u2029]/gu;
const SPACES = /[\t\v\f\p{Zs}]/gu;
/** Control, bidirectional and other invisible characters, but for line breaks and the joiners within emoji. */
const INVISIBLE = /[^\P{C}\n\u200c\u200d]/gu;
const MARKS = /\p{M}/gu;
const WORD = /[\p{L}\p{N}\p{M}]+/gu;

/** Letters that no normal form takes apart. */
const PLAIN_LETTERS: ReadonlyMap<string, string> = new Map([
  ['ß', 'ss'],
  ['ø', 'o'],
  ['ł', 'l'],
  ['đ', 'd'],
  ['æ', 'ae'],
  ['œ', 'oe'],
  ['ı', 'i'],
]);
const PLAIN = /[ßøłđæœı]/gu;

/** The text as it is read: at most `MAX_CHARS`, well-formed, NFC, with plain spaces and nothing invisible. */
export function cleanText(text: string): string {
  return text
    .slice(0, MAX_CHARS)
    .toWellFormed()
    .normalize('NFC')
    .replace(LINE_BREAKS, '\n')
    .replace(SPACES, ' ')
    .replace(INVISIBLE, '');
}

/** The same for words that differ in case, accents and form only: `Müller` and `MULLER`. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(MARKS, '')
    .toLowerCase()
    .replace(PLAIN, (letter) => PLAIN_LETTERS.get(letter) ?? letter);
}

/** A run of letters and digits, and where it stands. */
export interface Word {
  readonly folded: string;
  readonly raw: string;
  readonly start: number;
  readonly end: number;
}

export function wordsOf(text: string): readonly Word[] {
  return Array.from(text.matchAll(WORD), ({ 0: raw, index }) => ({
    folded: fold(raw),
    raw,
    start: index,
    end: index + raw.length,
  }));
}
