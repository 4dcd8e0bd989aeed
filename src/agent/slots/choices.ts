import { type NameIndex, resolveName } from './names.ts';
import { wordsOf } from './text.ts';
import type { Choice, NamedRecord } from './types.ts';

/** More are not offered: a list that long is no question. */
const MAX_CHOICES = 8;

/**
 * The records to choose between. A label is what is left of the name beside the words asked (“Torres” of Ana
 * Torres) where that tells all of them apart, else the name, else the address: the first that, given as an answer, means
 * this record alone.
 */
export function choicesOf(
  index: NameIndex,
  records: readonly NamedRecord[],
  asked?: string,
): readonly Choice[] {
  // An invoice that was named by its customer is asked for by its own name.
  const shared = records.every(({ name }) => asked !== undefined && isIn(name, asked)) ? asked : undefined;
  const shortOf = ({ id, name }: NamedRecord) => {
    const short = shared === undefined ? undefined : remainder(name, shared);
    return short !== undefined && meansOnly(index, short, id) ? short : undefined;
  };
  // “Torres or Ana Lima” reads like two kinds of thing, so all are short or none is.
  const areShort = records.every((record) => shortOf(record) !== undefined);
  return records.slice(0, MAX_CHOICES).map((record, place) => {
    const { id, name, email, detail } = record;
    const short = areShort ? shortOf(record) : undefined;
    const telling = [short, name, email].find((text) => text !== undefined && meansOnly(index, text, id));
    const plain = telling ?? `${name} (${place + 1})`;
    const label = detail === undefined ? plain : `${plain} (${detail})`;
    return shared === undefined ? { id, name, label } : { id, name, label, asked: shared };
  });
}

function isIn(name: string, asked: string): boolean {
  const words = new Set(wordsOf(name).map(({ folded }) => folded));
  return wordsOf(asked).every(({ folded }) => words.has(folded));
}

function meansOnly(index: NameIndex, label: string, id: string): boolean {
  const found = resolveName(index, label);
  return found.length === 1 && found[0]?.id === id;
}

function remainder(name: string, asked: string): string | undefined {
  const gone = new Set(wordsOf(asked).map(({ folded }) => folded));
  const left = wordsOf(name).filter(({ folded }) => !gone.has(folded));
  const first = left[0];
  const last = left.at(-1);
  return first && last ? name.slice(first.start, last.end) : undefined;
}
