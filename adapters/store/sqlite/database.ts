import { join } from 'node:path';
import Database from 'better-sqlite3';

/** Everything that is stored; SQLite's log and its index lie beside it while it is open. */
export const DATABASE_FILE = 'mainstay.db';

/** What makes up the store in its folder: moved together or not at all. A copy of the store is the first alone. */
export const STORE_FILES: readonly [string, ...string[]] = [
  DATABASE_FILE,
  `${DATABASE_FILE}-wal`,
  `${DATABASE_FILE}-shm`,
];

/** The lock on the home folder leaves one writer, so only an operator's own tool can make us wait. */
const BUSY_MS = 1_000;

/** Opens `<home>/mainstay.db`; writing makes it where it is missing. Throws SQLite's errors. */
export function openDatabase(home: string, readOnly: boolean): Database.Database {
  return new Database(join(home, DATABASE_FILE), {
    readonly: readOnly,
    fileMustExist: readOnly,
    timeout: BUSY_MS,
  });
}

/** Sets how commits reach the disk. Comes after the version check, because it may write to the file. */
export function makeDurable(database: Database.Database): void {
  database.pragma('journal_mode = WAL');
  // The library is built with NORMAL for WAL, under which an acknowledged commit can be lost with the power.
  database.pragma('synchronous = FULL');
  // On macOS a plain fsync stops at the drive's cache; elsewhere this changes nothing.
  database.pragma('fullfsync = ON');
  // A batch that is rolled back is put back from memory: as a file, that halves the writes of a commit again.
  database.pragma('temp_store = MEMORY');
  // Pages that change with every commit are copied into the file once in a while: at 32 MB of log, not at 4.
  database.pragma('wal_autocheckpoint = 8000');
}
