import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { copyFile, mkdir, open, readdir, stat } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';

/** Every plain file under the folder, as paths relative to it with `/`; none where there is no such folder. */
export async function filesUnder(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch((error: unknown) => {
    if (isMissing(error)) return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .toSorted();
}

export async function sha256Of(file: string, signal?: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file, signal ? { signal } : {})) hash.update(chunk as Buffer);
  return hash.digest('hex');
}

/** Copies to a new file, with the folders above it. Throws EEXIST where there is one. */
export async function copyNew(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  await copyFile(from, to, constants.COPYFILE_EXCL);
}

/** The path, or with a number behind it where something is there already. */
export async function freePath(path: string): Promise<string> {
  const isTaken = (candidate: string) =>
    stat(candidate).then(
      () => true,
      () => false,
    );
  if (!(await isTaken(path))) return path;
  let number = 1;
  while (await isTaken(`${path}-${number}`)) number += 1;
  return `${path}-${number}`;
}

/** Resolves once the file's content is on the disk. */
export async function syncFile(file: string): Promise<void> {
  // Windows syncs only what may be written; elsewhere a file that may only be read is synced too.
  const handle = await open(file, process.platform === 'win32' ? 'r+' : 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes renames in the folder last. Some systems and network drives cannot sync a folder, and do without. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}

export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

export function isMissing(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}
