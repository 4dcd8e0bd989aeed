import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Secret } from '../../kernel/index.ts';
import { readEnvironment } from '../environment.ts';
import { backupKeyOf } from '../keys.ts';
import { backupFindings } from './findings.ts';
import { createPlace, type Place } from './place.fake.ts';
import { showKeyOnce } from './show-key.ts';

const MASTER = 'a master key of the test';

let place: Place;
beforeEach(async () => {
  place = await createPlace({ key: backupKeyOf(new Secret(MASTER)) });
  await place.happen();
});
afterEach(async () => {
  await place.close();
  await rm(place.home, { recursive: true });
});

const DAY_MS = 86_400_000;
const now = Date.parse('2026-11-23T10:00:00Z');

async function findings({ given, at = now }: { given?: string; at?: number } = {}) {
  const variables = { MAINSTAY_HOME: place.home, MAINSTAY_MASTER_KEY: MASTER, MAINSTAY_ZONE: 'UTC' };
  return backupFindings(readEnvironment(variables), given === undefined ? {} : { backups: given }, at);
}

describe('doctor', () => {
  it('misses a backup where there is none, or where the last is two days old', async () => {
    expect((await findings())[0]).toMatchObject({ state: 'missing', text: 'No backup yet' });
    await place.backups.make();
    expect((await findings({ at: now + 3 * DAY_MS }))[0]).toMatchObject({
      state: 'missing',
      text: 'Last backup Mon 23 Nov, 9:12, on this computer only',
      mend: expect.stringContaining('mainstay backup'),
    });
  });

  it('misses one elsewhere while all are on this file system', async () => {
    await place.backups.make();
    expect((await findings())[0]).toMatchObject({
      state: 'missing',
      text: 'Last backup 9:12, on this computer only',
      mend: expect.stringContaining('another disk'),
    });
  });

  it('finds it broken where the newest does not hold, or the folder that is set is gone', async () => {
    const { path } = await place.backups.make();
    await writeFile(join(path, 'mainstay.db'), '');
    expect((await findings())[0]).toMatchObject({ state: 'broken' });
    const given = join(place.home, 'disk');
    expect((await findings({ given }))[0]).toMatchObject({
      state: 'broken',
      text: `the folder ${given} is not there`,
    });
    await mkdir(given);
    expect((await findings({ given }))[0]).toMatchObject({ state: 'missing', text: 'No backup yet' });
  });

  it('asks for the recovery key to be seen, which is shown once', async () => {
    expect((await findings())[1]).toMatchObject({ name: 'recovery key', state: 'missing' });
    const shown: string[] = [];
    const show = () => showKeyOnce(place.home, new Secret(MASTER), (lines) => shown.push(...lines));
    expect([await show(), await show()]).toEqual([true, false]);
    expect(shown.filter((line) => /^ {4}(?:[0-9A-Z]{1,4}-?)+$/.test(line))).toHaveLength(2);
    expect(await findings()).toHaveLength(1);
  });
});
