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
}

/** Reads the keys from the environment or the home folder, and makes what is missing, readable by its owner only. */
export async function readKeys(
  home: string,
  given: { apiToken: Secret | undefined; masterKey: Secret | undefined },
): Promise<Keys> {
  const apiToken = given.apiToken ?? (await keptSecret(join(home, 'api-token')));
  const master = given.masterKey ?? (await keptSecret(join(home, 'master-key')));
  const derive = (purpose: string) => mac(master.reveal(), `mainstay:${purpose}`);
  return { apiToken, anchor: derive('anchor'), buttons: derive('buttons'), session: derive('session') };
}

/** A process killed while it wrote the file leaves it empty; that is no secret, and is made anew. */
async function keptSecret(file: string): Promise<Secret> {
  const kept = await readFile(file, 'utf8').catch(() => '');
  if (kept.trim().length >= 16) return new Secret(kept.trim());
  const made = randomBytes(32).toString('base64url');
  await writeFile(file, `${made}\n`, { mode: 0o600 });
  return new Secret(made);
}
