import type { Span } from './types.ts';

/** The parts of the text that some input has taken. */
export interface Claims {
  readonly spans: readonly Span[];
  add(span: Span): void;
  isFree(span: Span): boolean;
  /** Whether the place lies within a taken part, not at its beginning. */
  isInside(place: number): boolean;
  /** Where the next taken part begins, at or after the place; the text's length where none does. */
  nextFrom(place: number): number;
}

const TAKEN = 1;
const INSIDE = 2;
const BEGINNING = 4;

/** Keeps a mark for each character, so that no question takes longer than the stretch it is about. */
export function createClaims(textLength: number, taken: readonly Span[] = []): Claims {
  const spans: Span[] = [];
  const marks = new Uint8Array(textLength);
  const add = (span: Span) => {
    spans.push(span);
    for (let i = span.start; i < span.end; i += 1) {
      marks[i] = (marks[i] ?? 0) | TAKEN | (i === span.start ? BEGINNING : INSIDE);
    }
  };
  for (const span of taken) add(span);
  return {
    spans,
    add,
    isFree: ({ start, end }) => marks.subarray(start, end).every((mark) => mark === 0),
    isInside: (place) => ((marks[place] ?? 0) & INSIDE) !== 0,
    nextFrom: (place) => {
      const next = marks.subarray(place).findIndex((mark) => (mark & BEGINNING) !== 0);
      return next === -1 ? textLength : place + next;
    },
  };
}

export function overlap(one: Span, other: Span): boolean {
  return one.start < other.end && other.start < one.end;
}

/** The same place, begun earlier: with the words that lead to it. */
export function startingAt<T extends Span>(place: T, start: number): T {
  return { ...place, start };
}

/** The stretch without the white space around it. */
export function trimmed(text: string, { start, end }: Span): Span {
  let from = start;
  let to = end;
  while (from < to && /\s/.test(text.charAt(from))) from += 1;
  while (to > from && /\s/.test(text.charAt(to - 1))) to -= 1;
  return { start: from, end: to };
}
