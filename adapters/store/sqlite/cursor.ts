import { z } from 'zod';
import { hashOf, MainstayError } from '../../../src/kernel/index.ts';
import type { Query, Scalar } from '../../../src/ports/index.ts';

/** Where a page ended: the last document's sort value (null without a sort) and id. */
export interface Position {
  readonly value: Scalar;
  readonly id: string;
}

const positionSchema = z.tuple([z.union([z.string(), z.number(), z.null()]), z.string()]);
const SUM_LENGTH = 16;

/** The position as opaque text, with a sum over it and its query: one of another query is refused, not misread. */
export function writeCursor(collection: string, query: Query, { value, id }: Position): string {
  const position = [value, id] as const;
  return Buffer.from(sumOf(collection, query, position) + JSON.stringify(position)).toString('base64url');
}

/** Where `query.after` says to go on; nothing on a first page. Throws CURSOR_INVALID for text that we did not write. */
export function readCursor(collection: string, query: Query): Position | undefined {
  if (query.after === undefined) return undefined;
  const text = Buffer.from(query.after, 'base64url').toString();
  const position = positionSchema.safeParse(jsonOf(text.slice(SUM_LENGTH)));
  if (!position.success || sumOf(collection, query, position.data) !== text.slice(0, SUM_LENGTH)) {
    throw new MainstayError('CURSOR_INVALID', { values: { cursor: query.after.slice(0, 40) } });
  }
  const [value, id] = position.data;
  return { value, id };
}

function sumOf(collection: string, { where = {}, sort }: Query, position: readonly [Scalar, string]): string {
  return hashOf([collection, where, sort ?? null, position]).slice(0, SUM_LENGTH);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
