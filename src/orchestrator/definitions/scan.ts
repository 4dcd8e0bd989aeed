/** A piece of a text with `${{ … }}` in it. `start` is where the expression begins in the text. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'expression'; readonly source: string; readonly start: number };

const OPEN = '${{';

/**
 * Splits a text into plain parts and expressions. The end of an expression is found by reading it, since `}}` may
 * stand inside a string or close two maps. `undefined` where an expression does not end.
 */
export function scanTemplate(text: string): Piece[] | undefined {
  const pieces: Piece[] = [];
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf(OPEN, at);
    if (open === -1) break;
    const end = endOfExpression(text, open + OPEN.length);
    if (end === undefined) return undefined;
    if (open > at) pieces.push({ kind: 'text', text: text.slice(at, open) });
    pieces.push({ kind: 'expression', source: text.slice(open + OPEN.length, end), start: open + OPEN.length });
    at = end + 2;
  }
  if (at < text.length) pieces.push({ kind: 'text', text: text.slice(at) });
  return pieces;
}

/** Where the closing `}}` stands that belongs to the expression that begins at `from`. */
function endOfExpression(text: string, from: number): number | undefined {
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (character === '"' || character === "'") {
      const end = endOfString(text, at, character);
      if (end === undefined) return undefined;
      at = end;
    } else if (character === '{') depth += 1;
    else if (character === '}' && depth > 0) depth -= 1;
    else if (character === '}') return text[at + 1] === '}' ? at : undefined;
  }
  return undefined;
}

function endOfString(text: string, from: number, quote: string): number | undefined {
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === quote) return at;
  }
  return undefined;
}
