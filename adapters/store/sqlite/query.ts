import type { Condition, Query, Scalar } from '../../../src/ports/index.ts';
import type { Position } from './cursor.ts';
import { checkedField, fieldSql } from './fields.ts';

/** A piece of a statement and the values bound to it. */
export interface Sql {
  readonly text: string;
  readonly values: readonly Scalar[];
}

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;

/** How many documents the query's page holds at most. */
export function pageLimit({ limit = DEFAULT_LIMIT }: Query): number {
  return Math.min(Math.max(Math.trunc(limit), 1), MAX_LIMIT);
}

/**
 * What follows SELECT … FROM, but for the limit: one statement, or several to be read one after the other. After a
 * cursor, the rest of its value and nulls are stretches of their own, because no one condition over them can seek in
 * an index on an expression: not even a row value, (field, id) > (?, ?).
 */
export function stretchesOf({ where = {}, sort }: Query, after: Position | undefined): readonly Sql[] {
  const filters = Object.entries(where).map(([field, condition]) => conditionSql(field, condition));
  if (!sort) {
    const beyond = after ? [{ text: 'id > ?', values: [after.id] }] : [];
    return [stretch([...filters, ...beyond], 'id')];
  }
  const field = fieldSql(sort.field);
  const order = `${field} ${sort.direction === 'desc' ? 'DESC' : 'ASC'}, id`;
  if (!after) return [stretch(filters, order)];
  return beyondCursor(field, sort.direction, after).map((beyond) =>
    // Said to sort by a field that is the same throughout, SQLite would sort rather than read the index.
    stretch([...filters, beyond], beyond.isOneValue ? 'id' : order),
  );
}

function stretch(conditions: readonly Sql[], order: string): Sql {
  const where = conditions.map(({ text }) => text).join(' AND ');
  return {
    text: `${where && `WHERE ${where} `}ORDER BY ${order}`,
    values: conditions.flatMap(({ values }) => values),
  };
}

interface Beyond extends Sql {
  /** Whether the field has one value throughout. */
  readonly isOneValue: boolean;
}

/** What is left behind a position, in its order: the rest of its value, then others. Null is the smallest value. */
function beyondCursor(field: string, direction: 'asc' | 'desc', { value, id }: Position): readonly Beyond[] {
  const [up, isNull] = [direction === 'asc', value === null];
  const rest = isNull
    ? { text: `${field} IS NULL AND id > ?`, values: [id], isOneValue: true }
    : { text: `${field} = ? AND id > ?`, values: [value, id], isOneValue: true };
  if (isNull && !up) return [rest];
  if (isNull) return [rest, { text: `${field} IS NOT NULL`, values: [], isOneValue: false }];
  const others = { text: `${field} ${up ? '>' : '<'} ?`, values: [value], isOneValue: false };
  return up ? [rest, others] : [rest, others, { text: `${field} IS NULL`, values: [], isOneValue: true }];
}

function conditionSql(name: string, condition: Condition): Sql {
  const field = fieldSql(name);
  if (condition === null) return { text: `${field} IS NULL`, values: [] };
  if (typeof condition !== 'object') return { text: `${field} = ?`, values: [condition] };
  if ('in' in condition) return inSql(field, condition.in);
  if ('not' in condition) return notSql(field, condition.not);
  if ('has' in condition) {
    const values = `json_each(lists, '$.${checkedField(name)}')`;
    return { text: `EXISTS (SELECT 1 FROM ${values} WHERE value = ?)`, values: [condition.has] };
  }
  return rangeSql(field, condition);
}

/** The list is one bound value, so that the number of different statements does not grow with its length. */
function inSql(field: string, scalars: readonly Scalar[]): Sql {
  const list = JSON.stringify(scalars.filter((scalar) => scalar !== null));
  const among = `${field} IN (SELECT value FROM json_each(?))`;
  return { text: scalars.includes(null) ? `(${among} OR ${field} IS NULL)` : among, values: [list] };
}

function notSql(field: string, value: Scalar): Sql {
  if (value === null) return { text: `${field} IS NOT NULL`, values: [] };
  return { text: `${field} IS NOT ?`, values: [value] };
}

const SIGNS = { gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

/** A bound holds for values of its own kind only; SQLite by itself takes any text for more than any number. */
function rangeSql(field: string, range: { readonly [bound in keyof typeof SIGNS]?: string | number }): Sql {
  const bounds = [
    { sign: SIGNS.gt, value: range.gt },
    { sign: SIGNS.gte, value: range.gte },
    { sign: SIGNS.lt, value: range.lt },
    { sign: SIGNS.lte, value: range.lte },
  ].flatMap(({ sign, value }) => (value === undefined ? [] : [{ text: `${field} ${sign} ?`, value }]));
  const kinds = new Set(bounds.map(({ value }) => typeof value));
  const texts = bounds.map(({ text }) => text);
  if (kinds.has('number')) texts.push(`${field} < ''`);
  if (kinds.has('string')) texts.push(`${field} >= ''`);
  return { text: texts.join(' AND ') || 'TRUE', values: bounds.map(({ value }) => value) };
}
