import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createFileShelf } from './index.ts';

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'mainstay-shelf-')), 'cache');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

const LEARNT = {
  words: new Map([['invoice', 1]]),
  names: new Set(['Ana']),
  planes: Float32Array.of(1, -0.5, 0.25),
};
const never = () => Promise.reject(new Error('made anew'));

it('makes a thing once, also for the next process', async () => {
  expect(await createFileShelf(folder).kept('words', 'key', async () => LEARNT)).toBe(LEARNT);
  expect(await createFileShelf(folder).kept('words', 'key', never)).toEqual(LEARNT);
});

it('makes another thing for another name or key', async () => {
  const shelf = createFileShelf(folder);
  await shelf.kept('words', 'key', async () => 1);
  expect(await shelf.kept('words', 'other', async () => 2)).toBe(2);
  expect(await shelf.kept('meaning', 'key', async () => 3)).toBe(3);
});

it('keeps nothing of what fails', async () => {
  const shelf = createFileShelf(folder);
  await expect(shelf.kept('words', 'key', never)).rejects.toThrow('made anew');
  expect(await shelf.kept('words', 'key', async () => 1)).toBe(1);
});

it('keeps the newest of each name', async () => {
  const shelf = createFileShelf(folder);
  await shelf.kept('words', 'once', async () => 'once');
  for (let key = 0; key < 9; key += 1) await shelf.kept('meaning', String(key), async () => key);
  expect(await shelf.kept('meaning', '8', never)).toBe(8);
  expect(await shelf.kept('words', 'once', never)).toBe('once');
  expect((await readdir(folder)).length).toBeLessThan(9);
});

it.each([
  ['cut', (whole: Buffer) => whole.subarray(0, -1)],
  ['changed', (whole: Buffer) => Buffer.concat([whole.subarray(0, -1), Buffer.from('x')])],
  ['nearly empty', () => Buffer.from('x')],
])('makes anew what was %s', async (_how, damaged) => {
  const shelf = createFileShelf(folder);
  await shelf.kept('words', 'key', async () => LEARNT);
  const [name = ''] = await readdir(folder);
  await writeFile(join(folder, name), damaged(await readFile(join(folder, name))));
  const make = vi.fn<() => Promise<unknown>>(async () => LEARNT);
  expect(await shelf.kept('words', 'key', make)).toEqual(LEARNT);
  expect(make).toHaveBeenCalledOnce();
});

it('takes what came with the product from there, and writes only its own', async () => {
  const shipped = join(folder, 'shipped');
  await createFileShelf(shipped).kept('words', 'key', async () => 'shipped');
  await chmod(shipped, 0o500);
  const shelf = createFileShelf(join(folder, 'own'), shipped);
  expect(await shelf.kept('words', 'key', never)).toBe('shipped');
  expect(await shelf.kept('words', 'more', async () => 'own')).toBe('own');
  expect(await readdir(shipped)).toHaveLength(1);
});

it('does without a folder that cannot be written', async () => {
  const file = join(folder, '..', 'file');
  await writeFile(file, '');
  expect(await createFileShelf(join(file, 'cache')).kept('words', 'key', async () => 1)).toBe(1);
});
