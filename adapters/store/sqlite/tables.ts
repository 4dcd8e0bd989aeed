import type { Database, Statement } from 'better-sqlite3';
import type { CollectionSpec, Document, IndexSpec, NewDocument, Query, Scalar } from '../../../src/ports/index.ts';
import { fieldSql, pageLimit, querySql, writeCursor } from './query.ts';

interface Row {
  readonly id: string;
  readonly revision: number;
  readonly idx: string;
  readonly body: Buffer;
}

/** One collection's statements, prepared once. */
export interface Table {
  get(id: string): Document | undefined;
  find(query: Query): { readonly items: readonly Document[]; readonly next: string | null };
  /** False where it was there already and `ifAbsent` asked to leave it. */
  insert(document: NewDocument, ifAbsent: boolean): boolean;
  /** False where the expected revision is not there. */
  replace(document: NewDocument, expected: number): boolean;
  remove(id: string): void;
}

const NAME = /^[a-z][a-z0-9]*$/;

/** Makes the table and exactly the declared indexes; those that are declared no more are dropped. */
export function prepareTable(database: Database, spec: CollectionSpec): void {
  if (!NAME.test(spec.name)) throw new TypeError(`“${spec.name}” is not a collection name.`);
  database.exec(
    `CREATE TABLE IF NOT EXISTS ${spec.name} (id TEXT PRIMARY KEY, revision INTEGER NOT NULL, idx TEXT NOT NULL, body BLOB NOT NULL) STRICT`,
  );
  const wanted = new Map(spec.indexes.map((index) => [indexName(spec.name, index), index]));
  const there = database.prepare("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL").all(spec.name) as { name: string }[];
  for (const { name } of there) if (!wanted.has(name)) database.exec(`DROP INDEX ${name}`);
  for (const [name, index] of wanted) database.exec(`CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX IF NOT EXISTS ${name} ON ${spec.name} ${indexSql(index)}`);
}

function indexName(table: string, { fields, unique, sparse }: IndexSpec): string {
  return [table, ...fields, ...(unique ? ['unique'] : []), ...(sparse ? ['sparse'] : [])].join('_');
}

function indexSql({ fields, unique, sparse }: IndexSpec): string {
  // A unique index takes no id, and needs none: SQLite holds no two nulls to be the same.
  const columns = [...fields.map(fieldSql), ...(unique ? [] : ['id'])].join(', ');
  const first = fields[0];
  const partial = sparse && first !== undefined ? ` WHERE ${fieldSql(first)} IS NOT NULL` : '';
  return `(${columns})${partial}`;
}

export function openTable(database: Database, { name }: CollectionSpec): Table {
  const columns = 'id, revision, idx, body';
  const get = database.prepare<[string], Row>(`SELECT ${columns} FROM ${name} WHERE id = ?`);
  const insert = database.prepare(`INSERT INTO ${name} (${columns}) VALUES (?, 1, ?, ?)`);
  const insertIfAbsent = database.prepare(`INSERT INTO ${name} (${columns}) VALUES (?, 1, ?, ?) ON CONFLICT (id) DO NOTHING`);
  const replace = database.prepare(`UPDATE ${name} SET revision = revision + 1, idx = ?, body = ? WHERE id = ? AND revision = ?`);
  const remove = database.prepare(`DELETE FROM ${name} WHERE id = ?`);
  const queries = new Map<string, Statement<Scalar[], Row>>();

  function prepared(text: string): Statement<Scalar[], Row> {
    const known = queries.get(text);
    if (known) return known;
    const made = database.prepare<Scalar[], Row>(text);
    queries.set(text, made);
    return made;
  }

  return {
    get: (id) => documentOf(get.get(id)),
    find: (query) => {
      const { text, values } = querySql(name, query);
      const rows = prepared(text).all(...values);
      const items = rows.slice(0, pageLimit(query)).flatMap((row) => documentOf(row) ?? []);
      const last = items.at(-1);
      return { items, next: rows.length > items.length && last ? writeCursor(query, { value: sortValue(query, last), id: last.id }) : null };
    },
    insert: (document, ifAbsent) => (ifAbsent ? insertIfAbsent : insert).run(document.id, indexText(document), document.body).changes === 1,
    replace: (document, expected) => replace.run(indexText(document), document.body, document.id, expected).changes === 1,
    remove: (id) => {
      remove.run(id);
    },
  };
}

function sortValue({ sort }: Query, { index }: Document): Scalar {
  const value = sort ? (index[sort.field] ?? null) : null;
  return typeof value === 'object' ? null : value;
}

/** Nulls are left out: a field that is absent and one that is null are the same. */
function indexText({ index }: NewDocument): string {
  return JSON.stringify(index, (_key, value: unknown) => value ?? undefined);
}

function documentOf(row: Row | undefined): Document | undefined {
  return row && { id: row.id, revision: row.revision, index: JSON.parse(row.idx) as Document['index'], body: row.body };
}
