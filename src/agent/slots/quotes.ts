import type { Span } from './types.ts';

/** Words in quotation marks: `span` with the marks, `inner` as it stands between them. */
export interface Quote {
  readonly span: Span;
  readonly inner: string;
}

/** A mark whose closing one is further away quotes nothing. */
const MAX_QUOTE_CHARS = 500;

const CLOSERS: ReadonlyMap<string, string> = new Map([
  ['“', '”'],
  ['„', '“”'],
  ['«', '»'],
  ['»', '«'],
  ['"', '"'],
  ['‚', '’'],
  ["'", "'’"],
  ['‘', '’'],
]);

/** Every quotation in the text, outermost first. A mark within a word (Ana’s) quotes nothing. */
export function findQuotes(text: string): readonly Quote[] {
  const quotes: Quote[] = [];
  for (let start = 0; start < text.length; start += 1) {
    const end = closingMark(text, start);
    if (end === -1) continue;
    const inner = text.slice(start + 1, end).trim();
    if (inner !== '') quotes.push({ span: { start, end: end + 1 }, inner });
    start = end;
  }
  return quotes;
}

function closingMark(text: string, start: number): number {
  const closers = CLOSERS.get(text.charAt(start));
  if (closers === undefined || /[\p{L}\p{N}]/u.test(text.charAt(start - 1))) return -1;
  const limit = Math.min(text.length, start + MAX_QUOTE_CHARS);
  for (let i = start + 1; i < limit && text.charAt(i) !== '\n'; i += 1) {
    if (closers.includes(text.charAt(i)) && !/[\p{L}\p{N}]/u.test(text.charAt(i + 1))) return i;
  }
  return -1;
}
