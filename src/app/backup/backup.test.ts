import { chmod, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Backup } from '../../ports/index.ts';
import { checkBackup } from './check.ts';
import { createPlace, type Place } from './place.fake.ts';

let place: Place;
beforeEach(async () => {
  place = await createPlace();
  await place.happen();
});
afterEach(async () => {
  await place.close();
  await rm(place.home, { recursive: true });
});

const ids = (backups: readonly Backup[]) => backups.map(({ id }) => id);

describe('a backup', () => {
  it('holds the store, the outbox and the settings, and no key', async () => {
    await mkdir(join(place.home, 'outbox'));
    await writeFile(join(place.home, 'outbox', 'mail.eml'), 'To: Ana');
    await writeFile(join(place.home, 'outbox', 'half.eml.tmp'), 'To:');
    await writeFile(join(place.home, 'master-key'), 'secret');
    const { path, ...made } = await place.backups.make();
    expect(made).toMatchObject({
      id: 'mainstay-20261123T091200Z',
      at: '2026-11-23T09:12:00.000Z',
      reason: 'asked',
      verified: true,
      elsewhere: false,
    });
    expect(path).toBe(join(place.home, 'backups', made.id));
    const { files, log } = await checkBackup(path, place.checking);
    const names = ['config/mainstay.yaml', 'config/workflows/own.yaml', 'mainstay.db', 'outbox/mail.eml'];
    expect(files.map((file) => file.path)).toEqual(names);
    expect(log.sequence).toBe(1);
    expect((await readdir(path, { recursive: true })).toSorted()).toEqual(
      ['backup.json', 'config', 'config/workflows', 'outbox', ...names].toSorted(),
    );
    expect(made.bytes).toBe(files.reduce((sum, { bytes }) => sum + bytes, 0));
  });

  it('is in the log, and is one where two ask at once', async () => {
    const [one, other] = await Promise.all([place.backups.make(), place.backups.make()]);
    expect(one.id).toBe(other.id);
    const { items } = await place.log.read({ type: 'backup.made' });
    expect(items.map(({ subject }) => subject)).toEqual([one.id]);
  });

  it('is listed newest first, also where several are of one second', async () => {
    const made: Backup[] = [];
    for (let count = 0; count < 3; count += 1) made.push(await place.backups.make());
    expect(ids(await place.backups.list())).toEqual(ids(made.toReversed()));
  });

  it('leaves nothing of one that was killed while it was made', async () => {
    await mkdir(join(place.folder, '.unfinished-mainstay-20261122T030000Z'), { recursive: true });
    await place.backups.make();
    expect(await readdir(place.folder)).toEqual(['mainstay-20261123T091200Z']);
  });

  it('goes into the folder that is set, which is never made', async () => {
    const given = join(place.home, 'disk');
    const other = await createPlace({ given });
    await expect(other.backups.make()).rejects.toMatchObject({
      code: 'BACKUP_FAILED',
      message: expect.stringContaining('the folder is not there'),
    });
    await mkdir(given);
    expect((await other.backups.make()).path).toContain(given);
    await other.close();
  });

  it('says where the folder cannot be written', async (test) => {
    if (process.getuid?.() === 0) test.skip('root may write everywhere');
    await mkdir(place.folder, { mode: 0o500 });
    await expect(place.backups.make()).rejects.toMatchObject({
      message: expect.stringContaining('the folder cannot be written'),
    });
    await chmod(place.folder, 0o700);
  });

  it('is elsewhere on another file system than the home folder', async (test) => {
    const given = await mkdtemp('/dev/shm/mainstay-').catch(() =>
      test.skip('there is no second file system here'),
    );
    const other = await createPlace({ home: place.home, given });
    expect(await other.backups.make()).toMatchObject({ elsewhere: true, verified: true });
    await other.close();
    await rm(given, { recursive: true });
  });

  it('is not made where the folder is a file', async () => {
    await writeFile(place.folder, '');
    await expect(place.backups.make()).rejects.toMatchObject({ code: 'BACKUP_FAILED' });
  });
});

describe('a store that does not hold', () => {
  it('gives no backup, and takes none away', async () => {
    const before = [await place.backups.make(), await place.backups.make()];
    const database = new Database(join(place.home, 'mainstay.db'));
    database.exec(
      "UPDATE events SET body = CAST(replace(CAST(body AS TEXT), 'operator', 'somebody') AS BLOB)",
    );
    database.close();
    await expect(place.backups.make()).rejects.toMatchObject({
      code: 'BACKUP_FAILED',
      message: expect.stringContaining('its payload was changed'),
    });
    expect(await readdir(place.folder)).toEqual(ids(before));
  });
});

describe('how many stay', () => {
  it('is seven of the nights and seven that were asked for', async () => {
    await place.backups.begin();
    for (let count = 0; count < 9; count += 1) await place.backups.make();
    await place.passTo('2026-12-10T12:00:00Z');
    const kept = await place.backups.list();
    const nights = kept.filter(({ reason }) => reason === 'night').map(({ at }) => at);
    expect(nights).toEqual(
      [10, 9, 8, 7, 6, 5, 4].map((day) => `2026-12-${String(day).padStart(2, '0')}T03:00:00.000Z`),
    );
    expect(kept.filter(({ reason }) => reason === 'asked')).toHaveLength(7);
    expect(await readdir(place.folder)).toHaveLength(14);
  });

  it('includes the newest even where the clock went back', async () => {
    for (let count = 0; count < 7; count += 1) await place.backups.make();
    const earlier = await createPlace({ home: place.home, now: '2026-11-01T00:00:00Z' });
    const { id } = await earlier.backups.make();
    expect(ids(await earlier.backups.list())).toContain(id);
    await earlier.close();
  });

  it('does not count, list or remove those of another Mainstay, nor what is none', async () => {
    const other = await createPlace({
      given: await mkdtemp(join(tmpdir(), 'mainstay-shared-')),
      key: 'other',
    });
    const theirs = await other.backups.make();
    await other.close();
    await mkdir(join(place.folder, 'holiday'), { recursive: true });
    await rename(theirs.path, join(place.folder, 'mainstay-20200101T000000Z'));
    for (let count = 0; count < 9; count += 1) await place.backups.make();
    expect(await place.backups.list()).toHaveLength(7);
    expect(await readdir(place.folder)).toEqual(
      expect.arrayContaining(['holiday', 'mainstay-20200101T000000Z']),
    );
  });

  it('counts only those that hold, and leaves the others to be looked at', async () => {
    const damaged = await place.backups.make();
    await writeFile(join(damaged.path, 'mainstay.db'), 'short');
    for (let count = 0; count < 8; count += 1) await place.backups.make();
    const listed = await place.backups.list();
    expect(listed).toHaveLength(8);
    expect(listed.at(-1)).toMatchObject({
      id: damaged.id,
      verified: false,
      problem: 'mainstay.db has another size than when it was made',
    });
  });
});

describe('a backup that was changed', () => {
  let made: Backup;
  beforeEach(async () => {
    await mkdir(join(place.home, 'outbox'));
    await writeFile(join(place.home, 'outbox', 'mail.eml'), 'To: Ana');
    made = await place.backups.make();
  });

  const check = () => checkBackup(made.path, place.checking);
  const unsound = (reason: string) => ({ code: 'BACKUP_UNSOUND', message: expect.stringContaining(reason) });

  async function rewrite(change: (text: string) => string): Promise<void> {
    const file = join(made.path, 'backup.json');
    await writeFile(file, change(await readFile(file, 'utf8')));
  }

  it('is refused when a file has other content of the same length', async () => {
    await writeFile(join(made.path, 'outbox', 'mail.eml'), 'To: Eve');
    await expect(check()).rejects.toMatchObject(unsound('outbox/mail.eml was changed'));
  });

  it('is refused when a file is gone, or is a link to another', async () => {
    await rm(join(made.path, 'outbox', 'mail.eml'));
    await expect(check()).rejects.toMatchObject(unsound('outbox/mail.eml is missing'));
    await symlink(join(place.home, 'outbox', 'mail.eml'), join(made.path, 'outbox', 'mail.eml'));
    await expect(check()).rejects.toMatchObject(unsound('outbox/mail.eml is no plain file'));
  });

  it('is refused when the sums were changed with the files, since the signature tells', async () => {
    await rewrite((text) => text.replace(/"sha256": "./, '"sha256": "0'));
    await rewrite((text) => text.replace('"program": "1.2.3"', '"program": "1.2.4"'));
    await expect(check()).rejects.toMatchObject(unsound('was changed, or was not written by this Mainstay'));
    expect((await place.backups.list())[0]).toMatchObject({ id: made.id, verified: false });
  });

  it('is refused with another key', async () => {
    await expect(checkBackup(made.path, { ...place.checking, key: 'other' })).rejects.toMatchObject(
      unsound('was not written by this Mainstay'),
    );
  });

  it.each(['../../outside', 'outbox/../../outside', '/etc/passwd', 'outbox\\\\mail.eml', './mainstay.db'])(
    'is refused when it names a file outside: %s',
    async (path) => {
      await rewrite((text) => text.replace('outbox/mail.eml', path));
      await expect(checkBackup(made.path, { ...place.checking, key: undefined })).rejects.toMatchObject(
        unsound('backup.json cannot be read'),
      );
    },
  );

  it('is refused when it is of a newer program, by its form or by its store', async () => {
    await rewrite((text) => text.replace('"format": 1', '"format": 2'));
    await expect(check()).rejects.toMatchObject({ code: 'STORE_NEWER' });
    const database = new Database(join(place.home, 'mainstay.db'));
    database.exec("UPDATE _meta SET value = '99' WHERE key = 'schema:events'");
    database.close();
    await expect(place.backups.make()).rejects.toMatchObject({
      code: 'BACKUP_FAILED',
      cause: { code: 'STORE_NEWER' },
    });
  });

  it('is not there where there is no folder', async () => {
    await expect(checkBackup(join(place.home, 'none'), place.checking)).rejects.toMatchObject({
      code: 'BACKUP_NOT_FOUND',
    });
  });
});
