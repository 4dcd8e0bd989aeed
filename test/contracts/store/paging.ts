import { expect, it } from 'vitest';
import type { Query } from '../../../src/ports/index.ts';
import { idsOf, type OpenStore, OTHERS, put, THINGS, thing } from './place.ts';

const collection = THINGS.name;
const SORTS = ['a', 'due', 'bare'].flatMap((field) =>
  (['asc', 'desc'] as const).map((direction) => ({ field, direction })),
);

export function describePaging(at: OpenStore): void {
  describeWalking(at);
  describeChanges(at);
  describeCursors(at);
}

function describeWalking(at: OpenStore): void {
  it('gives 100 documents unless told, 1,000 at most, and no cursor after the last', async () => {
    await put(at.store, ...Array.from({ length: 1_001 }, (_, n) => thing(`t${String(n).padStart(4, '0')}`)));
    expect(await idsOf(at.store, {})).toHaveLength(100);
    expect(await idsOf(at.store, { limit: 5_000 })).toHaveLength(1_000);
    const upToLast = await at.store.find(collection, { where: {}, limit: 1_000 });
    expect(upToLast.next).not.toBeNull();
    const last = await at.store.find(collection, { where: {}, limit: 1, after: upToLast.next ?? '' });
    expect(last.items.map(({ id }) => id)).toEqual(['t1000']);
    expect(last.next).toBeNull();
  });

  it('walks through every document once, in the order of one large page', async () => {
    await putThirty(at);
    for (const query of [{}, ...SORTS.map((sort) => ({ sort })), { where: { a: null } }]) {
      const whole = await idsOf(at.store, query);
      for (const limit of [1, 7, 10, 30]) {
        expect(await walk(at, { ...query, limit }), JSON.stringify({ ...query, limit })).toEqual(whole);
      }
    }
  });
}

function describeChanges(at: OpenStore): void {
  it('shows what was there all along exactly once while others come and go', async () => {
    await putThirty(at);
    for (const sort of SORTS) {
      const before = await idsOf(at.store, { where: { n: { gte: 0 } }, sort });
      const seen = await walk(at, { limit: 4, sort }, async (page) => {
        if (page > 5) return;
        const name = `${sort.field}${sort.direction}${page}`;
        const values = [null, 2, 'v2', 'z'];
        await put(
          at.store,
          ...values.map((value, n) => thing(`new${name}${n}`, { a: value, due: value, bare: value })),
        );
      });
      expect(
        seen.filter((id) => before.includes(id)),
        JSON.stringify(sort),
      ).toEqual(before);
    }
  });

  it('goes on where it was when the document it stopped at is gone', async () => {
    await putThirty(at);
    const whole = await idsOf(at.store, { sort: { field: 'n', direction: 'asc' } });
    const first = await at.store.find(collection, { sort: { field: 'n', direction: 'asc' }, limit: 10 });
    await at.store.commit({ operations: [{ kind: 'delete', collection, id: 't09' }] });
    const second = await at.store.find(collection, {
      sort: { field: 'n', direction: 'asc' },
      limit: 100,
      after: first.next ?? '',
    });
    expect(second.items.map(({ id }) => id)).toEqual(whole.slice(10));
  });
}

function describeCursors(at: OpenStore): void {
  it('refuses a cursor that it did not give for this query', async () => {
    await putThirty(at);
    const sort = { field: 'n', direction: 'asc' } as const;
    const { next } = await at.store.find(collection, { sort, limit: 3 });
    const given = next ?? '';
    const invalid = { code: 'CURSOR_INVALID' };
    const flipped = given.slice(0, 5) + (given[5] === 'A' ? 'B' : 'A') + given.slice(6);
    for (const after of [
      '',
      't02',
      'null',
      '{}',
      given.slice(0, -4),
      flipped,
      Buffer.from('[1,"t02"]').toString('base64url'),
    ]) {
      await expect(at.store.find(collection, { sort, after }), after).rejects.toMatchObject(invalid);
    }
    const others: Query[] = [{}, { sort: { ...sort, direction: 'desc' } }, { sort, where: { a: null } }];
    for (const query of others) {
      await expect(at.store.find(collection, { ...query, after: given })).rejects.toMatchObject(invalid);
    }
    await expect(at.store.find(OTHERS.name, { sort, after: given })).rejects.toMatchObject(invalid);
  });
}

/** All ids, page by page; `between` runs after each page but the last. */
async function walk(
  at: OpenStore,
  query: Query,
  between: (page: number) => Promise<void> = async () => {},
): Promise<string[]> {
  const ids: string[] = [];
  let after: string | null = null;
  for (let page = 0; page === 0 || after !== null; page += 1) {
    const found = await at.store.find(collection, { ...query, ...(after === null ? {} : { after }) });
    ids.push(...found.items.map(({ id }) => id));
    after = found.next;
    if (after !== null) await between(page);
  }
  return ids;
}

/** Thirty documents in which values repeat, and every third has none. */
async function putThirty(at: OpenStore): Promise<void> {
  const documents = Array.from({ length: 30 }, (_, n) => {
    const value = n % 3 === 0 ? null : n % 3 === 1 ? n % 4 : `v${n % 5}`;
    return thing(`t${String(n).padStart(2, '0')}`, { a: value, due: value, bare: value, n });
  });
  await put(at.store, ...documents);
}
