import { cp, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recoveryKeyOf } from '../../src/app/backup/recovery-key.ts';
import { Secret } from '../../src/kernel/index.ts';
import { type MailServer, startMailServer } from '../fakes/mail-server.ts';
import { mainstay } from './command.ts';
import { type MainstayProcess, startMainstay, temporaryHome } from './process.ts';

let mail: MailServer;
beforeAll(async () => {
  mail = await startMailServer();
});
afterAll(() => mail.close());

async function say(server: MainstayProcess, text: string): Promise<void> {
  const { body } = await server.call('POST', '/api/v1/messages?wait=8000', { body: { text } });
  expect(body.done).not.toBe(false);
}

async function approveNewest(server: MainstayProcess): Promise<void> {
  const { body } = await server.call('GET', '/api/v1/suggestions?status=pending');
  const [{ id, hash }] = body.items;
  const { status } = await server.call('POST', `/api/v1/suggestions/${id}/decision`, {
    body: { decision: 'approve', hash },
  });
  expect(status).toBe(200);
}

async function mailEffects(server: MainstayProcess): Promise<string[]> {
  const { body } = await server.call('GET', '/api/v1/effects');
  return body.items
    .filter(({ command }: { command: string }) => command === 'email.send@1')
    .map(({ status }: { status: string }) => status);
}

async function said(server: MainstayProcess): Promise<string[]> {
  const { body } = await server.call('GET', '/api/v1/conversations/main/messages');
  return body.items
    .filter(({ direction }: { direction: string }) => direction === 'out')
    .map(({ text }: { text: string }) => text);
}

async function customers(server: MainstayProcess): Promise<string[]> {
  const { body } = await server.call('GET', '/api/v1/records/customer');
  return body.items.map(({ name }: { name: string }) => name).toSorted();
}

describe('a restore', () => {
  it('sends nothing again that was approved before, tells so, and leaves a log that holds', async () => {
    const env = { SMTP_URL: mail.url };
    const first = await startMainstay({ env });
    const { home } = first;
    await say(first, 'Add customer Ana Torres, ana@torres.example');
    await say(first, 'Invoice Ana $1,200 for the landing page, due in 14 days');
    await first.call('POST', '/api/v1/pause');
    await approveNewest(first);
    expect(await mailEffects(first)).toEqual(['planned']);
    const backup = await first.call('POST', '/api/v1/backups');
    expect(backup.status).toBe(201);
    await first.call('POST', '/api/v1/resume');
    await expect.poll(() => mailEffects(first), { timeout: 10_000 }).toEqual(['done']);
    expect(mail.received).toHaveLength(1);
    await say(first, 'Add customer Ben Okafor, ben@okafor.example');
    await first.stop();

    const { code, out } = await mainstay(['restore', 'latest', '--json'], { MAINSTAY_HOME: home });
    expect([code, out]).toEqual([0, expect.stringContaining(backup.body.id)]);
    const { kept } = JSON.parse(out);
    expect((await stat(join(kept, 'mainstay.db'))).size).toBeGreaterThan(0);

    const second = await startMainstay({ home, env });
    expect(await customers(second)).toEqual(['Ana Torres']);
    expect(await mailEffects(second)).toEqual(['unknown']);
    const told = (await said(second)).at(-1);
    expect(told).toMatch(
      /^I was restored from the backup of \w+ \d+ \w+ \d{4}, \d+:\d\d\. I know nothing of what/,
    );
    expect(told).toContain('Not sure it arrived: 1 of what you had approved');
    expect(told).toContain('I am paused. Nothing leaves until you say resume.');
    await second.call('POST', '/api/v1/resume');
    await say(second, 'What is waiting?');
    expect((await said(second)).at(-1)).toContain('Not sure it arrived: Mail to');
    expect(await mailEffects(second)).toEqual(['unknown']);
    expect(mail.received).toHaveLength(1);
    expect((await mainstay(['verify'], { MAINSTAY_HOME: home })).out).toMatch(/^✓ \d+ entries, all in place/);
    const events = await second.call('GET', '/api/v1/events?type=backup.restored');
    expect(events.body.items).toMatchObject([{ data: { sequence: expect.any(Number) } }]);
    await second.stop();

    const third = await startMainstay({ home, env });
    expect((await said(third)).filter((text) => text.startsWith('I was restored'))).toHaveLength(1);
    expect((await third.call('GET', '/api/v1/settings')).body.paused).toBe(false);
    await third.stop();
  });

  it('is refused while a server runs, and for what is no backup or was tampered with', async () => {
    const server = await startMainstay();
    const env = { MAINSTAY_HOME: server.home };
    const { body } = await server.call('POST', '/api/v1/backups');
    expect((await mainstay(['restore', 'latest'], env)).out).toContain('HOME_LOCKED');
    await server.stop();
    const before = (await readdir(server.home)).toSorted();
    const database = await readFile(join(server.home, 'mainstay.db'));
    expect((await mainstay(['restore', 'mainstay-none'], env)).out).toContain('BACKUP_NOT_FOUND');
    const copy = join(await temporaryHome(), 'copy');
    await cp(body.path, copy, { recursive: true });
    const bytes = await readFile(join(copy, 'mainstay.db'));
    await writeFile(join(copy, 'mainstay.db'), bytes.fill(0, bytes.length - 100));
    const { code, out } = await mainstay(['restore', copy], env);
    expect([code, out]).toEqual([1, expect.stringContaining('BACKUP_UNSOUND')]);
    expect((await readdir(server.home)).toSorted()).toEqual(before);
    expect((await readFile(join(server.home, 'mainstay.db'))).equals(database)).toBe(true);
  });
});

describe('on another computer', () => {
  let backup: string;
  let key: string;
  beforeAll(async () => {
    const server = await startMainstay();
    await say(server, 'Add customer Ana Torres, ana@torres.example');
    await say(server, 'Invoice Ana $1,200 for the landing page, due in 14 days');
    await approveNewest(server);
    while ((await mailEffects(server))[0] !== 'saved') await setImmediate();
    backup = (await server.call('POST', '/api/v1/backups')).body.path;
    const master = (await readFile(join(server.home, 'master-key'), 'utf8')).trim();
    key = recoveryKeyOf(new Secret(master)).reveal();
    await server.stop();
  });

  it('needs the recovery key, and restores everything with it', async () => {
    const home = await temporaryHome();
    const env = { MAINSTAY_HOME: home };
    expect((await mainstay(['restore', backup], env)).out).toContain('RECOVERY_KEY_NEEDED');
    const mistyped = (await mainstay(['restore', backup, '--key', `${key.slice(0, -1)}?`], env)).out;
    expect(mistyped).toContain('RECOVERY_KEY_WRONG');
    const other = recoveryKeyOf(new Secret('another key of somebody')).reveal();
    expect((await mainstay(['restore', backup, '--key', other], env)).out).toContain('another Mainstay');
    const { code, out } = await mainstay(['restore', backup, '--key', key.toLowerCase()], env);
    expect([code, out]).toEqual([0, expect.stringMatching(/^✓ Restored as of /)]);
    const server = await startMainstay({ home });
    expect(await customers(server)).toEqual(['Ana Torres']);
    expect(await mailEffects(server)).toEqual(['saved']);
    expect((await readdir(join(home, 'outbox'))).filter((name) => name.endsWith('.eml'))).toHaveLength(1);
    expect((await server.call('GET', '/api/v1/settings')).body.paused).toBe(true);
    expect((await said(server)).at(-1)).toContain('I was restored from the backup of');
    const { body } = await server.call('GET', '/api/v1/records/invoice');
    expect(body.items).toHaveLength(1);
    expect((await mainstay(['verify'], env)).out).toMatch(/^✓/);
    await server.stop();
  });

  it('takes the place of a home that was started before, whose key and store are kept', async () => {
    const fresh = await startMainstay();
    await say(fresh, 'Add customer Kim Yu, kim@yu.example');
    await fresh.stop();
    const env = { MAINSTAY_HOME: fresh.home };
    const { out } = await mainstay(['restore', backup, '--key', key, '--json'], env);
    const { kept } = JSON.parse(out);
    expect((await readdir(kept)).toSorted()).toEqual(['head', 'mainstay.db', 'master-key']);
    const server = await startMainstay({ home: fresh.home });
    expect(await customers(server)).toEqual(['Ana Torres']);
    expect(server.output()).not.toContain('was not written by us');
    await server.stop();
  });

  it('restores without the key where it is lost and that is said', async () => {
    const home = await temporaryHome();
    const { code } = await mainstay(['restore', backup, '--without-key'], { MAINSTAY_HOME: home });
    expect(code).toBe(0);
    const server = await startMainstay({ home });
    expect(await customers(server)).toEqual(['Ana Torres']);
    await server.stop();
  });
});
