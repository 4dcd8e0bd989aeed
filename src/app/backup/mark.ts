import { open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { MainstayError } from '../../kernel/index.ts';
import { isMissing, syncFolder } from './files.ts';

const markSchema = z.strictObject({
  /** `begun` while files are put in place, `done` until the next start has told of it. */
  state: z.enum(['begun', 'done']),
  /** Names this restore: told once. */
  id: z.string(),
  backup: z.string(),
  madeAt: z.iso.datetime(),
  /** The newest entry of the log in the backup. */
  sequence: z.int(),
  /** Whether there was no store before. */
  isFresh: z.boolean(),
});

/** What a restore leaves in the home folder for the next start. */
export type RestoreMark = z.infer<typeof markSchema>;

const FILE = 'restore.json';

/** `undefined` where nothing was restored since the last start; a file that cannot be read counts as begun. */
export async function readMark(home: string): Promise<RestoreMark | undefined> {
  try {
    return markSchema.parse(JSON.parse(await readFile(join(home, FILE), 'utf8')));
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new MainstayError('RESTORE_UNFINISHED', { values: { home, backup: 'latest' }, cause: error });
  }
}

/** The mark of a restore that ended. Throws RESTORE_UNFINISHED for one that did not. */
export async function endedRestore(home: string): Promise<RestoreMark | undefined> {
  const mark = await readMark(home);
  if (mark?.state !== 'begun') return mark;
  throw new MainstayError('RESTORE_UNFINISHED', { values: { home, backup: mark.backup } });
}

/** Replaces the mark in one step, and resolves once it is on the disk. */
export async function writeMark(home: string, mark: RestoreMark): Promise<void> {
  const temporary = join(home, `${FILE}.new`);
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(mark)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, join(home, FILE));
  await syncFolder(home);
}

export async function removeMark(home: string): Promise<void> {
  await rm(join(home, FILE), { force: true });
}
