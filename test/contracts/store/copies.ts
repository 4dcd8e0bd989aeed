import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Store } from '../../../src/ports/index.ts';
import { comparable, inserting, type OpenStore, OTHERS, put, THINGS, thing } from './place.ts';

export function describeCopies(at: OpenStore): void {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mainstay-copy-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function inCopy<T>(look: (copy: Store) => Promise<T>): Promise<T> {
    const copy = await at.openCopy(folder);
    try {
      return await look(copy);
    } finally {
      await copy.close();
    }
  }

  it('hold every document that was confirmed, as it was', async () => {
    await put(at.store, thing('one', { a: 'x', n: 1, subjects: ['s'] }), thing('two', { key: 'k' }));
    await at.store.commit({ operations: [inserting(thing('three'), OTHERS.name)] });
    await at.store.commit({
      operations: [
        { kind: 'replace', collection: THINGS.name, document: thing('one', { a: 'y' }), expected: 1 },
      ],
    });
    const original = await at.store.find(THINGS.name, {});
    await at.store.copyTo(folder);
    await inCopy(async (copy) => {
      const found = await copy.find(THINGS.name, {});
      expect(found.items.map(comparable)).toEqual(original.items.map(comparable));
      expect((await copy.find(THINGS.name, { where: { a: 'y' } })).items).toHaveLength(1);
      expect(await copy.get(OTHERS.name, 'three')).toBeDefined();
    });
  });

  it('do not change with the store that they were made of', async () => {
    await put(at.store, thing('one'));
    await at.store.copyTo(folder);
    await put(at.store, thing('two'));
    await at.store.commit({ operations: [{ kind: 'delete', collection: THINGS.name, id: 'one' }] });
    await inCopy(async (copy) => {
      expect((await copy.find(THINGS.name, {})).items.map(({ id }) => id)).toEqual(['one']);
    });
    expect((await at.store.find(THINGS.name, {})).items.map(({ id }) => id)).toEqual(['two']);
  });

  it('hold each batch that is committed meanwhile whole or not at all, and those before it', async () => {
    const ballast = Array.from({ length: 40 }, (_, n) => thing(`b${n}`, {}, 'x'.repeat(100_000)));
    await put(at.store, ...ballast);
    const copying = at.store.copyTo(folder);
    for (let round = 0; round < 50; round += 1) {
      await put(at.store, thing(`l${round}`, { a: 'left' }), thing(`r${round}`, { a: 'right' }));
      await setImmediate();
    }
    await copying;
    await inCopy(async (copy) => {
      const idsOf = async (a: string) => {
        const { items } = await copy.find(THINGS.name, { where: { a }, limit: 1_000 });
        return items.map(({ id }) => Number(id.slice(1))).toSorted((one, other) => one - other);
      };
      const left = await idsOf('left');
      expect(await idsOf('right')).toEqual(left);
      expect(left).toEqual(left.map((_, index) => index));
      expect((await copy.find(THINGS.name, { where: { a: null }, limit: 1_000 })).items).toHaveLength(40);
    });
  });

  it('end with the reason of the signal', async () => {
    await put(at.store, thing('one'));
    const reason = new Error('enough');
    await expect(at.store.copyTo(folder, { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await put(at.store, thing('two'));
  });

  it('are refused as STOPPING by a store that was closed', async () => {
    await at.store.close();
    await expect(at.store.copyTo(folder)).rejects.toMatchObject({ code: 'STOPPING' });
  });
}
