import type { Database } from 'better-sqlite3';
import { MainstayError } from '../../../src/kernel/index.ts';
import type { CollectionSpec, Migration, Store } from '../../../src/ports/index.ts';
import { copyDatabase } from './copy.ts';
import { makeDurable, openDatabase } from './database.ts';
import { translated } from './errors.ts';
import { createIndexes, createTables, dropStaleIndexes, offerMissingTables } from './layout.ts';
import { createMeta } from './meta.ts';
import { migrate } from './migrate.ts';
import { openTable, type Table } from './tables.ts';
import { KEYS, refuseNewer, STORE_VERSION } from './versions.ts';
import { createWriter } from './writer.ts';

export { STORE_FILES } from './database.ts';
export { type HomeLock, lockHome } from './lock.ts';

export interface SqliteOptions {
  /** The folder in which `mainstay.db` lies; it must be there, and locked by whoever writes (`lockHome`). */
  readonly home: string;
  readonly collections: readonly CollectionSpec[];
  readonly migrations: readonly Migration[];
  /** Only reads, also beside a process that writes. The file must be there. */
  readonly readOnly?: boolean;
}

/**
 * The embedded store: one file, in which every commit is synced to the disk before it is confirmed. Opening makes
 * what is missing, migrates, and brings the indexes to what is declared; an interrupted opening goes on the next
 * time. Throws STORE_NEWER for a file of a newer program, STORE_DAMAGED for one that is none, STORE_FULL and
 * STORE_UNAVAILABLE for the disk's faults, and what a migration throws.
 */
export async function openSqliteStore(options: SqliteOptions): Promise<Store> {
  const { home } = options;
  let database: Database | undefined;
  try {
    database = openDatabase(home, options.readOnly ?? false);
    refuseNewer(database, options.collections, home);
    if (options.readOnly) offerMissingTables(database, options.collections);
    else await prepare(database, options);
    return createStore(database, options);
  } catch (error) {
    database?.close();
    throw translated(error, home);
  }
}

async function prepare(database: Database, { collections, migrations }: SqliteOptions): Promise<void> {
  makeDurable(database);
  // An old unique index must not stand in a migration's way, nor a new one before the documents fit it.
  const meta = database.transaction(() => {
    createTables(database, collections);
    for (const spec of collections) dropStaleIndexes(database, spec);
    return createMeta(database);
  })();
  await migrate(database, { meta, collections, migrations });
  database.transaction(() => {
    meta.set(KEYS.store, String(STORE_VERSION));
    for (const spec of collections) {
      meta.set(KEYS.schema(spec.name), String(spec.schemaVersion));
      createIndexes(database, spec);
    }
  })();
}

function createStore(database: Database, { home, collections, readOnly = false }: SqliteOptions): Store {
  const tables = new Map(collections.map((spec) => [spec.name, openTable(database, spec)]));
  const translate = (error: unknown) => translated(error, home);
  const writer = createWriter(database, { table, translate });
  const copies = createCopies(database);
  let isClosed = false;

  function table(name: string): Table {
    const found = tables.get(name);
    if (!found) throw new TypeError(`There is no collection ${name}.`);
    return found;
  }

  function assertOpen(): void {
    if (isClosed) throw new MainstayError('STOPPING');
  }

  async function read<T>(question: () => T): Promise<T> {
    assertOpen();
    try {
      return question();
    } catch (error) {
      throw translate(error);
    }
  }

  return {
    isAtomic: true,
    get: (collection, id) => read(() => table(collection).get(id)),
    find: (collection, query) => read(() => table(collection).find(query)),
    commit: async (batch) => {
      assertOpen();
      return writer.commit(batch);
    },
    copyTo: async (folder, { signal } = {}) => {
      assertOpen();
      await copies.make(folder, signal).catch((error: unknown) => {
        throw translate(error);
      });
    },
    stats: () => ({ syncs: writer.syncs() }),
    close: async () => {
      if (isClosed) return;
      isClosed = true;
      writer.flush();
      await copies.stop();
      if (!readOnly) checkpoint(database);
      database.close();
    },
  };
}

/** Copies under way, which have to end before the database is closed under them. */
function createCopies(database: Database) {
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  return {
    make: async (folder: string, signal?: AbortSignal) => {
      const signals = [stopping.signal, ...(signal ? [signal] : [])];
      const copy = copyDatabase(database, folder, AbortSignal.any(signals));
      underWay.add(copy);
      try {
        await copy;
      } finally {
        underWay.delete(copy);
      }
    },
    stop: async () => {
      stopping.abort(new MainstayError('STOPPING'));
      await Promise.allSettled(underWay);
    },
  };
}

/** Moves the write-ahead log into the file, so that a copy of the file is whole. */
function checkpoint(database: Database): void {
  try {
    database.pragma('wal_checkpoint(TRUNCATE)');
  } catch {
    // A full disk, say. Nothing is lost: the log lies beside the file, and the next opening reads both.
  }
}
