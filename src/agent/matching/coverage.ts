import { NONE, type Row } from './corpus.ts';
import type { Reading } from './reading.ts';

/** How much of a text is made of words that an intent's examples have, rare words counting more. 0 to 1. */
export interface Coverage {
  of(reading: Reading, without?: Row): { readonly intents: readonly number[]; readonly any: number };
}

export function createCoverage(rows: readonly Row[], intents: number): Coverage {
  const everywhere = new Map<string, number>();
  const asked = new Map<string, number>();
  const byIntent = Array.from({ length: intents }, () => new Map<string, number>());
  const add = (counts: Map<string, number> | undefined, stem: string) =>
    counts?.set(stem, (counts.get(stem) ?? 0) + 1);
  for (const { reading, intent } of rows)
    for (const stem of new Set(reading.words)) {
      add(everywhere, stem);
      if (intent === NONE) continue;
      add(asked, stem);
      add(byIntent[intent], stem);
    }
  return {
    of: ({ words }, without) => {
      const own = without ? 1 : 0;
      const weights = [...new Set(words)].map((stem) => {
        const weight = Math.log((rows.length + 1) / ((everywhere.get(stem) ?? 0) - own + 0.5));
        return { stem, weight };
      });
      const total = weights.reduce((all, { weight }) => all + weight, 0) || 1;
      const share = (counts: ReadonlyMap<string, number>, less: number) =>
        weights.reduce((all, { stem, weight }) => all + ((counts.get(stem) ?? 0) > less ? weight : 0), 0) /
        total;
      return {
        intents: byIntent.map((counts, intent) => share(counts, without?.intent === intent ? 1 : 0)),
        any: share(asked, without && without.intent !== NONE ? 1 : 0),
      };
    },
  };
}
