import type { Database, Statement } from 'better-sqlite3';
import type { CollectionSpec, Document, NewDocument, Page, Query, Scalar } from '../../../src/ports/index.ts';
import { readCursor, writeCursor } from './cursor.ts';
import { pageLimit, type Sql, stretchesOf } from './query.ts';
import { COLUMNS, documentOf, type Row, rowOf } from './rows.ts';

/** One collection's statements, prepared once. What they throw is SQLite's, but for CURSOR_INVALID. */
export interface Table {
  get(id: string): Document | undefined;
  find(query: Query): Page;
  insert(document: NewDocument): void;
  /** Leaves a document with this id as it is. */
  insertIfAbsent(document: NewDocument): void;
  /** False where the expected revision is not there. */
  replace(document: NewDocument, expected: number): boolean;
  remove(id: string): void;
}

/** The table must be there. */
export function openTable(database: Database, { name }: CollectionSpec): Table {
  const values = `"${name}" (${COLUMNS}) VALUES (?, 1, ?, ?, ?)`;
  const get = database.prepare<[string], Row>(`SELECT ${COLUMNS} FROM "${name}" WHERE id = ?`);
  const insert = database.prepare(`INSERT INTO ${values}`);
  const insertIfAbsent = database.prepare(`INSERT INTO ${values} ON CONFLICT (id) DO NOTHING`);
  const replace = database.prepare(
    `UPDATE "${name}" SET revision = revision + 1, idx = ?, lists = ?, body = ? WHERE id = ? AND revision = ?`,
  );
  const remove = database.prepare(`DELETE FROM "${name}" WHERE id = ?`);
  const select = preparedOnce(database, `SELECT ${COLUMNS} FROM "${name}"`);

  return {
    get: (id) => {
      const row = get.get(id);
      return row && documentOf(row);
    },
    find: (query) => findPage(name, query, select),
    insert: (document) => {
      const { idx, lists } = rowOf(document);
      insert.run(document.id, idx, lists, document.body);
    },
    insertIfAbsent: (document) => {
      const { idx, lists } = rowOf(document);
      insertIfAbsent.run(document.id, idx, lists, document.body);
    },
    replace: (document, expected) => {
      const { idx, lists } = rowOf(document);
      return replace.run(idx, lists, document.body, document.id, expected).changes === 1;
    },
    remove: (id) => {
      remove.run(id);
    },
  };
}

type Select = (rest: Sql, limit: number) => readonly Row[];

/** A statement for each shape of query; shapes are as many as the callers in the code. */
function preparedOnce(database: Database, select: string): Select {
  const statements = new Map<string, Statement<Scalar[], Row>>();
  return ({ text, values }, limit) => {
    const statement = statements.get(text) ?? database.prepare<Scalar[], Row>(`${select} ${text} LIMIT ?`);
    statements.set(text, statement);
    return statement.all(...values, limit);
  };
}

/** Reads one row more than asked for, by which the end is known. */
function findPage(name: string, query: Query, select: Select): Page {
  const limit = pageLimit(query);
  const rows: Row[] = [];
  for (const stretch of stretchesOf(query, readCursor(name, query))) {
    if (rows.length <= limit) rows.push(...select(stretch, limit + 1 - rows.length));
  }
  const items = rows.slice(0, limit).map(documentOf);
  const last = items.at(-1);
  if (rows.length <= limit || !last) return { items, next: null };
  return { items, next: writeCursor(name, query, { value: sortValue(query, last), id: last.id }) };
}

function sortValue({ sort }: Query, { index }: Document): Scalar {
  const value = sort ? (index[sort.field] ?? null) : null;
  return typeof value === 'object' ? null : value;
}
