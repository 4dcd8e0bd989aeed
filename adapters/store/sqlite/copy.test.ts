import { execFile } from 'node:child_process';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Store } from '../../../src/ports/index.ts';
import { createHome, put, THINGS } from './home.fixture.ts';
import { openSqliteStore } from './index.ts';

const run = promisify(execFile);

let home: string;
let remove: () => Promise<void>;
let store: Store;
let folder: string;
beforeEach(async () => {
  ({ home, remove } = await createHome());
  store = await openSqliteStore({ home, collections: [THINGS], migrations: [] });
  folder = join(home, 'copy');
  await mkdir(folder);
});
afterEach(async () => {
  await store.close();
  await remove();
});

const megabytes = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: `m${n}`, index: {}, body: Buffer.alloc(1_000_000, n) }));

describe('a copy', () => {
  it('is one file, which needs no other beside it to be read', async () => {
    await put(store, megabytes(1));
    await store.copyTo(folder);
    const copy = await openSqliteStore({
      home: folder,
      collections: [THINGS],
      migrations: [],
      readOnly: true,
    });
    expect(await copy.get(THINGS.name, 'm0')).toBeDefined();
    expect(await readdir(folder)).toEqual(['mainstay.db']);
    await copy.close();
  });

  it('ends when the store is closed, as STOPPING', async () => {
    await put(store, megabytes(8));
    const [copied] = await Promise.allSettled([store.copyTo(folder), store.close()]);
    expect(copied).toMatchObject({ reason: { code: 'STOPPING' } });
  });

  it('ends where it is when it is told to, and the store goes on', async () => {
    await put(store, megabytes(8));
    const ending = new AbortController();
    const copying = store.copyTo(folder, { signal: ending.signal });
    ending.abort(new Error('enough'));
    await expect(copying).rejects.toThrow('enough');
    await put(store, [{ id: 'after', index: {}, body: Buffer.from('x') }]);
  });

  it('is STORE_UNAVAILABLE where the file cannot be written', async () => {
    await mkdir(join(folder, 'mainstay.db'));
    await expect(store.copyTo(folder)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  it('is STORE_FULL on a disk that is too small, and the store goes on', async (test) => {
    await run('unshare', ['-Urm', 'true']).catch(() =>
      test.skip('this system gives tests no disk of their own'),
    );
    await put(store, megabytes(3));
    const child = join(import.meta.dirname, 'copy.child.ts');
    const inIt = 'mount -t tmpfs -o size=1m none "$1" && exec "$2" --import tsx "$3" "$0" "$1"';
    const { stdout } = await run('unshare', [
      '-Urm',
      'sh',
      '-c',
      inIt,
      home,
      folder,
      process.execPath,
      child,
    ]);
    expect(stdout).toBe('STORE_FULL\n');
    await put(store, [{ id: 'after', index: {}, body: Buffer.from('x') }]);
  });
});
