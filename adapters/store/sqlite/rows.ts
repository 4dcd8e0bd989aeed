import type { Document, IndexValues, NewDocument, Scalar } from '../../../src/ports/index.ts';
import { checkedField } from './fields.ts';

export const COLUMNS = 'id, revision, idx, lists, body';

/** A document as its table holds it. */
export interface Row {
  readonly id: string;
  readonly revision: number;
  /** JSON object of the scalar fields that are not null: absent and null are the same, and take no room. */
  readonly idx: string;
  /** JSON object of the list fields, apart so that to every other condition they count as null. */
  readonly lists: string | null;
  readonly body: Buffer;
}

/** Throws a TypeError for an index field whose name is none. */
export function rowOf({ index }: Pick<NewDocument, 'index'>): Pick<Row, 'idx' | 'lists'> {
  const scalars: Record<string, Scalar> = {};
  const lists: Record<string, readonly string[]> = {};
  for (const [field, value] of Object.entries(index)) {
    checkedField(field);
    if (typeof value === 'object' && value !== null) lists[field] = value;
    else if (value !== null) scalars[field] = value;
  }
  const hasLists = Object.keys(lists).length > 0;
  return { idx: JSON.stringify(scalars), lists: hasLists ? JSON.stringify(lists) : null };
}

export function documentOf({ id, revision, idx, lists, body }: Row): Document {
  const scalars: IndexValues = JSON.parse(idx);
  if (lists === null) return { id, revision, index: scalars, body };
  const listed: IndexValues = JSON.parse(lists);
  return { id, revision, index: { ...scalars, ...listed }, body };
}
