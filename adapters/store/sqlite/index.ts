import Database from 'better-sqlite3';
import { join } from 'node:path';
import { MainstayError } from '../../../src/kernel/index.ts';
import type { CollectionSpec, Store } from '../../../src/ports/index.ts';
import { translated } from './errors.ts';
import { checkVersions, type Migration, migrate } from './migrate.ts';
import { openTable, prepareTable, type Table } from './tables.ts';
import { createWriter } from './writer.ts';

export { lockHome } from './lock.ts';
export type { Migration } from './migrate.ts';

export interface SqliteOptions {
  /** The folder in which `mainstay.db` lies. */
  readonly home: string;
  readonly collections: readonly CollectionSpec[];
  readonly migrations: readonly Migration[];
  /** Only reads, also beside a process that writes. The file must be there. */
  readonly readOnly?: boolean;
}

/**
 * The embedded store: one file, WAL, every commit synced to disk. Throws STORE_NEWER for a file of a newer
 * program, STORE_DAMAGED for one that is none, STORE_FULL and STORE_UNAVAILABLE for the disk's faults.
 */
export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  const database = openDatabase(options);
  const tables = new Map<string, Table>(options.collections.map((spec) => [spec.name, openTable(database, spec)]));
  let closed = false;

  function table(name: string): Table {
    const found = tables.get(name);
    if (!found) throw new TypeError(`There is no collection ${name}.`);
    return found;
  }

  const writer = createWriter(database, table);

  async function reading<T>(read: () => T): Promise<T> {
    if (closed) throw new MainstayError('STOPPING');
    try {
      return read();
    } catch (error) {
      throw translated(error);
    }
  }

  return {
    get: (collection, id) => reading(() => table(collection).get(id)),
    find: (collection, query) => reading(() => table(collection).find(query)),
    commit: async (batch) => {
      if (closed) throw new MainstayError('STOPPING');
      return writer.commit(batch);
    },
    stats: () => ({ syncs: writer.syncs() }),
    close: async () => {
      if (closed) return;
      closed = true;
      writer.drain();
      if (!options.readOnly) database.pragma('wal_checkpoint(TRUNCATE)');
      database.close();
    },
  };
}

function openDatabase({ home, collections, migrations, readOnly = false }: SqliteOptions): Database.Database {
  let database: Database.Database | undefined;
  try {
    database = new Database(join(home, 'mainstay.db'), { readonly: readOnly, fileMustExist: readOnly });
    if (readOnly) return database;
    database.pragma('journal_mode = WAL');
    // The library is built with NORMAL for WAL, under which an acknowledged commit can be lost with the power.
    database.pragma('synchronous = FULL');
    checkVersions(database, collections, home);
    for (const spec of collections) prepareTable(database, spec);
    migrate(database, collections, migrations);
    return database;
  } catch (error) {
    database?.close();
    const known = translated(error);
    throw known instanceof MainstayError && known.code === 'STORE_DAMAGED'
      ? new MainstayError('STORE_DAMAGED', { values: { home, reason: 'mainstay.db is damaged or no database' }, cause: error })
      : known;
  }
}
