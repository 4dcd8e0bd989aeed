import type { Database } from 'better-sqlite3';
import { MainstayError } from '../../../src/kernel/index.ts';
import type { CollectionSpec } from '../../../src/ports/index.ts';

/** The layout of the file itself: tables, their columns, and how fields are indexed. */
export const STORE_VERSION = 1;

/** One step from a collection's schema version to the next. */
export interface Migration {
  readonly collection: string;
  /** The version that the collection has once every document went through it. */
  readonly to: number;
  /** The changed document, or nothing where it may stay. Pure, and harmless to repeat. */
  change(document: { readonly id: string; readonly index: string; readonly body: Uint8Array }): { index: string; body: Uint8Array } | undefined;
}

const CHUNK = 500;

/** Throws STORE_NEWER where the file was written by a newer program; changes nothing then. */
export function checkVersions(database: Database, collections: readonly CollectionSpec[], home: string): void {
  database.exec('CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT');
  const found = Number(readMeta(database, 'store') ?? STORE_VERSION);
  if (found > STORE_VERSION) throw newer(home, found, STORE_VERSION);
  for (const { name, schemaVersion } of collections) {
    const version = Number(readMeta(database, `schema:${name}`) ?? schemaVersion);
    if (version > schemaVersion) throw newer(home, version, schemaVersion);
  }
}

function newer(home: string, found: number, known: number): MainstayError {
  return new MainstayError('STORE_NEWER', { values: { home, found, known } });
}

/** Brings every collection to its declared version, in chunks that each remember how far they came. */
export function migrate(database: Database, collections: readonly CollectionSpec[], migrations: readonly Migration[]): void {
  writeMeta(database, 'store', String(STORE_VERSION));
  for (const { name, schemaVersion } of collections) {
    const from = Number(readMeta(database, `schema:${name}`) ?? schemaVersion);
    for (let to = from + 1; to <= schemaVersion; to += 1) {
      const migration = migrations.find((candidate) => candidate.collection === name && candidate.to === to);
      if (!migration) throw new TypeError(`No migration brings ${name} to version ${to}.`);
      migrateCollection(database, migration);
    }
    writeMeta(database, `schema:${name}`, String(schemaVersion));
  }
}

function migrateCollection(database: Database, migration: Migration): void {
  const { collection, to } = migration;
  const cursorKey = `migrating:${collection}:${to}`;
  const page = database.prepare<[string], { id: string; idx: string; body: Buffer }>(
    `SELECT id, idx, body FROM ${collection} WHERE id > ? ORDER BY id LIMIT ${CHUNK}`,
  );
  const update = database.prepare(`UPDATE ${collection} SET idx = ?, body = ? WHERE id = ?`);
  const chunk = database.transaction((after: string) => {
    const rows = page.all(after);
    for (const { id, idx, body } of rows) {
      const changed = migration.change({ id, index: idx, body });
      if (changed) update.run(changed.index, changed.body, id);
    }
    const last = rows.at(-1)?.id;
    if (last === undefined) finish(database, migration, cursorKey);
    else writeMeta(database, cursorKey, last);
    return last;
  });
  for (let after: string | undefined = readMeta(database, cursorKey) ?? ''; after !== undefined; ) after = chunk(after);
}

function finish(database: Database, { collection, to }: Migration, cursorKey: string): void {
  writeMeta(database, `schema:${collection}`, String(to));
  database.prepare('DELETE FROM meta WHERE key = ?').run(cursorKey);
}

function readMeta(database: Database, key: string): string | undefined {
  return database.prepare<[string], { value: string }>('SELECT value FROM meta WHERE key = ?').get(key)?.value;
}

function writeMeta(database: Database, key: string, value: string): void {
  database.prepare('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(key, value);
}
