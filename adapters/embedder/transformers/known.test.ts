import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { knownFile, readKnown } from './known.ts';

const VECTORS = new Map([
  ['invoice Ana', Float32Array.of(0.6, -0.8, 0)],
  ['undo', Float32Array.of(0, 0, 1)],
]);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mainstay-known-'));
  await writeFile(join(folder, 'known.vectors'), knownFile(VECTORS));
});
afterEach(() => rm(folder, { recursive: true }));

it('gives each text its vector to within half a hundredth, and no other text one', async () => {
  const known = await readKnown(folder, 3);
  for (const [text, vector] of VECTORS) {
    const read = known.get(text) ?? new Float32Array();
    expect(read).toHaveLength(3);
    vector.forEach((value, i) => {
      expect(read[i]).toBeCloseTo(value, 2);
    });
  }
  expect(known.get('invoice Ben')).toBeUndefined();
});

it('knows nothing where a byte changed, or where the file is missing', async () => {
  const file = join(folder, 'known.vectors');
  const bytes = await readFile(file);
  bytes[40] = (bytes[40] ?? 0) ^ 1;
  await writeFile(file, bytes);
  expect((await readKnown(folder, 3)).get('undo')).toBeUndefined();
  await rm(file);
  expect((await readKnown(folder, 3)).get('undo')).toBeUndefined();
});
