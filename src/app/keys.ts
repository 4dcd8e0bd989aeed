import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { mac, Secret } from '../kernel/index.ts';

/** The token of the API and page, and what is derived from the master key. */
export interface Keys {
  readonly apiToken: Secret;
  /** Signs the log's head outside the store. */
  readonly anchor: string;
  /** Signs the tokens of buttons. */
  readonly buttons: string;
  /** Signs session cookies. */
  readonly session: string;
  /** Signs backups. */
  readonly backups: string;
}

interface Given {
  readonly apiToken: Secret | undefined;
  readonly masterKey: Secret | undefined;
}

/** Reads the keys from the environment or the home folder, and makes what is missing, readable by its owner only. */
export async function readKeys(home: string, given: Given): Promise<Keys> {
  const apiToken = given.apiToken ?? (await keptOrMade(tokenFile(home)));
  const master = given.masterKey ?? (await keptOrMade(masterKeyFile(home)));
  const derive = (purpose: string) => mac(master.reveal(), `mainstay:${purpose}`);
  return {
    apiToken,
    anchor: derive('anchor'),
    buttons: derive('buttons'),
    session: derive('session'),
    backups: backupKeyOf(master),
  };
}

/** What signs the backups of whoever holds this master key. */
export function backupKeyOf(master: Secret): string {
  return mac(master.reveal(), 'mainstay:backups');
}

export function tokenFile(home: string): string {
  return join(home, 'api-token');
}

export function masterKeyFile(home: string): string {
  return join(home, 'master-key');
}

/** The master key that is there; `undefined` where none was made yet. */
export async function readMasterKey(
  home: string,
  { masterKey }: Pick<Given, 'masterKey'>,
): Promise<Secret | undefined> {
  return masterKey ?? keptSecret(masterKeyFile(home));
}

/** A process killed while it wrote the file leaves it empty; that is no secret, and is made anew. */
async function keptOrMade(file: string): Promise<Secret> {
  return (await keptSecret(file)) ?? writeSecret(file, randomBytes(32).toString('base64url'));
}

/** The secret in a file; `undefined` where there is none, or a part of one. */
export async function keptSecret(file: string): Promise<Secret | undefined> {
  const kept = await readFile(file, 'utf8').catch(() => '');
  return kept.trim().length >= 16 ? new Secret(kept.trim()) : undefined;
}

export async function writeSecret(file: string, value: string): Promise<Secret> {
  await writeFile(file, `${value}\n`, { mode: 0o600 });
  return new Secret(value);
}
