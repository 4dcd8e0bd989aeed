import { distance } from 'fastest-levenshtein';

/** Shorter words are too near each other to guess. */
const MIN_LETTERS = 5;

/** Finds the known word that a mistyped one stands for. */
export interface Typos {
  /** The known word, and how sure: 0.9 for a letter too many, too few or swapped, 0.75 for a wrong one. */
  correct(word: string): { readonly word: string; readonly quality: number } | undefined;
}

/** Indexes the words by each way of leaving one letter out, so that a look-up takes as many steps as letters. */
export function createTypos(words: Iterable<string>): Typos {
  const index = new Map<string, string[]>();
  for (const word of words) {
    if (word.length < MIN_LETTERS) continue;
    for (const key of [word, ...shorter(word)]) index.set(key, [...(index.get(key) ?? []), word]);
  }
  return {
    correct: (word) => {
      if (word.length < MIN_LETTERS || word.length > 40) return undefined;
      const near = [word, ...shorter(word)].flatMap((key) => index.get(key) ?? []);
      return near.map((known) => likeness(known, word)).reduce(better, undefined);
    },
  };
}

type Correction = ReturnType<Typos['correct']>;

function shorter(word: string): readonly string[] {
  return Array.from({ length: word.length }, (_, i) => word.slice(0, i) + word.slice(i + 1));
}

function likeness(known: string, word: string): Correction {
  if (known.length !== word.length)
    return distance(known, word) === 1 ? { word: known, quality: 0.9 } : undefined;
  if (isSwap(known, word)) return { word: known, quality: 0.9 };
  return distance(known, word) <= 1 ? { word: known, quality: 0.75 } : undefined;
}

function isSwap(one: string, other: string): boolean {
  const at = Array.from(one).findIndex((letter, i) => letter !== other[i]);
  return (
    at !== -1 &&
    one[at] === other[at + 1] &&
    one[at + 1] === other[at] &&
    one.slice(at + 2) === other.slice(at + 2)
  );
}

function better(best: Correction, next: Correction): Correction {
  return next && next.quality > (best?.quality ?? 0) ? next : best;
}
