import { MainstayError } from '../../../src/kernel/index.ts';

/** The engine's errors in our codes; anything else as it is. */
export function translated(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'SQLITE_FULL') return new MainstayError('STORE_FULL', { values: { needed: '1 GB' }, cause: error });
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') {
    return new MainstayError('STORE_DAMAGED', { values: { home: 'the home folder', reason: code }, cause: error });
  }
  if (code.startsWith('SQLITE_')) return new MainstayError('STORE_UNAVAILABLE', { values: { reason: code }, cause: error });
  return error;
}
