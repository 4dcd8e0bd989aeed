import { stat } from 'node:fs/promises';
import { backupLine } from '../../observability/index.ts';
import type { Backup } from '../../ports/index.ts';
import type { Config } from '../config.ts';
import type { Environment } from '../environment.ts';
import type { Finding } from '../finding.ts';
import { backupKeyOf, readMasterKey } from '../keys.ts';
import { backupFolder, listBackups } from './folder.ts';
import { wasKeyShown } from './show-key.ts';
import { words } from './words.ts';

const OLD_MS = 2 * 86_400_000;

/** What `mainstay doctor` says of backups; it looks into the folder itself, whether or not a server runs. */
export async function backupFindings(
  environment: Environment,
  { backups: given }: Pick<Config, 'backups'>,
  now: number,
): Promise<readonly Finding[]> {
  const { home } = environment;
  const master = await readMasterKey(home, environment);
  const key = master && backupKeyOf(master);
  const backups = key ? await listBackups({ home, place: backupFolder(home, given), key }) : [];
  const zone = environment.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const isMissing = given !== undefined && !(await isFolder(given));
  const finding = isMissing ? missingFolder(given) : stateOf(backups, { zone, now });
  return master && !(await wasKeyShown(home)) ? [finding, UNSEEN_KEY] : [finding];
}

const UNSEEN_KEY: Finding = {
  name: 'recovery key',
  state: 'missing',
  text: words.key.unseen,
  mend: words.key.see,
};

function missingFolder(folder: string): Finding {
  const { noFolder, mends } = words;
  return { name: 'backup', state: 'broken', text: noFolder(folder), mend: `${mends.folder}.` };
}

function stateOf(
  backups: readonly Backup[],
  reader: { readonly zone: string; readonly now: number },
): Finding {
  const about = { name: 'backup', text: backupLine(backups, reader) };
  const newest = backups.find(({ verified }) => verified);
  if (backups[0]?.verified === false) return { ...about, state: 'broken', mend: words.makeAnother };
  // The first is made by itself in the night, or a day after the start.
  if (!newest) return { ...about, state: 'missing' };
  if (Date.parse(newest.at) < reader.now - OLD_MS) return { ...about, state: 'missing', mend: words.makeOne };
  if (!newest.elsewhere) return { ...about, state: 'missing', mend: words.elsewhere };
  return { ...about, state: 'works' };
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
