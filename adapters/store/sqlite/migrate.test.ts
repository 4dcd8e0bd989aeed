import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CollectionSpec, Migration } from '../../../src/ports/index.ts';
import { allOf, createHome, put, THINGS } from './home.fixture.ts';
import { openSqliteStore } from './index.ts';

const COUNT = 1_300;

let home: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ home, remove } = await createHome());
  const store = await open(1, []);
  const documents = Array.from({ length: COUNT }, (_, n) => ({
    id: `t${String(n).padStart(5, '0')}`,
    index: { n, subjects: ['s'] },
    body: Buffer.from('v1'),
  }));
  await put(store, documents);
  await store.close();
});
afterEach(() => remove());

function open(
  schemaVersion: number,
  migrations: readonly Migration[],
  indexes: CollectionSpec['indexes'] = THINGS.indexes,
) {
  return openSqliteStore({ home, collections: [{ ...THINGS, schemaVersion, indexes }], migrations });
}

/** Appends its version to each body; `onChange` may throw. */
function appending(to: number, onChange: (id: string) => void = () => {}): Migration {
  return {
    collection: THINGS.name,
    to,
    change: ({ id, index, body }) => {
      onChange(id);
      return { index: { ...index, version: to }, body: Buffer.concat([body, Buffer.from(` v${to}`)]) };
    },
  };
}

async function bodies(schemaVersion: number, migrations: readonly Migration[]): Promise<Set<string>> {
  const store = await open(schemaVersion, migrations);
  const all = await allOf(store);
  await store.close();
  expect(all).toHaveLength(COUNT);
  return new Set(all.map(({ body }) => Buffer.from(body).toString()));
}

it('takes every document through each step in order, once', async () => {
  const steps = [appending(3), appending(2)];
  expect(await bodies(3, steps)).toEqual(new Set(['v1 v2 v3']));
  expect(await bodies(3, steps)).toEqual(new Set(['v1 v2 v3']));
});

it('changes index, lists and body, and leaves the revision and what a step does not touch', async () => {
  const odd: Migration = {
    collection: THINGS.name,
    to: 2,
    change: ({ index, body }) =>
      Number(index['n']) % 2 === 1 ? { index: { a: 'odd', subjects: ['t'] }, body } : undefined,
  };
  const store = await open(2, [odd]);
  expect(await store.get(THINGS.name, 't00001')).toMatchObject({
    revision: 1,
    index: { a: 'odd', subjects: ['t'] },
  });
  expect(await store.get(THINGS.name, 't00002')).toMatchObject({
    revision: 1,
    index: { n: 2, subjects: ['s'] },
  });
  expect((await store.find(THINGS.name, { where: { a: 'odd' }, limit: 1_000 })).items).toHaveLength(
    COUNT / 2,
  );
  await store.close();
});

it('goes on where a failed attempt stood', async () => {
  const seen: string[] = [];
  const failing = appending(2, (id) => {
    seen.push(id);
    if (id === 't00900') throw new Error('stopped midway');
  });
  await expect(open(2, [failing])).rejects.toThrow('stopped midway');
  seen.length = 0;
  expect(await bodies(2, [appending(2, (id) => seen.push(id))])).toEqual(new Set(['v1 v2']));
  expect(seen[0]).toBe('t00500');
});

it('refuses the older program once a migration has begun', async () => {
  const failing = appending(2, (id) => {
    if (id === 't00900') throw new Error('stopped midway');
  });
  await expect(open(2, [failing])).rejects.toThrow('stopped midway');
  await expect(open(1, [])).rejects.toMatchObject({ code: 'STORE_NEWER' });
});

it('names the step that is missing', async () => {
  await expect(open(3, [appending(3)])).rejects.toThrow('No migration brings things to version 2.');
});

it('has a new unique index wait for the migration that makes values unique, and an old one not stand in its way', async () => {
  const same: Migration = {
    collection: THINGS.name,
    to: 2,
    change: ({ body }) => ({ index: { key: 'same' }, body }),
  };
  await (await open(2, [same], [])).close();
  const apart: Migration = {
    collection: THINGS.name,
    to: 3,
    change: ({ id, body }) => ({ index: { key: id }, body }),
  };
  await (await open(3, [apart], [{ fields: ['key'], unique: true }])).close();
  const store = await open(4, [{ ...same, to: 4 }], []);
  expect((await store.find(THINGS.name, { where: { key: 'same' }, limit: 1_000 })).next).not.toBeNull();
  await store.close();
});
