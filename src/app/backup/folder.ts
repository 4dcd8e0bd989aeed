import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backup } from '../../ports/index.ts';
import { sizeFault } from './check.ts';
import { bytesOf, isSignedWith, keyIdOf, type Manifest, readManifest } from './manifest.ts';
import { words } from './words.ts';

/** Where backups go. */
export interface BackupFolder {
  readonly folder: string;
  /** Set by the operator: then it is never made, since an empty folder where a disk should be is no backup. */
  readonly isGiven: boolean;
}

export function backupFolder(home: string, given: string | undefined): BackupFolder {
  return { folder: given ?? join(home, 'backups'), isGiven: given !== undefined };
}

const NAME = /^mainstay-\d{8}T\d{6}Z(?:-\d+)?$/;
const UNFINISHED = /^\.unfinished-mainstay-/;

/**
 * `mainstay-20261123T020000Z`; by name is by time. A second one in the same second gets a number, higher than any
 * there, so that it is the newest of them.
 */
export async function freshName(folder: string, at: number): Promise<string> {
  const name = `mainstay-${new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
  const newest = (await backupNames(folder)).find((taken) => taken.startsWith(name));
  if (newest === undefined) return name;
  return `${name}-${Number(newest.slice(name.length + 1)) + 1}`;
}

/** The folder of one that is being made: by its name, nobody takes it for a backup. */
export function unfinishedPath(folder: string, name: string): string {
  return join(folder, `.unfinished-${name}`);
}

/** Makes the folder ready. Throws what the file system throws. */
export async function prepareFolder({ folder, isGiven }: BackupFolder): Promise<void> {
  if (!isGiven) await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of await readdir(folder)) {
    if (UNFINISHED.test(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

export interface Listing {
  readonly home: string;
  readonly place: BackupFolder;
  /** Only backups of this key are listed. */
  readonly key: string;
}

/** The backups of this Mainstay, newest first; what only looks like one is left out. */
export async function listBackups(listing: Listing): Promise<readonly Backup[]> {
  const { key } = listing;
  const { folder } = listing.place;
  const names = await backupNames(folder);
  const elsewhere = await isElsewhere(listing.home, folder);
  const found: Backup[] = [];
  for (const id of names) {
    const path = join(folder, id);
    const manifest = await readManifest(path).catch(() => undefined);
    if (manifest?.keyId !== keyIdOf(key)) continue;
    const { madeAt, reason } = manifest;
    const problem = await problemOf(path, manifest, key);
    const verified = problem === undefined;
    const bytes = bytesOf(manifest);
    found.push({
      id,
      at: madeAt,
      path,
      bytes,
      reason,
      verified,
      elsewhere,
      ...(verified ? {} : { problem }),
    });
  }
  return found;
}

/** Names of what may be backups, newest first; none where the folder cannot be read. */
export async function backupNames(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((): string[] => []);
  return names.filter((name) => NAME.test(name)).toSorted(newestFirst);
}

/** Of one second, the one with the higher number is newer. */
function newestFirst(one: string, other: string): number {
  return other.localeCompare(one, 'en', { numeric: true });
}

/** Looks at what can be seen without reading everything: the signature, and that each file has its size. */
async function problemOf(path: string, manifest: Manifest, key: string): Promise<string | undefined> {
  if (!isSignedWith(manifest, key)) return words.unsound.signature;
  for (const file of manifest.files) {
    const fault = await sizeFault(path, file);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** Whether the folder lies on another file system than the home folder. What is synced from here, nobody can see. */
async function isElsewhere(home: string, folder: string): Promise<boolean> {
  const [here, there] = await Promise.all([home, folder].map((path) => stat(path).catch(() => undefined)));
  return here !== undefined && there !== undefined && here.dev !== there.dev;
}

/** Of each kind, this many stay. */
const KEPT = 7;

/**
 * Removes the oldest of each kind beyond seven, and never the one just made, whatever the clock said. One that does
 * not hold counts for none, and is left to be looked at.
 */
export async function removeOld(listing: Listing, made: string): Promise<readonly string[]> {
  const sound = (await listBackups(listing)).filter(({ verified }) => verified);
  const old = (['night', 'asked'] as const).flatMap((kind) =>
    sound
      .filter(({ reason }) => reason === kind)
      .slice(KEPT)
      .filter(({ id }) => id !== made),
  );
  for (const { path } of old) await rm(path, { recursive: true, force: true });
  return old.map(({ id }) => id);
}
