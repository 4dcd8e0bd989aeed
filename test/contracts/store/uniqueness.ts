import { expect, it } from 'vitest';
import type { IndexValues, Operation } from '../../../src/ports/index.ts';
import { type CreatePlace, inserting, put, THINGS, thing, usesStore } from './place.ts';

const collection = THINGS.name;

export function describeUniqueness(createPlace: CreatePlace): void {
  const at = usesStore(createPlace);

  function insert(id: string, index: IndexValues, ifAbsent = false) {
    return at.store.commit({
      operations: [{ kind: 'insert', collection, document: thing(id, index), ifAbsent }],
    });
  }

  function replace(id: string, index: IndexValues) {
    const operation: Operation = { kind: 'replace', collection, document: thing(id, index), expected: 1 };
    return at.store.commit({ operations: [operation] });
  }

  it('refuses a value that another document has', async () => {
    await put(at.store, thing('one', { key: 'k' }), thing('two', { key: 'l' }));
    const conflict = { ok: false, reason: 'unique', collection };
    expect(await insert('three', { key: 'k' })).toEqual({ ...conflict, id: 'three' });
    expect(await insert('four', { key: 'k' }, true)).toEqual({ ...conflict, id: 'four' });
    expect(await replace('two', { key: 'k' })).toEqual({ ...conflict, id: 'two' });
    expect((await at.store.get(collection, 'two'))?.index).toEqual({ key: 'l' });
  });

  it('holds nobody to null, whether said or left out', async () => {
    expect(await insert('one', {})).toEqual({ ok: true });
    expect(await insert('two', { key: null })).toEqual({ ok: true });
    expect(await insert('three', {})).toEqual({ ok: true });
    expect(await replace('two', { a: 'still none' })).toEqual({ ok: true });
  });

  it('tells a number from the text that reads the same, and one letter from its capital', async () => {
    for (const [id, key] of Object.entries({
      number: 5,
      text: '5',
      small: 'k',
      capital: 'K',
      padded: 'k ',
    })) {
      expect(await insert(id, { key }), id).toEqual({ ok: true });
    }
  });

  it('lets a document keep its own value, and gives a value free with who had it', async () => {
    await put(at.store, thing('one', { key: 'k' }));
    expect(await replace('one', { key: 'k', a: 'changed' })).toEqual({ ok: true });
    await at.store.commit({
      operations: [{ kind: 'delete', collection, id: 'one' }, inserting(thing('two', { key: 'k' }))],
    });
    expect(await replace('two', { key: 'other' })).toEqual({ ok: true });
    expect(await insert('three', { key: 'k' })).toEqual({ ok: true });
  });

  it('says “exists” where the id is taken as well; if absent, that is no failure', async () => {
    await put(at.store, thing('one', { key: 'k' }));
    expect(await insert('one', { key: 'k' })).toEqual({ ok: false, reason: 'exists', collection, id: 'one' });
    expect(await insert('one', { key: 'k' }, true)).toEqual({ ok: true });
  });

  it('lets one of many win who ask for the same value at once', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, n) => insert(`t${n}`, { key: 'wanted' })),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await at.store.find(collection, { where: { key: 'wanted' } })).items).toHaveLength(1);
  });
}
