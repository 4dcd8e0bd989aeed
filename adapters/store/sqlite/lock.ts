import Database from 'better-sqlite3';
import { join } from 'node:path';
import { MainstayError } from '../../../src/kernel/index.ts';

/**
 * Takes the home folder for this process alone: an exclusive transaction on a small database file, which the
 * operating system gives up with the process, however it ends. Throws HOME_LOCKED and HOME_UNWRITABLE.
 */
export async function lockHome(home: string): Promise<{ release(): Promise<void> }> {
  let database: Database.Database | undefined;
  try {
    database = new Database(join(home, 'lock'), { timeout: 0 });
    database.pragma('journal_mode = MEMORY');
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database?.close();
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    if (code === 'SQLITE_BUSY') throw new MainstayError('HOME_LOCKED', { values: { home }, cause: error });
    throw new MainstayError('HOME_UNWRITABLE', { values: { home, reason: code }, cause: error });
  }
  const held = database;
  return {
    release: async () => {
      held.close();
    },
  };
}
