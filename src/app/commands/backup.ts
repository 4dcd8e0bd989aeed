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
import { readConfig } from '../config.ts';
import { type Environment, readEnvironment } from '../environment.ts';
import { readKeys, readMasterKey } from '../keys.ts';
import { collections } from '../parts.ts';
import { packageRoot } from '../root.ts';
import { askServer } from '../running-server.ts';

/** A copy of many gigabytes takes its time; after this, Node gives up waiting for an answer by itself. */
const TIMEOUT_MS = 300_000;

/** `mainstay backup`: made by the server where one runs, else from the store as it lies there. */
export async function backupCommand(options: { readonly json?: boolean }): Promise<void> {
  const environment = readEnvironment(process.env);
  const showProgress = process.stderr.isTTY && !options.json;
  if (showProgress) process.stderr.write(`${words.copying}\r`);
  const made = (await askForBackup(environment)) ?? (await makeDirectly(environment));
  if (options.json) console.log(JSON.stringify(made));
  else if ('detail' in made) console.error(`${made.detail}\n(${made.code})`);
  else console.log([words.made(made), ...(made.elsewhere ? [] : [words.hereOnly])].join('\n'));
  if ('detail' in made) process.exitCode = 1;
  else if (process.stdout.isTTY && !options.json) await showKey(environment);
}

/** Who has backups and never saw the key could not use them elsewhere. */
async function showKey(environment: Environment): Promise<void> {
  const master = await readMasterKey(environment.home, environment);
  if (master) await showKeyOnce(environment.home, master, (lines) => console.log(['', ...lines].join('\n')));
}

interface Problem {
  readonly code: string;
  readonly detail: string;
}

/** The server's backup, or why it made none; `undefined` where no server of this home folder answers. */
async function askForBackup(environment: Environment): Promise<Backup | Problem | undefined> {
  const answer = await askServer(environment, '/api/v1/backups', { method: 'POST', timeoutMs: TIMEOUT_MS });
  return answer === undefined || answer.status === 401 ? undefined : (answer.body as Backup | Problem);
}

/** Only reads the store, so an older one is copied as it is. Throws HOME_LOCKED where a server runs on it after all. */
async function makeDirectly(environment: Environment): Promise<Backup> {
  const { home } = environment;
  const config = await readConfig(join(packageRoot(), 'config', 'mainstay.yaml'), 'config/mainstay.yaml');
  const source = backupSource(home, config);
  await endedRestore(home);
  if (!source.storeFiles.some((name) => existsSync(join(home, name)))) throw nothingIn(home, source);
  const lock = await lockHome(home);
  try {
    const keys = await readKeys(home, environment);
    const store = await openSqliteStore({ home, collections, migrations: [], readOnly: true });
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
