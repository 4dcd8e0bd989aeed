import { setImmediate } from 'node:timers/promises';
import type { Database } from 'better-sqlite3';
import type { CollectionSpec, Migration } from '../../../src/ports/index.ts';
import type { Meta } from './meta.ts';
import { COLUMNS, documentOf, type Row, rowOf } from './rows.ts';
import { KEYS } from './versions.ts';

export interface Migrating {
  readonly meta: Meta;
  readonly collections: readonly CollectionSpec[];
  readonly migrations: readonly Migration[];
}

/** Documents that share one disk sync, and are changed again if the process dies before it. */
const CHUNK = 500;

/**
 * Brings every collection to its declared version, in chunks that remember how far they came: what was interrupted
 * goes on where it stood. Throws a TypeError where a step is missing, and what a migration throws.
 */
export async function migrate(
  database: Database,
  { meta, collections, migrations }: Migrating,
): Promise<void> {
  for (const { name, schemaVersion } of collections) {
    const from = Number(meta.get(KEYS.schema(name)) ?? schemaVersion);
    for (let to = from + 1; to <= schemaVersion; to += 1) {
      const migration = migrations.find((candidate) => candidate.collection === name && candidate.to === to);
      if (!migration) throw new TypeError(`No migration brings ${name} to version ${to}.`);
      const chunk = prepareChunk(database, meta, migration);
      while (chunk()) await setImmediate();
    }
  }
}

/** Migrates the next documents; false once there are none. */
function prepareChunk(database: Database, meta: Meta, { collection, to, change }: Migration): () => boolean {
  // Ids first, then one document at a time: a chunk of attachments would not fit into memory.
  const nextIds = database
    .prepare<{ after: string | null }, string>(
      `SELECT id FROM "${collection}" WHERE :after IS NULL OR id > :after ORDER BY id LIMIT ${CHUNK}`,
    )
    .pluck();
  const get = database.prepare<[string], Row>(`SELECT ${COLUMNS} FROM "${collection}" WHERE id = ?`);
  const update = database.prepare(`UPDATE "${collection}" SET idx = ?, lists = ?, body = ? WHERE id = ?`);

  function migrateOne(id: string): void {
    const row = get.get(id);
    const changed = row && change(documentOf(row));
    if (!changed) return;
    const { idx, lists } = rowOf(changed);
    update.run(idx, lists, changed.body, id);
  }

  return database.transaction(() => {
    const ids = nextIds.all({ after: meta.get(KEYS.migrated(collection)) ?? null });
    const last = ids.at(-1);
    if (last === undefined) {
      meta.set(KEYS.schema(collection), String(to));
      meta.delete(KEYS.migrating(collection));
      meta.delete(KEYS.migrated(collection));
      return false;
    }
    ids.forEach(migrateOne);
    meta.set(KEYS.migrating(collection), String(to));
    meta.set(KEYS.migrated(collection), last);
    return true;
  });
}
