import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createVectorShelf } from './shelf.ts';

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'mainstay-shelf-')), 'vectors');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

it('gives back what was written under the key, also to the next process', async () => {
  await createVectorShelf(folder).write('key', Float32Array.of(1, -0.5, 0.25));
  const shelf = createVectorShelf(folder);
  expect(await shelf.read('key')).toEqual(Float32Array.of(1, -0.5, 0.25));
  expect(await shelf.read('other')).toBeUndefined();
});

it('keeps only what was written last', async () => {
  const shelf = createVectorShelf(folder);
  await shelf.write('old', Float32Array.of(1));
  await shelf.write('new', Float32Array.of(2));
  expect(await shelf.read('old')).toBeUndefined();
  expect(await readdir(folder)).toHaveLength(1);
});

it('takes what is damaged for missing', async () => {
  const shelf = createVectorShelf(folder);
  await shelf.write('key', Float32Array.of(1, 2));
  const [name = ''] = await readdir(folder);
  const bytes = await readFile(join(folder, name));
  await writeFile(join(folder, name), bytes.subarray(0, -1));
  expect(await shelf.read('key')).toBeUndefined();
  await writeFile(join(folder, name), 'x');
  expect(await shelf.read('key')).toBeUndefined();
});
