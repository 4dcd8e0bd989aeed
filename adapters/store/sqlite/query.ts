import { MainstayError, sha256 } from '../../../src/kernel/index.ts';
import type { Condition, Query, Scalar } from '../../../src/ports/index.ts';

/** A statement's text and the values bound to it. */
export interface Sql {
  readonly text: string;
  readonly values: readonly Scalar[];
}

const FIELD = /^[a-zA-Z][a-zA-Z0-9]*$/;
const MAX_LIMIT = 1000;

/** The expression that reads an indexed field; queries and indexes must say it alike, or no index is used. */
export function fieldSql(field: string): string {
  if (!FIELD.test(field)) throw new TypeError(`“${field}” is not a field name.`);
  return `(idx ->> '$.${field}')`;
}

/** The statement for one page and one row more, by which the end is known. */
export function querySql(table: string, query: Query): Sql {
  const limit = Math.min(Math.max(query.limit ?? 100, 1), MAX_LIMIT);
  const conditions = Object.entries(query.where ?? {}).map(([field, condition]) => conditionSql(field, condition));
  const cursor = query.after === undefined ? [] : [cursorSql(query, readCursor(query))];
  const all = [...conditions, ...cursor];
  const where = all.length > 0 ? ` WHERE ${all.map(({ text }) => text).join(' AND ')}` : '';
  const order = query.sort ? `${fieldSql(query.sort.field)} ${query.sort.direction === 'desc' ? 'DESC' : 'ASC'}, id ASC` : 'id ASC';
  return {
    text: `SELECT id, revision, idx, body FROM ${table}${where} ORDER BY ${order} LIMIT ${limit + 1}`,
    values: all.flatMap(({ values }) => values),
  };
}

export function pageLimit({ limit }: Query): number {
  return Math.min(Math.max(limit ?? 100, 1), MAX_LIMIT);
}

function conditionSql(field: string, condition: Condition): Sql {
  const expression = fieldSql(field);
  if (condition === null) return { text: `${expression} IS NULL`, values: [] };
  if (typeof condition !== 'object') return { text: `${expression} = ?`, values: [condition] };
  if ('in' in condition) return inSql(expression, condition.in);
  if ('has' in condition) {
    const list = `CASE json_type(idx, '$.${field}') WHEN 'array' THEN idx -> '$.${field}' ELSE '[]' END`;
    return { text: `EXISTS (SELECT 1 FROM json_each(${list}) WHERE value = ?)`, values: [condition.has] };
  }
  if ('not' in condition) return { text: `${expression} IS NOT ?`, values: [condition.not] };
  const signs = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;
  const parts = Object.entries(signs).flatMap(([key, sign]) => {
    const value = condition[key as keyof typeof signs];
    return value === undefined ? [] : [{ text: `${expression} ${sign} ?`, value }];
  });
  if (parts.length === 0) return { text: '1', values: [] };
  return { text: parts.map(({ text }) => text).join(' AND '), values: parts.map(({ value }) => value) };
}

function inSql(expression: string, values: readonly Scalar[]): Sql {
  const bound = values.filter((value) => value !== null);
  const list = `${expression} IN (${bound.map(() => '?').join(', ')})`;
  return { text: bound.length < values.length ? `(${list} OR ${expression} IS NULL)` : list, values: bound };
}

interface Cursor {
  readonly value: Scalar;
  readonly id: string;
}

/** Opaque, and bound to the query that it pages: one from another query is refused, not misread. */
export function writeCursor(query: Query, cursor: Cursor): string {
  const text = JSON.stringify([cursor.value, cursor.id]);
  return Buffer.from(`${fingerprint(query, text)}${text}`).toString('base64url');
}

function readCursor(query: Query): Cursor {
  const refused = new MainstayError('CURSOR_INVALID', { values: { cursor: (query.after ?? '').slice(0, 40) } });
  const text = Buffer.from(query.after ?? '', 'base64url').toString();
  const [sum, rest] = [text.slice(0, 16), text.slice(16)];
  if (sum !== fingerprint(query, rest)) throw refused;
  const [value, id] = JSON.parse(rest) as [Scalar, string];
  return { value, id };
}

function fingerprint({ where, sort }: Query, text: string): string {
  return sha256(`${JSON.stringify([where ?? {}, sort ?? null])}${text}`).slice(0, 16);
}

/** Rows after the cursor's, in the query's order: nulls come first going up and last going down. */
function cursorSql({ sort }: Query, { value, id }: Cursor): Sql {
  if (!sort) return { text: 'id > ?', values: [id] };
  const field = fieldSql(sort.field);
  const down = sort.direction === 'desc';
  if (value === null) {
    const same = `(${field} IS NULL AND id > ?)`;
    return { text: down ? same : `(${field} IS NOT NULL OR ${same})`, values: [id] };
  }
  const beyond = down ? `${field} < ? OR ${field} IS NULL` : `${field} > ?`;
  return { text: `(${beyond} OR (${field} = ? AND id > ?))`, values: [value, value, id] };
}
