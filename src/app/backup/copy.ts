import { mkdir, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newestHead } from '../../events/index.ts';
import { isMainstayError, isoTime, MainstayError } from '../../kernel/index.ts';
import type { Backup, Store } from '../../ports/index.ts';
import { type Checking, checkBackup } from './check.ts';
import { codeOf, copyNew, filesUnder, isMissing, sha256Of, syncFile, syncFolder } from './files.ts';
import { freshName, type Listing, listBackups, prepareFolder, removeOld, unfinishedPath } from './folder.ts';
import { type BackupFile, MANIFEST_FILE, type Manifest, signManifest } from './manifest.ts';
import { words } from './words.ts';

export interface Copying extends Omit<Checking, 'key'>, Listing {
  readonly store: Store;
  /** What makes up the store in its folder: how much room a copy will take. */
  readonly storeFiles: readonly [string, ...string[]];
  /** The folder with mainstay.yaml and the operator's own workflows. */
  readonly configFolder: string;
  readonly reason: Manifest['reason'];
  /** Epoch milliseconds. */
  readonly at: number;
  readonly program: string;
  readonly signal: AbortSignal;
}

/** A disk that the store itself needs is not filled up beyond this. */
const RESERVE_BYTES = 50_000_000;

/** Makes a backup, and then removes the oldest. Throws as `makeBackup` does. */
export async function makeAndKeep(
  copying: Copying,
): Promise<{ readonly made: Backup; readonly removed: readonly string[] }> {
  const id = await makeBackup(copying);
  const removed = await removeOld(copying, id);
  const made = (await listBackups(copying)).find((backup) => backup.id === id);
  if (!made) throw new TypeError(`The backup ${id} that was just made is not there.`);
  return { made, removed };
}

/**
 * Copies everything under a name that nobody takes for a backup, checks it there, and only then gives it its own
 * name. Throws BACKUP_FAILED, and STOPPING where the signal ends it; nothing of it then stays.
 */
async function makeBackup(copying: Copying): Promise<string> {
  const { folder } = copying.place;
  let unfinished: string | undefined;
  try {
    await prepareFolder(copying.place);
    await refuseFullDisk(copying);
    const id = await freshName(folder, copying.at);
    unfinished = unfinishedPath(folder, id);
    await mkdir(unfinished, { mode: 0o700 });
    await copyAll(copying, unfinished);
    await checkBackup(unfinished, copying);
    copying.signal.throwIfAborted();
    await rename(unfinished, join(folder, id));
    await syncFolder(folder);
    return id;
  } catch (error) {
    if (unfinished !== undefined)
      await rm(unfinished, { recursive: true, force: true }).catch(() => undefined);
    if (copying.signal.aborted) throw new MainstayError('STOPPING', { cause: error });
    throw failure(folder, error);
  }
}

/** The store first: what its commits name in the outbox lies there before them. */
async function copyAll(copying: Copying, into: string): Promise<void> {
  const { store, home, configFolder, signal } = copying;
  await store.copyTo(into, { signal });
  for (const name of await filesUnder(join(home, 'outbox'))) {
    signal.throwIfAborted();
    if (!name.endsWith('.tmp')) await copyNew(join(home, 'outbox', name), join(into, 'outbox', name));
  }
  for (const name of await configFiles(configFolder))
    await copyNew(join(configFolder, name), join(into, 'config', name));
  const files = await summed(into, signal);
  const manifest = signManifest(
    {
      program: copying.program,
      madeAt: isoTime(copying.at),
      reason: copying.reason,
      log: await headOf(copying, into),
      files,
    },
    copying.key,
  );
  const file = join(into, MANIFEST_FILE);
  await writeFile(file, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  await syncFile(file);
  await syncFolder(into);
}

/** The settings and workflows of the operator; whatever else lies there is not ours. */
async function configFiles(folder: string): Promise<readonly string[]> {
  return (await filesUnder(folder)).filter((name) => /\.(?:ya?ml|md)$/.test(name));
}

async function summed(folder: string, signal: AbortSignal): Promise<BackupFile[]> {
  const files: BackupFile[] = [];
  for (const path of await filesUnder(folder)) {
    const file = join(folder, path);
    await syncFile(file);
    files.push({ path, bytes: (await stat(file)).size, sha256: await sha256Of(file, signal) });
  }
  return files;
}

async function headOf({ openCopy }: Copying, folder: string): Promise<Manifest['log']> {
  const copy = await openCopy(folder);
  try {
    const { sequence, hash } = await newestHead(copy);
    return { sequence, hash };
  } finally {
    await copy.close();
  }
}

/** Better no copy than a disk so full that the store itself can take nothing more. */
async function refuseFullDisk({ home, place, storeFiles }: Copying): Promise<void> {
  const neededBytes = (await Promise.all(storeFiles.map((name) => sizeOf(join(home, name))))).reduce(
    (sum, bytes) => sum + bytes,
    0,
  );
  const { bavail, bsize } = await statfs(place.folder);
  const [here, there] = await Promise.all([stat(home), stat(place.folder)]);
  const freeBytes = bavail * bsize - (here.dev === there.dev ? RESERVE_BYTES : 0);
  if (freeBytes < neededBytes)
    throw failed(place.folder, {
      reason: words.room(bavail * bsize, neededBytes),
      mend: words.mends.room,
    });
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

/** What went wrong, in words; a fault that we do not know is ours, and stays as the cause. */
function failure(folder: string, cause: unknown): MainstayError {
  if (isMainstayError(cause, 'BACKUP_FAILED') || isMainstayError(cause, 'STOPPING')) return cause;
  const { mends, faults } = words;
  if (isMainstayError(cause, 'STORE_FULL'))
    return failed(folder, { reason: faults['ENOSPC'] ?? '', mend: mends.room, cause });
  if (isMainstayError(cause)) return failed(folder, { reason: textOf(cause), mend: mends.verify, cause });
  const code = codeOf(cause) ?? '';
  const known = faults[code];
  if (known === undefined) return failed(folder, { reason: code || textOf(cause), mend: mends.log, cause });
  const isFull = known === faults['ENOSPC'];
  const mend = isFull ? mends.room : isMissing(cause) ? mends.folder : mends.writable;
  return failed(folder, { reason: known, mend, cause });
}

function textOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}

function failed(folder: string, about: { reason: string; mend: string; cause?: unknown }): MainstayError {
  const { reason, mend, cause } = about;
  return new MainstayError('BACKUP_FAILED', { values: { folder, reason, mend }, cause });
}
