import { NONE, type Row } from './corpus.ts';
import { type Form, formOf } from './forms.ts';
import type { Reading } from './reading.ts';

/** Forms that make something else of the same words; of those in one set, each stands for the others. */
const TELLING: readonly ReadonlySet<Form>[] = [
  new Set(['negated']),
  new Set(['imagined']),
  new Set(['reported']),
  new Set(['asks-what', 'asks-whether']),
];
/** Verbs that turn a request round. As stems. */
const CONTRARY = new Set(
  'delet remov cancel stop drop void undo revers withdraw forget destroi eras end'.split(' '),
);

/** Whether a text may not be acted on as an intent however near it comes: then at most ask. */
export type Doubts = (reading: Reading, intent: number) => boolean;

/** “Don’t invoice Ana”, “should I invoice Ana?”, “delete customer Ana” are near to what they do not ask for. */
export function createDoubts(rows: readonly Row[], intents: number): Doubts {
  const forms = Array.from({ length: intents }, () => new Set<Form>());
  const stems = Array.from({ length: intents }, () => new Set<string>());
  for (const { reading, intent } of rows) {
    if (intent === NONE) continue;
    forms[intent]?.add(formOf(reading));
    for (const stem of new Set(reading.words)) stems[intent]?.add(stem);
  }
  return (reading, intent) => {
    const form = formOf(reading);
    const alike = TELLING.find((set) => set.has(form));
    if (alike && ![...alike].some((one) => forms[intent]?.has(one))) return true;
    const [first] = reading.tokens;
    return first?.kind === 'word' && CONTRARY.has(first.stem) && !stems[intent]?.has(first.stem);
  };
}
