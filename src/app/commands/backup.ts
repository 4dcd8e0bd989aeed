import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { lockHome, openSqliteStore } from '../../../adapters/store/sqlite/index.ts';
import { MainstayError, systemClock } from '../../kernel/index.ts';
import type { Backup } from '../../ports/index.ts';
import { makeAndKeep } from '../backup/copy.ts';
import { endedRestore } from '../backup/mark.ts';
import { showKeyOnce } from '../backup/show-key.ts';
import { backupSource } from '../backup/source.ts';
import { words } from '../backup/words.ts';
import { createClient, isUnreachable, ServerRefusal } from '../client/client.ts';
import { collections, migrations } from '../collections.ts';
import { readAppConfig } from '../config.ts';
import { type Environment, readEnvironment } from '../environment.ts';
import { readKeys, readMasterKey } from '../keys.ts';

/** A copy of many gigabytes takes its time; after this, Node gives up waiting for an answer by itself. */
const TIMEOUT_MS = 300_000;

/** `mainstay backup`: made by the server where one runs, else from the store as it lies there. */
export async function backupCommand(options: { readonly json?: boolean }): Promise<void> {
  const environment = readEnvironment(process.env);
  const showProgress = process.stderr.isTTY && !options.json;
  if (showProgress) process.stderr.write(`${words.copying}\r`);
  const made = (await askForBackup(environment)) ?? (await makeDirectly(environment));
  if (options.json) console.log(JSON.stringify(made));
  else console.log([words.made(made), ...(made.elsewhere ? [] : [words.hereOnly])].join('\n'));
  if (process.stdout.isTTY && !options.json) await showKey(environment);
}

/** Who has backups and never saw the key could not use them elsewhere. */
async function showKey(environment: Environment): Promise<void> {
  const master = await readMasterKey(environment.home, environment);
  if (master) await showKeyOnce(environment.home, master, (lines) => console.log(['', ...lines].join('\n')));
}

/** The server's backup; `undefined` where no server of this home folder answers. Throws ServerRefusal with why it made none. */
async function askForBackup(environment: Environment): Promise<Backup | undefined> {
  try {
    return await createClient(environment).call<Backup>('POST', '/api/v1/backups', { timeoutMs: TIMEOUT_MS });
  } catch (error) {
    if (isUnreachable(error) || (error instanceof ServerRefusal && error.status === 401)) return undefined;
    throw error;
  }
}

/** Only reads the store, so an older one is copied as it is. Throws HOME_LOCKED where a server runs on it after all. */
async function makeDirectly(environment: Environment): Promise<Backup> {
  const { home } = environment;
  const config = await readAppConfig();
  const source = backupSource(home, config);
  await endedRestore(home);
  if (!source.storeFiles.some((name) => existsSync(join(home, name)))) throw nothingIn(home, source);
  const lock = await lockHome(home);
  try {
    const keys = await readKeys(home, environment);
    const store = await openSqliteStore({ home, collections, migrations, readOnly: true });
    try {
      const { made } = await makeAndKeep({
        ...source,
        store,
        key: keys.backups,
        reason: 'asked',
        at: systemClock.now(),
        signal: new AbortController().signal,
      });
      return made;
    } finally {
      await store.close();
    }
  } finally {
    await lock.release();
  }
}

function nothingIn(home: string, { place }: ReturnType<typeof backupSource>): MainstayError {
  const values = { folder: place.folder, reason: words.nothing(home), mend: words.mends.start };
  return new MainstayError('BACKUP_FAILED', { values });
}
