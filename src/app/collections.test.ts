import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openSqliteStore } from '../../adapters/store/sqlite/index.ts';
import { collections, migrations } from './collections.ts';

/** An invoice as a program of the first version of records left it. */
const OLD = {
  kind: 'invoice',
  version: 1,
  data: { customer: 'cus_1', number: '2026-001', status: 'open', issuedOn: '2026-11-02' },
  createdAt: '2026-11-02T09:00:00.000Z',
  changedAt: '2026-11-02T09:00:00.000Z',
  deletedAt: null,
};

it('finds by its state and its dates what an older program wrote', async () => {
  const home = await mkdtemp(join(tmpdir(), 'mainstay-collections-'));
  const first = collections.map((spec) =>
    spec.name === 'records'
      ? { ...spec, schemaVersion: 1, indexes: [{ fields: ['kind', 'createdAt'] }] }
      : spec,
  );
  const before = await openSqliteStore({ home, collections: first, migrations: [] });
  const { kind, createdAt } = OLD;
  const document = { id: 'inv_1', index: { kind, createdAt, deleted: 0, subjects: ['cus_1'] } };
  await before.commit({
    operations: [
      {
        kind: 'insert',
        collection: 'records',
        document: { ...document, body: Buffer.from(JSON.stringify(OLD)) },
      },
    ],
  });
  await before.close();

  const now = await openSqliteStore({ home, collections, migrations });
  for (const where of [{ status: 'open' }, { issuedOn: { gte: '2026-11-01', lt: '2026-12-01' } }]) {
    const { items } = await now.find('records', { where });
    expect(items.map(({ id }) => id)).toEqual(['inv_1']);
  }
  await now.close();
  await rm(home, { recursive: true });
});
