import { join } from 'node:path';
import Database from 'better-sqlite3';
import { DATABASE_FILE } from './database.ts';

/** Pages between two turns of the event loop: 2 MB, in which a disk is busy for some milliseconds. */
const PAGES_A_TURN = 512;

/**
 * Copies the database into the folder while it is being written. The copy is one moment of it: what is committed
 * meanwhile through this connection goes into both. Throws the signal's reason, and SQLite's errors.
 */
export async function copyDatabase(
  database: Database.Database,
  folder: string,
  signal: AbortSignal,
): Promise<void> {
  const file = join(folder, DATABASE_FILE);
  await database.backup(file, {
    progress: () => {
      signal.throwIfAborted();
      return PAGES_A_TURN;
    },
  });
  signal.throwIfAborted();
  leaveNoLog(file);
}

/** A copy in the mode of a write-ahead log needs two files beside it to be opened; a copy is to be read anywhere. */
function leaveNoLog(file: string): void {
  const copy = new Database(file, { fileMustExist: true });
  try {
    copy.pragma('journal_mode = DELETE');
  } finally {
    copy.close();
  }
}
