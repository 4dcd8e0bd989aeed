import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type MailServer, startMailServer } from '../../fakes/mail-server.ts';
import { mainstay as command } from '../../process/command.ts';
import { type MainstayProcess, startMainstay } from '../../process/process.ts';
import { type FaultRow, repeated } from '../row.ts';
import { ADD_ANA, approve, INVOICE_ANA, say } from '../say.ts';

const SOON = { timeout: 10_000 };

export const oldBackup: FaultRow = {
  row: 16,
  fault:
    'an old backup is restored, or the files of an older store are put back, and what came in comes in again',
  must: 'noticed at the start; nothing that was approved is done again',
  times: { short: 2, full: 30 },
  play: async (trial) => {
    const mail = await startMailServer();
    const outcome = await repeated(trial, async (_, index) => {
      mail.received.length = 0;
      await (index % 2 === 0 ? putBack(mail, restored) : putBack(mail, copiedBack));
    });
    await mail.close();
    return outcome;
  },
};

/** Approves while nothing leaves, keeps the store as it is then, lets the mail leave, and puts the store back. */
async function putBack(mail: MailServer, way: Way): Promise<void> {
  const env = { SMTP_URL: mail.url };
  let mainstay = await startMainstay({ env });
  const { home } = mainstay;
  await say(mainstay, ADD_ANA);
  const { suggestions } = await say(mainstay, INVOICE_ANA);
  await mainstay.call('POST', '/api/v1/pause');
  const [card] = suggestions;
  await approve(mainstay, card);
  mainstay = await way.keep(mainstay, env);
  await mainstay.call('POST', '/api/v1/resume');
  await expect.poll(() => mail.received.length, SOON).toBe(1);
  await mainstay.stop();
  await way.putBack(home);
  const after = await startMainstay({ home, env });
  const { body: told } = await after.call('GET', '/api/v1/conversations/main/messages?limit=100');
  expect(told.items.map(({ text }: { text: string }) => text).join('\n')).toMatch(way.told);
  expect((await after.call('GET', '/api/v1/settings')).body.paused).toBe(true);
  await after.call('POST', '/api/v1/resume');
  await approve(after, card);
  await say(after, 'what is waiting?');
  const { body } = await after.call('GET', '/api/v1/effects?status=unknown');
  expect(body.items.map(({ command: name }: { command: string }) => name)).toContain('email.send@1');
  expect(mail.received).toHaveLength(1);
  await after.stop();
  await rm(home, { recursive: true });
}

interface Way {
  keep(mainstay: MainstayProcess, env: Record<string, string>): Promise<MainstayProcess>;
  putBack(home: string): Promise<void>;
  readonly told: RegExp;
}

const restored: Way = {
  keep: async (mainstay) => {
    expect((await mainstay.call('POST', '/api/v1/backups')).status).toBe(201);
    return mainstay;
  },
  putBack: async (home) => {
    expect((await command(['restore', 'latest'], { MAINSTAY_HOME: home })).code).toBe(0);
  },
  told: /backup/i,
};

/** The files themselves, as from a disk image: the end of the log is cut. */
const copiedBack: Way = {
  keep: async (mainstay, env) => {
    await mainstay.stop();
    const { home } = mainstay;
    await copyStore(home, await keptIn(home));
    return startMainstay({ home, env });
  },
  putBack: async (home) => {
    for (const name of await storeFiles(home)) await rm(join(home, name));
    await copyStore(await keptIn(home), home);
  },
  told: /not know|missing|older/i,
};

const kept = new Map<string, string>();

async function keptIn(home: string): Promise<string> {
  const folder = kept.get(home) ?? (await mkdtemp(join(tmpdir(), 'mainstay-kept-')));
  kept.set(home, folder);
  return folder;
}

async function copyStore(from: string, to: string): Promise<void> {
  for (const name of await storeFiles(from)) await cp(join(from, name), join(to, name));
}

async function storeFiles(folder: string): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => name.startsWith('mainstay.db'));
}
