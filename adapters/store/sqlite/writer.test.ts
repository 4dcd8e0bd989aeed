import { join } from 'node:path';
import Database from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Batch, Operation } from '../../../src/ports/index.ts';
import { makeDurable, openDatabase } from './database.ts';
import { translated } from './errors.ts';
import { createHome, THINGS } from './home.fixture.ts';
import { createIndexes, createTables } from './layout.ts';
import { openTable, type Table } from './tables.ts';
import { createWriter, type Writer } from './writer.ts';

let home: string;
let remove: () => Promise<void>;
let database: Database.Database;
let table: Table;
let writer: Writer;

beforeEach(async () => {
  ({ home, remove } = await createHome());
  database = openDatabase(home, false);
  makeDurable(database);
  createTables(database, [THINGS]);
  createIndexes(database, THINGS);
  table = openTable(database, THINGS);
  writer = createWriter(database, { table: () => table, translate: (error) => translated(error, home) });
});

afterEach(async () => {
  database.close();
  await remove();
});

function insert(id: string, options: { bytes?: number; key?: string } = {}): Operation {
  const index = options.key === undefined ? {} : { key: options.key };
  return {
    kind: 'insert',
    collection: THINGS.name,
    document: { id, index, body: Buffer.alloc(options.bytes ?? 10) },
  };
}

/** Batches that tell, in `calls`, when they are linked and undone. */
function tracked(calls: string[], name: string, operations: readonly Operation[]): Batch {
  const tail = {
    link: () => {
      calls.push(`link ${name}`);
      return [insert(`tail-${name}`)];
    },
    undo: () => {
      calls.push(`undo ${name}`);
    },
  };
  return { operations, tail };
}

async function expectAllRefused(batches: readonly Batch[], error: object): Promise<void> {
  const outcomes = await Promise.allSettled(batches.map((batch) => writer.commit(batch)));
  for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: error });
  expect(table.find({}).items).toEqual([]);
  expect(database.inTransaction).toBe(false);
}

async function expectWorks(): Promise<void> {
  expect(await writer.commit({ operations: [insert('p'), insert('q')] })).toEqual({ ok: true });
  expect(table.find({}).items).toHaveLength(2);
}

const NAMES = ['p', 'q', 'r'];
const LINKED_THEN_UNDONE = ['link p', 'link q', 'link r', 'undo r', 'undo q', 'undo p'];

describe('a commit', () => {
  it('is synced to the disk, through the write-ahead log', () => {
    expect(database.pragma('journal_mode', { simple: true })).toBe('wal');
    expect(database.pragma('synchronous', { simple: true })).toBe(2);
    expect(database.pragma('fullfsync', { simple: true })).toBe(1);
  });
});

describe('group commit', () => {
  it('has up to 256 batches share one sync', async () => {
    const commits = (count: number, prefix: string) =>
      Promise.all(
        Array.from({ length: count }, (_, n) => writer.commit({ operations: [insert(`${prefix}${n}`)] })),
      );
    await commits(256, 'a');
    expect(writer.syncs()).toBe(1);
    await commits(257, 'b');
    expect(writer.syncs()).toBe(3);
  });

  it('asks nothing of the disk where no batch of the group is to stay', async () => {
    await writer.commit({ operations: [insert('taken')] });
    const refused = () => writer.commit({ operations: [insert('new'), insert('taken')] });
    await Promise.all([refused(), refused()]);
    expect(writer.syncs()).toBe(1);
    expect(database.inTransaction).toBe(false);
  });

  it('leaves nothing of a batch that failed, in its tail too, and keeps the others', async () => {
    const calls: string[] = [];
    await writer.commit({ operations: [insert('taken', { key: 'k' })] });
    const results = await Promise.all([
      writer.commit(tracked(calls, 'p', [insert('p')])),
      writer.commit({ operations: [insert('half'), insert('taken')] }),
      writer.commit({
        operations: [insert('whole')],
        tail: {
          ...tracked(calls, 'q', []).tail,
          link: () => [insert('tail-q'), insert('x', { key: 'k' })],
          undo: () => calls.push('undo q'),
        },
      }),
      writer.commit(tracked(calls, 'r', [insert('r')])),
    ]);
    expect(results.map(({ ok }) => ok)).toEqual([true, false, false, true]);
    expect(calls).toEqual(['link p', 'undo q', 'link r']);
    expect(table.find({}).items.map(({ id }) => id)).toEqual(['p', 'r', 'tail-p', 'tail-r', 'taken']);
  });
});

describe('a group that the disk refuses', () => {
  it('confirms nothing on a full disk, undoes in reverse order, and works once there is room', async () => {
    const calls: string[] = [];
    const pages = Number(database.pragma('page_count', { simple: true }));
    database.pragma(`max_page_count = ${pages + 20}`);
    const full = { operations: [insert('large', { bytes: 1_000_000 })] };
    const small = NAMES.map((name) => tracked(calls, name, [insert(name)]));
    await expectAllRefused([...small, full], { code: 'STORE_FULL', retry: true });
    expect(calls).toEqual(LINKED_THEN_UNDONE);
    expect(writer.syncs()).toBe(0);
    database.pragma('max_page_count = 1000000');
    await expectWorks();
  });

  it('undoes the batch whose tail did not fit', async () => {
    const calls: string[] = [];
    database.pragma(`max_page_count = ${Number(database.pragma('page_count', { simple: true })) + 20}`);
    const { tail } = tracked(calls, 'p', []);
    const large = {
      link: () => [...(tail?.link() ?? []), insert('large', { bytes: 1_000_000 })],
      undo: () => tail?.undo(),
    };
    await expectAllRefused([{ operations: [], tail: large }], { code: 'STORE_FULL' });
    expect(calls).toEqual(['link p', 'undo p']);
  });

  it('confirms nothing when the last step, COMMIT, fails', async () => {
    // A deferred constraint is SQLite's own way to let every statement pass and the commit fail.
    database.exec('CREATE TABLE owed (id TEXT REFERENCES things (id) DEFERRABLE INITIALLY DEFERRED)');
    database.exec("CREATE TRIGGER owe AFTER INSERT ON things BEGIN INSERT INTO owed VALUES ('nobody'); END");
    const calls: string[] = [];
    const batches = NAMES.map((name) => tracked(calls, name, [insert(name)]));
    await expectAllRefused(batches, { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' });
    expect(calls).toEqual(LINKED_THEN_UNDONE);
    database.exec('DROP TRIGGER owe');
    await expectWorks();
  });

  it('is STORE_UNAVAILABLE while another program holds the file, and works after', async () => {
    database.pragma('busy_timeout = 0');
    const other = new Database(join(home, 'mainstay.db'));
    other.exec('BEGIN IMMEDIATE');
    await expectAllRefused([{ operations: [insert('p')] }], { code: 'STORE_UNAVAILABLE', retry: true });
    other.close();
    await expectWorks();
  });
});
