import { readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { STORE_FILES } from '../../../adapters/store/sqlite/index.ts';
import { backupFolder } from './folder.ts';
import { createPlace } from './place.fake.ts';
import { restore } from './restore.ts';

it('keeps each store that it takes the place of, also twice in one second', async () => {
  const place = await createPlace();
  const { home, configFolder, checking } = place;
  await place.backups.make();
  await place.happen();
  await place.close();
  const storeOf = (folder: string) => readFile(join(folder, STORE_FILES[0]));
  const again = async () => {
    const before = await storeOf(home);
    const { kept = '' } = await restore({
      home,
      configFolder,
      ...checking,
      storeFiles: STORE_FILES,
      place: backupFolder(home, undefined),
      backup: 'latest',
      masterKey: undefined,
      recoveryKey: undefined,
      withoutKey: true,
      now: Date.parse('2026-11-23T10:00:00Z'),
    });
    return { before, kept };
  };
  const both = [await again(), await again()];
  for (const { before, kept } of both) expect(before.equals(await storeOf(kept))).toBe(true);
  expect((await readdir(home)).filter((name) => name.startsWith('before-restore-'))).toEqual([
    'before-restore-20261123T100000Z',
    'before-restore-20261123T100000Z-1',
  ]);
  await rm(home, { recursive: true });
});
