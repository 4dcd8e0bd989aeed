import { copyFile, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { MainstayError, type Secret } from '../../kernel/index.ts';
import { backupKeyOf, masterKeyFile, readMasterKey, writeSecret } from '../keys.ts';
import { signLife } from '../life.ts';
import { type Checking, checkBackup } from './check.ts';
import { copyNew, freePath, isMissing, sha256Of, syncFile, syncFolder } from './files.ts';
import { type BackupFolder, backupNames } from './folder.ts';
import { keyIdOf, type Manifest, readManifest } from './manifest.ts';
import { type RestoreMark, readMark, writeMark } from './mark.ts';
import { masterKeyOf, wrongKey } from './recovery-key.ts';
import { markKeyShown } from './show-key.ts';
import { words } from './words.ts';

export interface Restoring extends Pick<Checking, 'collections' | 'openCopy'> {
  /** Locked by the caller, so that no server runs on it. */
  readonly home: string;
  /** What makes up the store in its folder; the first is the database itself. */
  readonly storeFiles: readonly [string, ...string[]];
  readonly configFolder: string;
  readonly place: BackupFolder;
  /** A folder, a file in it, its name, or `latest`. */
  readonly backup: string;
  /** The master key from the environment. */
  readonly masterKey: Secret | undefined;
  readonly recoveryKey: string | undefined;
  /** Restores a backup of another key, of which nobody can say whether it was changed. */
  readonly withoutKey: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
}

export interface Restored {
  readonly backup: string;
  readonly madeAt: string;
  /** Where what was there before lies now; absent where nothing was. */
  readonly kept?: string;
  /** Settings and workflows of the backup that differ from those here, and where they lie now. */
  readonly config: readonly string[];
  readonly configIn?: string;
}

/**
 * Puts a backup in place of the store. Everything is checked and copied beside it first; what was there is moved
 * aside and never deleted. Throws BACKUP_NOT_FOUND, BACKUP_UNSOUND, STORE_NEWER, RECOVERY_KEY_NEEDED and
 * RECOVERY_KEY_WRONG, and then nothing was changed. Killed in the middle, it leaves a mark under which nothing starts
 * until it is run again.
 */
export async function restore(restoring: Restoring): Promise<Restored> {
  const { home, now, storeFiles } = restoring;
  const path = await pathOf(restoring);
  const manifest = await readManifest(path);
  const master = await keyFor(restoring, { path, manifest });
  await checkBackup(path, { ...restoring, key: master && backupKeyOf(master) });
  const earlier = await readMark(home).catch(() => undefined);
  const present = await presentOf(home, storeFiles);
  const isFresh = earlier?.state === 'begun' ? earlier.isFresh : present.length === 0;
  const staged = await stageStore(restoring, path, manifest);
  const stamp = new Date(now).toISOString().replaceAll(/[-:]|\.\d+/g, '');
  // Never where an interrupted restore of the same second has put what was there before.
  const aside = await freePath(join(home, `before-restore-${stamp}`));
  await addOutbox(path, manifest, home);
  const config = await putConfig(restoring, { path, manifest, isFresh, aside });

  const mark: RestoreMark = {
    state: 'begun',
    id: `${basename(path)}@${now}`,
    backup: path,
    madeAt: manifest.madeAt,
    sequence: manifest.log.sequence,
    isFresh,
  };
  await writeMark(home, mark);
  const moved = [...present, ...(await putKey(restoring, { master, aside }))];
  await moveAside(home, aside, present);
  await rename(staged, join(home, storeFiles[0]));
  await setLastAlive(home, manifest);
  if (restoring.recoveryKey !== undefined) await markKeyShown(home);
  await syncFolder(home);
  await writeMark(home, { ...mark, state: 'done' });
  return {
    backup: path,
    madeAt: manifest.madeAt,
    ...(moved.length > 0 ? { kept: aside } : {}),
    ...config,
  };
}

async function pathOf({ backup, place }: Restoring): Promise<string> {
  if (backup === 'latest') {
    const [newest] = await backupNames(place.folder);
    if (newest === undefined) throw new MainstayError('BACKUP_NOT_FOUND', { values: { path: place.folder } });
    return join(place.folder, newest);
  }
  const given = resolve(backup);
  const found = await stat(given).catch(() => undefined);
  if (found?.isFile()) return dirname(given);
  return found ? given : join(place.folder, basename(backup));
}

interface Chosen {
  readonly path: string;
  readonly manifest: Manifest;
}

/** The master key that signed the backup; `undefined` only where it is to be restored without. */
async function keyFor(
  { home, masterKey, recoveryKey, withoutKey }: Restoring,
  { path, manifest }: Chosen,
): Promise<Secret | undefined> {
  const fits = (key: Secret | undefined) => key && keyIdOf(backupKeyOf(key)) === manifest.keyId;
  const own = await readMasterKey(home, { masterKey });
  if (recoveryKey !== undefined) {
    const written = masterKeyOf(recoveryKey);
    if (!fits(written)) throw wrongKey(words.key.other);
    if (masterKey && !fits(masterKey)) throw wrongKey(words.key.environment);
    return written;
  }
  if (fits(own)) return own;
  if (withoutKey) return undefined;
  throw new MainstayError('RECOVERY_KEY_NEEDED', { values: { path } });
}

async function presentOf(home: string, storeFiles: readonly string[]): Promise<readonly string[]> {
  const there = new Set(await readdir(home));
  return storeFiles.filter((name) => there.has(name));
}

/** Copies the store beside the present one, where renaming it is enough; the sum shows that it arrived whole. */
async function stageStore(
  { home, storeFiles: [database] }: Restoring,
  path: string,
  { files }: Manifest,
): Promise<string> {
  const staged = join(home, `${database}.restoring`);
  await rm(staged, { force: true });
  await copyFile(join(path, database), staged);
  await syncFile(staged);
  const sum = files.find((file) => file.path === database)?.sha256;
  if ((await sha256Of(staged)) === sum) return staged;
  await rm(staged, { force: true });
  throw new MainstayError('BACKUP_UNSOUND', { values: { path, reason: words.unsound.changed(database) } });
}

/** Mails that were saved are put back where they are missing; those of later stay. */
async function addOutbox(path: string, { files }: Manifest, home: string): Promise<void> {
  for (const file of files) {
    if (file.path.startsWith('outbox/')) await addMissing(join(path, file.path), join(home, file.path));
  }
}

async function addMissing(from: string, to: string): Promise<void> {
  const isThere = await stat(to).then(
    () => true,
    () => false,
  );
  if (!isThere) await copyNew(from, to);
}

/**
 * On a new home folder the settings come back, and those that were there are kept. In one that is in use they stay as
 * they are, since a rule that was tightened must not be loosened unseen; the backup's are laid beside.
 */
async function putConfig(
  { configFolder }: Restoring,
  { path, manifest, isFresh, aside }: Chosen & { readonly isFresh: boolean; readonly aside: string },
): Promise<Pick<Restored, 'config' | 'configIn'>> {
  const differing: string[] = [];
  for (const file of manifest.files.filter((one) => one.path.startsWith('config/'))) {
    const name = file.path.slice('config/'.length);
    const [from, here] = [join(path, file.path), join(configFolder, name)];
    const present = await readFile(here).catch((error: unknown) => {
      if (isMissing(error)) return undefined;
      throw error;
    });
    if (present?.equals(await readFile(from))) continue;
    differing.push(name);
    if (!isFresh) await addMissing(from, join(aside, 'config-of-backup', name));
    else {
      if (present) await addMissing(here, join(aside, 'config', name));
      await mkdir(dirname(here), { recursive: true });
      await copyFile(from, here);
    }
  }
  if (differing.length === 0) return { config: [] };
  return { config: differing, configIn: isFresh ? configFolder : join(aside, 'config-of-backup') };
}

/** Another key than the one here takes its place, and what that one signed goes with it. */
async function putKey(
  { home, masterKey }: Restoring,
  { master, aside }: { readonly master: Secret | undefined; readonly aside: string },
): Promise<readonly string[]> {
  const own = await readMasterKey(home, { masterKey: undefined });
  if (masterKey || !master || own?.reveal() === master.reveal()) return [];
  const there = await presentOf(home, [basename(masterKeyFile(home)), 'head']);
  await moveAside(home, aside, there);
  await writeSecret(masterKeyFile(home), master.reveal());
  await syncFile(masterKeyFile(home));
  return there;
}

async function moveAside(home: string, aside: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await mkdir(aside, { recursive: true, mode: 0o700 });
  for (const name of names) await rename(join(home, name), join(aside, name));
  await syncFolder(aside);
}

/** To what is in the backup, the time since it was made is time in which nobody could decide. */
async function setLastAlive(home: string, { madeAt }: Manifest): Promise<void> {
  await signLife(home, Date.parse(madeAt));
}
