import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CollectionSpec, IndexSpec } from '../../../src/ports/index.ts';
import { allOf, createHome, put, THINGS } from './home.fixture.ts';
import { openSqliteStore } from './index.ts';

let home: string;
let remove: () => Promise<void>;
beforeEach(async () => {
  ({ home, remove } = await createHome());
});
afterEach(() => remove());

function open(spec: CollectionSpec = THINGS, readOnly = false) {
  return openSqliteStore({ home, collections: [spec], migrations: [], readOnly });
}

function withIndexes(...indexes: readonly IndexSpec[]): CollectionSpec {
  return { ...THINGS, indexes };
}

/** Runs SQL on the closed store's file, or looks into it. */
function inFile<T>(work: (database: Database.Database) => T): T {
  const database = new Database(join(home, 'mainstay.db'));
  try {
    return work(database);
  } finally {
    database.close();
  }
}

async function fileHash(): Promise<string> {
  return createHash('sha256')
    .update(await readFile(join(home, 'mainstay.db')))
    .digest('hex');
}

function newer(found: number) {
  return { code: 'STORE_NEWER', message: expect.stringContaining(`schema ${found};`) };
}

function indexesInFile() {
  return inFile((database) =>
    database
      .prepare(
        "SELECT name, rootpage FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY name",
      )
      .all(),
  );
}

const keyed = (id: string, key: string) => ({ id, index: { key }, body: Buffer.from('x') });

describe('indexes', () => {
  it('are made where newly declared, over what is there already', async () => {
    const before = await open(withIndexes());
    await put(before, [keyed('one', 'k')]);
    await before.close();
    const store = await open(withIndexes({ fields: ['key'], unique: true }));
    await expect(put(store, [keyed('two', 'k')])).rejects.toThrow('unique');
    await store.close();
  });

  it('are dropped where declared no more', async () => {
    await (await open(withIndexes({ fields: ['key'], unique: true }, { fields: ['a'] }))).close();
    const store = await open(withIndexes());
    await put(store, [keyed('one', 'k'), keyed('two', 'k')]);
    await store.close();
    expect(indexesInFile()).toEqual([]);
  });

  it('are made anew where an older program made them otherwise, and else left alone', async () => {
    await (await open()).close();
    const before = indexesInFile();
    await (await open()).close();
    expect(indexesInFile()).toEqual(before);
    inFile((database) => database.exec('DROP INDEX things_a_n; CREATE INDEX things_a_n ON things (id)'));
    await (await open()).close();
    const made = inFile((database) =>
      database.prepare("SELECT sql FROM sqlite_schema WHERE name = 'things_a_n'").pluck().get(),
    );
    expect(made).toContain('$.a');
  });
});

describe('a store of a newer program', () => {
  beforeEach(async () => {
    const store = await open({ ...THINGS, schemaVersion: 3 });
    await put(store, [keyed('one', 'k')]);
    await store.close();
  });

  it.each([false, true])(
    'is refused for a collection’s version, and not changed (read only: %s)',
    async (readOnly) => {
      const before = await fileHash();
      await expect(open({ ...THINGS, schemaVersion: 2 }, readOnly)).rejects.toMatchObject(newer(3));
      expect(await fileHash()).toBe(before);
    },
  );

  it('is refused for the layout of the file', async () => {
    inFile((database) => database.exec("UPDATE _meta SET value = '2' WHERE key = 'store'"));
    const before = await fileHash();
    await expect(open({ ...THINGS, schemaVersion: 3 })).rejects.toMatchObject(newer(2));
    expect(await fileHash()).toBe(before);
  });
});

describe('a damaged store', () => {
  it('is STORE_DAMAGED when the file is no database', async () => {
    await writeFile(
      join(home, 'mainstay.db'),
      'This is no database, but it is long enough to be taken for one. '.repeat(100),
    );
    await expect(open()).rejects.toMatchObject({
      code: 'STORE_DAMAGED',
      message: expect.stringContaining(home),
    });
  });

  it('is STORE_DAMAGED when what a read needs was overwritten', async () => {
    const store = await open();
    await put(
      store,
      Array.from({ length: 500 }, (_, n) => keyed(`t${n}`, `k${n}`)),
    );
    await store.close();
    const file = join(home, 'mainstay.db');
    const bytes = await readFile(file);
    // The first pages, with schema and meta, stay whole: the damage shows when documents are read.
    const root = inFile((database) =>
      database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'things'").pluck().get(),
    );
    bytes.fill(0xa5, (Number(root) - 1) * 4096, Number(root) * 4096);
    await writeFile(file, bytes);
    const damaged = await open();
    await expect(damaged.get(THINGS.name, 't7')).rejects.toMatchObject({ code: 'STORE_DAMAGED' });
    await damaged.close();
  });
});

describe('opening', () => {
  it('is STORE_UNAVAILABLE where the file cannot be opened', async () => {
    await mkdir(join(home, 'mainstay.db'));
    await expect(open()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });

  it('refuses a collection name that is none', async () => {
    await expect(open({ ...THINGS, name: 'things"; DROP' })).rejects.toThrow(TypeError);
  });

  it('reads beside the one that writes, and sees what it committed', async () => {
    const writer = await open();
    await put(writer, [keyed('one', 'k')]);
    const reader = await open(THINGS, true);
    await put(writer, [keyed('two', 'l')]);
    expect((await allOf(reader)).map(({ id }) => id)).toEqual(['one', 'two']);
    await expect(put(reader, [keyed('three', 'm')])).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
    await reader.close();
    await writer.close();
  });

  it('reads a file of an older program: a collection that it did not know is empty', async () => {
    await (await open()).close();
    const before = await fileHash();
    const later = { name: 'later', schemaVersion: 1, indexes: [{ fields: ['a'] }] };
    const reader = await openSqliteStore({
      home,
      collections: [THINGS, later],
      migrations: [],
      readOnly: true,
    });
    expect(await reader.find('later', { where: { a: 'x' } })).toEqual({ items: [], next: null });
    await reader.close();
    expect(await fileHash()).toBe(before);
  });

  it('leaves the whole store in one file when it is closed', async () => {
    const store = await open();
    await put(store, [keyed('one', 'k')]);
    await store.close();
    expect(inFile((database) => database.prepare('SELECT count(*) FROM things').pluck().get())).toBe(1);
    await expect(readFile(join(home, 'mainstay.db-wal'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
