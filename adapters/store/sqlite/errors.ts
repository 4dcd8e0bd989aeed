import { MainstayError } from '../../../src/kernel/index.ts';

/** What the disk or the machine can do to a database, as opposed to what we do wrong with it. */
const OUTSIDE = /^SQLITE_(?:IOERR|CANTOPEN|READONLY|BUSY|LOCKED|PROTOCOL|PERM|AUTH|NOMEM|NOLFS)/;

/** SQLite's extended code of an error (`SQLITE_IOERR_WRITE`); empty where it is none of SQLite's. */
export function sqliteCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return code.startsWith('SQLITE_') ? code : '';
}

/** The disk's and the file's faults in our codes; whatever else, a bug of ours among it, as it is. */
export function translated(error: unknown, home: string): unknown {
  const code = sqliteCode(error);
  const reason = error instanceof Error ? error.message : String(error);
  if (code === 'SQLITE_FULL') {
    return new MainstayError('STORE_FULL', { values: { needed: '1 GB' }, cause: error });
  }
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return new MainstayError('STORE_DAMAGED', { values: { home, reason }, cause: error });
  }
  if (OUTSIDE.test(code)) {
    return new MainstayError('STORE_UNAVAILABLE', { values: { reason }, cause: error });
  }
  return error;
}
