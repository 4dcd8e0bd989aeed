import type { Span } from './types.ts';

/** The parts of the text that some input has taken. */
export interface Claims {
  readonly spans: readonly Span[];
  add(span: Span): void;
  isFree(span: Span): boolean;
  /** Where the next taken part begins, at or after the place; the text's length where none does. */
  nextFrom(place: number): number;
}

export function createClaims(textLength: number): Claims {
  const spans: Span[] = [];
  return {
    spans,
    add: (span) => {
      spans.push(span);
    },
    isFree: (span) => !spans.some((taken) => overlap(taken, span)),
    nextFrom: (place) =>
      spans.reduce((next, { start }) => (start >= place && start < next ? start : next), textLength),
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
