import type { Database } from 'better-sqlite3';

/** What the store knows about itself, by key. Its table has a name that no collection can have. */
export interface Meta {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  delete(key: string): void;
}

/** Whether the file was ever set up by us; asking changes nothing. */
export function hasMeta(database: Database): boolean {
  return (
    database.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = '_meta'").get() !==
    undefined
  );
}

/** The table must be there: see `createMeta`. */
export function openMeta(database: Database): Meta {
  const get = database.prepare<[string], string>('SELECT value FROM _meta WHERE key = ?').pluck();
  const set = database.prepare(
    `INSERT INTO _meta (key, value) VALUES (?, ?)
     ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE value <> excluded.value`,
  );
  const remove = database.prepare('DELETE FROM _meta WHERE key = ?');
  return {
    get: (key) => get.get(key),
    set: (key, value) => {
      set.run(key, value);
    },
    delete: (key) => {
      remove.run(key);
    },
  };
}

export function createMeta(database: Database): Meta {
  database.exec('CREATE TABLE IF NOT EXISTS _meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT');
  return openMeta(database);
}
