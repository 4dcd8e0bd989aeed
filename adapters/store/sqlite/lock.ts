import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { getSystemErrorMap } from 'node:util';
import Database from 'better-sqlite3';
import { MainstayError } from '../../../src/kernel/index.ts';
import { sqliteCode } from './errors.ts';

export interface HomeLock {
  /** Gives the folder to the next who asks. May be repeated. */
  release(): Promise<void>;
}

/** Locks that are held: a database that nobody refers to is closed by the garbage collector, and its lock is lost. */
const held = new Set<Database.Database>();

/**
 * Takes the home folder, which it makes where it is missing, for this process alone: an open exclusive transaction
 * on a small database file. The operating system ends it with the process, however that dies, so no lock is left
 * behind. Throws HOME_LOCKED while someone holds it, HOME_UNWRITABLE where the folder cannot be made or written.
 */
export async function lockHome(home: string): Promise<HomeLock> {
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    const database = holdFile(join(home, 'lock'));
    held.add(database);
    return {
      release: async () => {
        held.delete(database);
        database.close();
      },
    };
  } catch (error) {
    if (sqliteCode(error).startsWith('SQLITE_BUSY')) {
      throw new MainstayError('HOME_LOCKED', { values: { home }, cause: error });
    }
    throw new MainstayError('HOME_UNWRITABLE', { values: { home, reason: reasonOf(error) }, cause: error });
  }
}

function holdFile(file: string): Database.Database {
  const database = new Database(file, { timeout: 0 });
  try {
    database.pragma('journal_mode = MEMORY');
    database.exec('BEGIN EXCLUSIVE');
    // On a file that may only be read, SQLite quietly begins a shared transaction; a write shows it.
    database.pragma('user_version = 1');
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** The system's own words: “permission denied”, “not a directory”. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const known = 'errno' in error ? getSystemErrorMap().get(Number(error.errno)) : undefined;
  return known?.[1] ?? error.message;
}
