import { expect, it } from 'vitest';
import type { NewDocument, Operation } from '../../../src/ports/index.ts';
import { comparable, inserting, type OpenStore, put, THINGS, thing } from './place.ts';

const collection = THINGS.name;

export function describeBatches(at: OpenStore): void {
  describeInserting(at);
  describeReplacing(at);
  describeOrder(at);
  describeConcurrency(at);
}

function describeInserting(at: OpenStore): void {
  it('refuses an id that is taken, and leaves what has it', async () => {
    await put(at.store, thing('one', { a: 'first' }));
    const result = await commit(at, inserting(thing('one', { a: 'second' })));
    expect(result).toEqual({ ok: false, reason: 'exists', collection, id: 'one' });
    expect(await read(at, 'one')).toMatchObject({ revision: 1, index: { a: 'first' } });
  });

  it('inserts if absent, and else goes on with the next operation', async () => {
    const ifAbsent = (document: NewDocument): Operation => ({
      kind: 'insert',
      collection,
      document,
      ifAbsent: true,
    });
    await put(at.store, thing('one', { a: 'first' }));
    const result = await commit(
      at,
      ifAbsent(thing('one', { a: 'second' })),
      ifAbsent(thing('two')),
      inserting(thing('three')),
    );
    expect(result).toEqual({ ok: true });
    expect(await read(at, 'one')).toMatchObject({ revision: 1, index: { a: 'first' } });
    expect([await read(at, 'two'), await read(at, 'three')]).not.toContain(undefined);
  });
}

function describeReplacing(at: OpenStore): void {
  it('counts one revision for each replace, which replaces index and body', async () => {
    await put(at.store, thing('one', { a: 'x', n: 1, subjects: ['s'] }));
    for (const expected of [1, 2]) {
      expect(await commit(at, replacing(thing('one', { n: expected * 10 }, 'new'), expected))).toEqual({
        ok: true,
      });
    }
    expect(await read(at, 'one')).toEqual(comparable({ ...thing('one', { n: 20 }, 'new'), revision: 3 }));
  });

  it('replaces only the revision that was read', async () => {
    await put(at.store, thing('one', { a: 'kept' }));
    const conflict = { ok: false, reason: 'revision', collection, id: 'one' };
    expect(await commit(at, replacing(thing('one'), 0))).toEqual(conflict);
    expect(await commit(at, replacing(thing('one'), 2))).toEqual(conflict);
    expect(await commit(at, replacing(thing('gone'), 1))).toEqual({ ...conflict, id: 'gone' });
    expect(await read(at, 'one')).toMatchObject({ revision: 1, index: { a: 'kept' } });
    expect(await read(at, 'gone')).toBeUndefined();
  });

  it('lets one of two win who replace the same revision at once', async () => {
    await put(at.store, thing('one'));
    const results = await Promise.all(['p', 'q'].map((a) => commit(at, replacing(thing('one', { a }), 1))));
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await read(at, 'one')).toMatchObject({ revision: 2, index: { a: results[0]?.ok ? 'p' : 'q' } });
  });

  it('deletes, also what is not there; an id used again starts at revision 1', async () => {
    const deleting = (id: string): Operation => ({ kind: 'delete', collection, id });
    await put(at.store, thing('one'));
    await commit(at, replacing(thing('one'), 1));
    expect(await commit(at, deleting('one'), deleting('never'))).toEqual({ ok: true });
    expect(await read(at, 'one')).toBeUndefined();
    expect(
      await commit(at, inserting(thing('one')), deleting('one'), inserting(thing('one', { a: 'again' }))),
    ).toEqual({ ok: true });
    expect(await read(at, 'one')).toMatchObject({ revision: 1, index: { a: 'again' } });
  });
}

function describeOrder(at: OpenStore): void {
  it('applies operations in order, each on what those before it left', async () => {
    const result = await commit(
      at,
      inserting(thing('one')),
      replacing(thing('one', { n: 2 }), 1),
      replacing(thing('one', { n: 3 }), 2),
    );
    expect(result).toEqual({ ok: true });
    expect(await read(at, 'one')).toMatchObject({ revision: 3, index: { n: 3 } });
  });

  it('stops at the first operation that fails, and names it', async () => {
    await put(at.store, thing('taken'));
    const result = await commit(
      at,
      inserting(thing('before')),
      inserting(thing('taken')),
      replacing(thing('taken'), 9),
      inserting(thing('behind')),
    );
    expect(result).toEqual({ ok: false, reason: 'exists', collection, id: 'taken' });
    expect(await read(at, 'behind')).toBeUndefined();
  });

  it('takes an empty batch', async () => {
    expect(await commit(at)).toEqual({ ok: true });
  });
}

function describeConcurrency(at: OpenStore): void {
  it('keeps the batches beside one that fails', async () => {
    await put(at.store, thing('taken'));
    const ids = ['p', 'taken', 'q', 'nowhere', 'r'];
    const outcomes = await Promise.allSettled(
      ids.map((id) => commit(at, inserting(thing(id), id === 'nowhere' ? 'nowhere' : collection))),
    );
    expect(
      outcomes.map((outcome) => (outcome.status === 'rejected' ? 'rejected' : outcome.value.ok)),
    ).toEqual([true, false, true, 'rejected', true]);
    await at.reopen();
    for (const id of ['p', 'q', 'r']) expect(await read(at, id), id).toBeDefined();
  });

  it('shows in reads what a commit confirmed', async () => {
    await Promise.all(
      Array.from({ length: 50 }, async (_, n) => {
        await put(at.store, thing(`t${n}`, { a: `v${n}` }));
        expect(await read(at, `t${n}`)).toBeDefined();
        const page = await at.store.find(collection, { where: { a: `v${n}` } });
        expect(page.items).toHaveLength(1);
      }),
    );
  });

  it('counts the times it had the disk sync', async () => {
    const before = at.store.stats().syncs;
    await put(at.store, thing('one'));
    expect(at.store.stats().syncs).toBeGreaterThan(before);
  });
}

function commit(at: OpenStore, ...operations: readonly Operation[]) {
  return at.store.commit({ operations });
}

async function read(at: OpenStore, id: string) {
  const found = await at.store.get(collection, id);
  return found && comparable(found);
}

function replacing(document: NewDocument, expected: number): Operation {
  return { kind: 'replace', collection, document, expected };
}
