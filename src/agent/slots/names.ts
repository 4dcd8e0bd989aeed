import { fold, wordsOf } from './text.ts';
import type { NamedRecord } from './types.ts';

/** A record with the words of its name; `short` leaves out “The” and “GmbH”. */
export interface Name {
  readonly record: NamedRecord;
  readonly words: readonly string[];
  readonly short: readonly string[];
}

export interface NameIndex {
  readonly names: readonly Name[];
  /** By the first word of the whole or the short name. */
  readonly byStart: ReadonlyMap<string, readonly Name[]>;
  /** By the first or the last word of the short name. */
  readonly byEdge: ReadonlyMap<string, readonly Name[]>;
  readonly byEmail: ReadonlyMap<string, readonly Name[]>;
}

const LEGAL_FORMS = new Set(
  'gmbh ag kg ug ohg gbr ek co inc ltd llc llp plc corp limited sa sl sarl srl bv nv ab as aps oy pty'.split(
    ' ',
  ),
);

const indexes = new WeakMap<readonly NamedRecord[], NameIndex>();

/** The index of a list, made once for as long as the list is the same one. */
export function nameIndex(records: readonly NamedRecord[]): NameIndex {
  const known = indexes.get(records);
  if (known) return known;
  const made = makeIndex(records);
  indexes.set(records, made);
  return made;
}

/** Every record that a name given by itself may mean: the whole name or address, else either end of it. */
export function resolveName(index: NameIndex, given: string): readonly NamedRecord[] {
  const byEmail = index.byEmail.get(fold(given.trim()));
  if (byEmail) return byEmail.map(({ record }) => record);
  const words = wordsOf(given).map(({ folded }) => folded);
  const first = words[0];
  if (first === undefined) return [];
  const whole = (index.byStart.get(first) ?? []).filter(
    (name) => isSame(name.words, words) || isSame(name.short, words),
  );
  if (whole.length > 0) return whole.map(({ record }) => record);
  if (words.length === 1) return (index.byEdge.get(first) ?? []).map(({ record }) => record);
  return index.names.filter((name) => isEdge(name.short, words)).map(({ record }) => record);
}

function makeIndex(records: readonly NamedRecord[]): NameIndex {
  const names = records
    .flatMap((record) => [record.name, ...(record.also ?? [])].map((name) => nameOf(record, name)))
    .filter(({ words }) => words.length > 0);
  const byStart = new Map<string, Name[]>();
  const byEdge = new Map<string, Name[]>();
  const byEmail = new Map<string, Name[]>();
  for (const name of names) {
    for (const word of new Set([name.words[0], name.short[0]])) push(byStart, word, name);
    for (const word of new Set([name.short[0], name.short.at(-1)])) push(byEdge, word, name);
    if (name.record.email !== undefined) push(byEmail, fold(name.record.email), name);
  }
  return { names, byStart, byEdge, byEmail };
}

function push(map: Map<string, Name[]>, key: string | undefined, name: Name): void {
  if (key === undefined) return;
  const list = map.get(key);
  if (list) list.push(name);
  else map.set(key, [name]);
}

function nameOf(record: NamedRecord, name: string): Name {
  const words = wordsOf(name).map(({ folded }) => folded);
  let end = words.length;
  while (end > 1 && LEGAL_FORMS.has(words[end - 1] ?? '')) end -= 1;
  const start = words[0] === 'the' && end > 1 ? 1 : 0;
  return { record, words, short: words.slice(start, end) };
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((word, i) => word === other[i]);
}

function isEdge(name: readonly string[], part: readonly string[]): boolean {
  return isSame(name.slice(0, part.length), part) || isSame(name.slice(-part.length), part);
}
