import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { cruiseTree } from '../../scripts/cruise.ts';
import { house, plants, type Tree } from './house.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

describe('the import rule', () => {
  it('holds in this tree, which was read whole', { timeout: 60_000 }, async () => {
    const { violations, ...counts } = await cruiseTree(ROOT);
    expect(violations).toEqual([]);
    expect(counts.modules).toBeGreaterThan(250);
    expect(counts.dependencies).toBeGreaterThan(900);
    expect(counts.typeOnly).toBeGreaterThan(250);
  });

  it('finds nothing wrong in a house that keeps it', { timeout: 60_000 }, async () => {
    expect((await cruiseHouse(house)).violations).toEqual([]);
  });

  it('bites each planted violation by its own rule, and nothing else; no rule is without one', {
    timeout: 60_000,
  }, async () => {
    const planted = Object.fromEntries(plants.map(([file, text]) => [file, text]));
    const { violations, rules } = await cruiseHouse({ ...house, ...planted });
    expect(new Set(plants.map(([, , rule]) => rule))).toEqual(new Set(rules));
    const found = violations.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`);
    const expected = plants.map(([file, , rule, to]) => `${rule}: ${file} → ${to}`);
    expect(found.toSorted()).toEqual(expected.toSorted());
  });
});

async function cruiseHouse(tree: Tree) {
  const folder = await mkdtemp(join(tmpdir(), 'house-'));
  try {
    for (const [path, text] of Object.entries(tree)) {
      const file = join(folder, path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    return await cruiseTree(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}
