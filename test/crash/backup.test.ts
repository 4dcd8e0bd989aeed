import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAIN, mainstay } from '../process/command.ts';
import { type MainstayProcess, startMainstay, temporaryHome } from '../process/process.ts';

const run = promisify(execFile);
/** Examples of the workflow, for which no model is read. */
const ANA = 'Add customer Ana Torres, ana@torres.example';
const ACME = 'New customer Acme GmbH billing@acme.example';
const PRELOAD = join(import.meta.dirname, 'kill-at-file.mjs');
/** The calls that change files, one after the other; the last is past the end. */
const BACKUP_STEPS = [2, 3, 4, 5, 6, 7];
const RESTORE_STEPS = [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** Runs `mainstay …` until it is killed; whether it was. */
async function killed(args: readonly string[], home: string, at: number): Promise<boolean> {
  const env = { PATH: process.env['PATH'], MAINSTAY_HOME: home, KILL_AT_FILE: String(at) };
  return run(process.execPath, ['--import', PRELOAD, MAIN, ...args], { env }).then(
    () => false,
    ({ signal }: { signal?: string }) => signal === 'SIGKILL',
  );
}

describe('kill -9', () => {
  let home: string;
  let stores: Before;
  beforeAll(async () => {
    const server = await startMainstay();
    home = server.home;
    await server.call('POST', '/api/v1/messages?wait=8000', { body: { text: ANA } });
    await server.stop();
    stores = await twoStores();
  });
  afterAll(() => Promise.all([home, stores.home].map((folder) => rm(folder, { recursive: true }))));

  it.each(BACKUP_STEPS)(
    'while a backup is made, at step %i, leaves nothing that looks like one',
    async (at) => {
      const folder = join(home, 'backups');
      const before = await namesIn(folder);
      expect(await killed(['backup'], home, at)).toBe(true);
      const whole = (names: readonly string[]) => names.filter((name) => !name.startsWith('.'));
      expect(whole(await namesIn(folder))).toEqual(whole(before));
      const { code, out } = await mainstay(['backup', '--json'], { MAINSTAY_HOME: home });
      expect(code).toBe(0);
      const { id, path } = JSON.parse(out);
      expect(await readdir(folder)).toEqual([...whole(before), id]);
      const fresh = { MAINSTAY_HOME: await mkdtemp(join(tmpdir(), 'mainstay-fresh-')) };
      expect((await mainstay(['restore', path, '--without-key'], fresh)).code).toBe(0);
    },
  );

  it.each(RESTORE_STEPS)('while it is restored, at step %i, leaves what was or what is to be', async (at) => {
    const before = { ...stores, home: await temporaryHome() };
    await cp(stores.home, before.home, { recursive: true, preserveTimestamps: true });
    const wasKilled = await killed(['restore', 'latest'], before.home, at);
    const after = await startedAgain(before.home);
    const found = { customers: await customersOf(after), isTold: await isTold(after) };
    await after.stop();
    const old = { customers: ['Acme GmbH', 'Ana Torres'], isTold: false };
    const restored = { customers: ['Ana Torres'], isTold: true };
    expect([old, restored]).toContainEqual(found);
    expect(wasKilled || found.isTold).toBe(true);
    // What was there before is never lost, whichever way it went.
    expect(found.isTold ? await isKept(before) : true).toBe(true);
  });
});

/** None where there is no such folder yet. */
async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}

interface Before {
  readonly home: string;
  /** The store as it is before the restore. */
  readonly present: Buffer;
}

/** A home with Ana in its backup, and Acme beside her in its store. */
async function twoStores(): Promise<Before> {
  const server = await startMainstay({ home: await temporaryHome() });
  await server.call('POST', '/api/v1/messages?wait=8000', { body: { text: ANA } });
  await server.call('POST', '/api/v1/backups');
  await server.call('POST', '/api/v1/messages?wait=8000', { body: { text: ACME } });
  await server.stop();
  return { home: server.home, present: await readFile(join(server.home, 'mainstay.db')) };
}

/** Starts; where that is refused because the restore did not end, after it was run again, as it says. */
async function startedAgain(home: string): Promise<MainstayProcess> {
  const started = await startMainstay({ home }).catch((error: unknown) => String(error));
  if (typeof started !== 'string') return started;
  const { out } = await mainstay(['backup'], { MAINSTAY_HOME: home });
  const { code } = await mainstay(['restore', 'latest'], { MAINSTAY_HOME: home });
  expect([started, out, code]).toEqual([
    expect.stringContaining('RESTORE_UNFINISHED'),
    expect.stringContaining('RESTORE_UNFINISHED'),
    0,
  ]);
  return startMainstay({ home });
}

async function customersOf(server: MainstayProcess): Promise<string[]> {
  const { body } = await server.call('GET', '/api/v1/records/customer');
  return body.items.map(({ name }: { name: string }) => name).toSorted();
}

async function isTold(server: MainstayProcess): Promise<boolean> {
  const { body } = await server.call('GET', '/api/v1/conversations/main/messages');
  return body.items.some(({ text }: { text: string }) => text.startsWith('I was restored'));
}

async function isKept({ home, present }: Before): Promise<boolean> {
  const folders = (await readdir(home)).filter((name) => name.startsWith('before-restore-'));
  const kept = await Promise.all(
    folders.map((name) => readFile(join(home, name, 'mainstay.db')).catch(() => Buffer.alloc(0))),
  );
  return kept.some((bytes) => bytes.equals(present));
}
