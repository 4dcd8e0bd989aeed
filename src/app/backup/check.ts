import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { headMac, verifyLog } from '../../events/index.ts';
import { isMainstayError, MainstayError } from '../../kernel/index.ts';
import type { CollectionSpec, Store } from '../../ports/index.ts';
import { isMissing, sha256Of } from './files.ts';
import { isSignedWith, type Manifest, readManifest } from './manifest.ts';
import { words } from './words.ts';

export interface Checking {
  /** Signs backups; without it, nobody can say whether the copy was changed on purpose. */
  readonly key: string | undefined;
  readonly collections: readonly CollectionSpec[];
  /** Opens the store in a folder, to be read only. */
  openCopy(folder: string): Promise<Store>;
  readonly signal?: AbortSignal;
}

/** Documents that are read in one turn of the event loop; attachments are among them. */
const PAGE = 50;

/**
 * Proves that the backup in this folder can be restored: it is signed, every file is as it was, its store opens in
 * this program, every document can be read, and its log holds up to its end. Throws BACKUP_NOT_FOUND,
 * BACKUP_UNSOUND with what is wrong, and STORE_NEWER.
 */
export async function checkBackup(path: string, checking: Checking): Promise<Manifest> {
  const manifest = await readManifest(path);
  const { key, signal } = checking;
  if (key !== undefined && !isSignedWith(manifest, key)) throw unsound(path, words.unsound.signature);
  for (const file of manifest.files) {
    const fault = (await sizeFault(path, file)) ?? (await contentFault(path, file, signal));
    if (fault !== undefined) throw unsound(path, fault);
  }
  await checkStore(path, manifest, checking);
  return manifest;
}

type File = Manifest['files'][number];

/** What can be seen of a file without reading it. */
export async function sizeFault(path: string, file: File): Promise<string | undefined> {
  try {
    const found = await lstat(join(path, file.path));
    if (!found.isFile()) return words.unsound.noFile(file.path);
    return found.size === file.bytes ? undefined : words.unsound.size(file.path);
  } catch (error) {
    if (isMissing(error)) return words.unsound.missing(file.path);
    throw error;
  }
}

async function contentFault(path: string, file: File, signal?: AbortSignal): Promise<string | undefined> {
  const sum = await sha256Of(join(path, file.path), signal);
  return sum === file.sha256 ? undefined : words.unsound.changed(file.path);
}

async function checkStore(path: string, { log }: Manifest, checking: Checking): Promise<void> {
  let copy: Store | undefined;
  try {
    copy = inTurns(await checking.openCopy(path), checking.signal);
    // The head in the manifest stands for the one outside the store; the signature over both is the manifest's.
    const anchored = { ...log, mac: headMac('', log) };
    const { faults } = await verifyLog({ store: copy, anchored, key: '' });
    const [fault] = faults;
    if (fault) throw unsound(path, words.unsound.log(fault.sequence, fault.reason));
    for (const { name } of checking.collections) await readThrough(copy, name);
  } catch (error) {
    if (isMainstayError(error, 'STORE_DAMAGED') || isMainstayError(error, 'STORE_UNAVAILABLE'))
      throw unsound(path, words.unsound.unreadable, error);
    throw error;
  } finally {
    await copy?.close();
  }
}

async function readThrough(copy: Store, collection: string): Promise<void> {
  let after: string | undefined;
  do {
    const page = await copy.find(collection, { limit: PAGE, ...(after === undefined ? {} : { after }) });
    after = page.next ?? undefined;
  } while (after !== undefined);
}

/** Lets the rest of the program have its turn between two pages: a long log is walked while messages come in. */
function inTurns(store: Store, signal: AbortSignal | undefined): Store {
  return {
    ...store,
    find: async (collection, query) => {
      await setImmediate(undefined, signal ? { signal } : {});
      return store.find(collection, query);
    },
  };
}

function unsound(path: string, reason: string, cause?: unknown): MainstayError {
  return new MainstayError('BACKUP_UNSOUND', { values: { path, reason }, cause });
}
