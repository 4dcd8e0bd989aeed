import { mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { MainstayError, sha256 } from '../../../src/kernel/index.ts';
import { words } from './words.ts';

export interface Saving {
  readonly folder: string;
  /** The same key again replaces the same file. */
  readonly key: string;
  /** Local date, `YYYY-MM-DD`, and the mail's subject: what a person finds the file by. */
  readonly date: string;
  readonly subject: string;
  readonly bytes: Uint8Array;
}

/**
 * Writes the mail as `DATE-SUBJECT-KEY.eml`, readable by its owner only, and resolves with the file's name once
 * it is on disk; a reader sees the whole file or none. Throws MAIL_UNSAVED.
 */
export async function saveMail({ folder, key, date, subject, bytes }: Saving): Promise<string> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const ending = `-${sha256(key).slice(0, 12)}.eml`;
    const earlier = (await readdir(folder)).find((name) => name.endsWith(ending));
    const name = earlier ?? `${date}-${slugOf(subject)}${ending}`;
    await replaceFile(join(folder, name), bytes);
    await syncFolder(folder);
    return name;
  } catch (error) {
    throw new MainstayError('MAIL_UNSAVED', { values: { folder, reason: reasonOf(error) }, cause: error });
  }
}

async function replaceFile(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.tmp`;
  try {
    const file = await open(temporary, 'w', 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** The rename itself is only then on disk. Windows cannot open a folder and does without. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function slugOf(subject: string): string {
  const ascii = subject.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return (
    ascii
      .replaceAll(/[^a-z0-9]+/g, '-')
      .slice(0, 40)
      .replaceAll(/^-|-$/g, '') || 'mail'
  );
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return words.diskFaults[code] ?? code;
}
