import { NONE, type Row } from './corpus.ts';
import { type Form, formOf } from './forms.ts';
import type { Reading } from './reading.ts';

/** Forms that make something else of the same words; of those in one set, each stands for the others. */
const TELLING: readonly ReadonlySet<Form>[] = [
  new Set(['negated']),
  new Set(['imagined']),
  new Set(['reported']),
  new Set(['tells-of-us']),
  new Set(['asks-what', 'asks-whether']),
];
/** Verbs that turn a request round. As stems. */
const CONTRARY = new Set(
  'delet remov cancel stop drop void undo revers withdraw forget destroi eras end'.split(' '),
);
/** An intent may be asked for in a way that at least so many of its examples have; one among many may be chance. */
const MIN_SHARE = 0.04;

/** What share of each intent’s examples has each word and each form. */
export type Ways = readonly ReadonlyMap<string, number>[];

export function learnWays(rows: readonly Row[], intents: number): Ways {
  const counts = Array.from({ length: intents }, () => new Map<string, number>());
  const totals = Array.from({ length: intents }, () => 0);
  for (const { reading, intent } of rows) {
    if (intent === NONE) continue;
    totals[intent] = (totals[intent] ?? 0) + 1;
    for (const way of [wayOf(formOf(reading)), ...new Set(reading.words)])
      counts[intent]?.set(way, (counts[intent].get(way) ?? 0) + 1);
  }
  return counts.map(
    (ofIntent, intent) => new Map([...ofIntent].map(([way, count]) => [way, count / (totals[intent] || 1)])),
  );
}

/**
 * Whether a text may not be acted on as the intent that has these ways, however near it comes: “don’t invoice Ana”,
 * “should I invoice Ana?”, “delete customer Ana” are near to what they do not ask for.
 */
export function isDoubtful(reading: Reading, ways: Ways[number]): boolean {
  const form = formOf(reading);
  const alike = [...(TELLING.find((set) => set.has(form)) ?? [])];
  const share = alike.reduce((sum, one) => sum + (ways.get(wayOf(one)) ?? 0), 0);
  if (alike.length > 0 && share < MIN_SHARE) return true;
  const [first] = reading.tokens;
  return first?.kind === 'word' && CONTRARY.has(first.stem) && (ways.get(first.stem) ?? 0) < MIN_SHARE;
}

/** A form among the words. */
function wayOf(form: Form): string {
  return `(${form})`;
}
