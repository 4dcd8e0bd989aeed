import type { Database } from 'better-sqlite3';
import type { CollectionSpec, IndexSpec } from '../../../src/ports/index.ts';
import { fieldSql } from './fields.ts';

const NAME = /^[a-z][a-zA-Z0-9]*$/;

/**
 * Makes the tables that are missing. With row ids, because a body of a kilobyte made a table without them three
 * times the size and reads five times as slow.
 */
export function createTables(database: Database, collections: readonly CollectionSpec[]): void {
  for (const { name } of collections) database.exec(`CREATE TABLE IF NOT EXISTS ${tableSql(name)}`);
}

/** For who only reads a file of an older program: collections that it did not know yet are there, and empty. */
export function offerMissingTables(database: Database, collections: readonly CollectionSpec[]): void {
  const exists = database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?");
  for (const { name } of collections) {
    if (!exists.get(name)) database.exec(`CREATE TEMP TABLE ${tableSql(name)}`);
  }
}

function tableSql(name: string): string {
  if (!NAME.test(name)) throw new TypeError(`“${name}” is not a collection name.`);
  const columns =
    'id TEXT PRIMARY KEY, revision INTEGER NOT NULL, idx TEXT NOT NULL, lists TEXT, body BLOB NOT NULL';
  return `"${name}" (${columns}) STRICT`;
}

/** Drops the indexes that are declared no more, or otherwise than they are. */
export function dropStaleIndexes(database: Database, spec: CollectionSpec): void {
  const declared = declaredIndexes(spec);
  for (const [name, sql] of existingIndexes(database, spec)) {
    if (declared.get(name) !== sql) database.exec(`DROP INDEX "${name}"`);
  }
}

/** Makes the declared indexes that are missing. */
export function createIndexes(database: Database, spec: CollectionSpec): void {
  const existing = existingIndexes(database, spec);
  for (const [name, sql] of declaredIndexes(spec)) {
    if (!existing.has(name)) database.exec(sql);
  }
}

/** By name, the statement that makes each; SQLite keeps it word for word. */
function declaredIndexes({ name, indexes }: CollectionSpec): Map<string, string> {
  return new Map(
    indexes.map((index) => {
      const kinds = [...(index.unique ? ['unique'] : []), ...(index.sparse ? ['sparse'] : [])];
      const indexName = [name, ...index.fields, ...kinds].join('_');
      const create = `CREATE ${index.unique ? 'UNIQUE ' : ''}INDEX "${indexName}"`;
      return [indexName, `${create} ON "${name}" ${indexSql(index)}`];
    }),
  );
}

function existingIndexes(database: Database, { name }: CollectionSpec): Map<string, string> {
  const made = database.prepare<[string], { name: string; sql: string }>(
    "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL",
  );
  return new Map(made.all(name).map((index) => [index.name, index.sql]));
}

function indexSql({ fields, unique, sparse }: IndexSpec): string {
  // A unique index takes no id, and needs none: to SQLite no two nulls are the same.
  const columns = [...fields.map(fieldSql), ...(unique ? [] : ['id'])].join(', ');
  const first = fields[0];
  if (first === undefined) throw new TypeError('An index needs a field.');
  return sparse ? `(${columns}) WHERE ${fieldSql(first)} IS NOT NULL` : `(${columns})`;
}
