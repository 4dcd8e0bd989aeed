import { NONE, type Row } from './corpus.ts';
import type { Reading } from './reading.ts';

/** Which words there are, how often, and which of them each intent’s examples have. */
export interface WordUse {
  readonly rows: number;
  readonly everywhere: ReadonlyMap<string, number>;
  readonly asked: ReadonlySet<string>;
  readonly byIntent: readonly ReadonlySet<string>[];
}

export function learnWordUse(rows: readonly Row[], intents: number): WordUse {
  const everywhere = new Map<string, number>();
  const asked = new Set<string>();
  const byIntent = Array.from({ length: intents }, () => new Set<string>());
  for (const { reading, intent } of rows)
    for (const stem of new Set(reading.words)) {
      everywhere.set(stem, (everywhere.get(stem) ?? 0) + 1);
      if (intent === NONE) continue;
      asked.add(stem);
      byIntent[intent]?.add(stem);
    }
  return { rows: rows.length, everywhere, asked, byIntent };
}

/** How much of a text is made of words that an intent's examples have, rare words counting more. 0 to 1. */
export function coverageOf(
  { words }: Reading,
  { rows, everywhere, asked, byIntent }: WordUse,
): { readonly intents: readonly number[]; readonly any: number } {
  const weights = [...new Set(words)].map((stem) => {
    const weight = Math.log((rows + 1) / ((everywhere.get(stem) ?? 0) + 0.5));
    return { stem, weight };
  });
  const total = weights.reduce((all, { weight }) => all + weight, 0) || 1;
  const share = (stems: ReadonlySet<string>) =>
    weights.reduce((all, { stem, weight }) => all + (stems.has(stem) ? weight : 0), 0) / total;
  return { intents: byIntent.map(share), any: share(asked) };
}
