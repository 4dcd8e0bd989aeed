import { expect, it } from 'vitest';
import type { IndexValues, NewDocument, Operation } from '../../../src/ports/index.ts';
import { inserting, type OpenStore, put, THINGS, thing } from './place.ts';

const collection = THINGS.name;

export function describeUniqueness(at: OpenStore): void {
  describeTaken(at);
  describeFreed(at);
}

function describeTaken(at: OpenStore): void {
  it('refuses a value that another document has', async () => {
    await put(at.store, thing('one', { key: 'k' }), thing('two', { key: 'l' }));
    const conflict = { ok: false, reason: 'unique', collection };
    expect(await insert(at, thing('three', { key: 'k' }))).toEqual({ ...conflict, id: 'three' });
    expect(await insert(at, thing('four', { key: 'k' }), true)).toEqual({ ...conflict, id: 'four' });
    expect(await replace(at, 'two', { key: 'k' })).toEqual({ ...conflict, id: 'two' });
    expect((await at.store.get(collection, 'two'))?.index).toEqual({ key: 'l' });
  });

  it('holds nobody to null, whether said or left out', async () => {
    expect(await insert(at, thing('one', {}))).toEqual({ ok: true });
    expect(await insert(at, thing('two', { key: null }))).toEqual({ ok: true });
    expect(await insert(at, thing('three', {}))).toEqual({ ok: true });
    expect(await replace(at, 'two', { a: 'still none' })).toEqual({ ok: true });
  });

  it('tells a number from the text that reads the same, and one letter from its capital', async () => {
    for (const [id, key] of Object.entries({
      number: 5,
      text: '5',
      small: 'k',
      capital: 'K',
      padded: 'k ',
    })) {
      expect(await insert(at, thing(id, { key })), id).toEqual({ ok: true });
    }
  });
}

function describeFreed(at: OpenStore): void {
  it('lets a document keep its own value, and gives a value free with who had it', async () => {
    await put(at.store, thing('one', { key: 'k' }));
    expect(await replace(at, 'one', { key: 'k', a: 'changed' })).toEqual({ ok: true });
    await at.store.commit({
      operations: [{ kind: 'delete', collection, id: 'one' }, inserting(thing('two', { key: 'k' }))],
    });
    expect(await replace(at, 'two', { key: 'other' })).toEqual({ ok: true });
    expect(await insert(at, thing('three', { key: 'k' }))).toEqual({ ok: true });
  });

  it('says “exists” where the id is taken as well; if absent, that is no failure', async () => {
    await put(at.store, thing('one', { key: 'k' }));
    expect(await insert(at, thing('one', { key: 'k' }))).toEqual({
      ok: false,
      reason: 'exists',
      collection,
      id: 'one',
    });
    expect(await insert(at, thing('one', { key: 'k' }), true)).toEqual({ ok: true });
  });

  it('lets one of many win who ask for the same value at once', async () => {
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, n) => insert(at, thing(`t${n}`, { key: 'wanted' }))),
    );
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect((await at.store.find(collection, { where: { key: 'wanted' } })).items).toHaveLength(1);
  });
}

function insert(at: OpenStore, document: NewDocument, ifAbsent = false) {
  return at.store.commit({
    operations: [{ kind: 'insert', collection, document, ifAbsent }],
  });
}

function replace(at: OpenStore, id: string, index: IndexValues) {
  const operation: Operation = { kind: 'replace', collection, document: thing(id, index), expected: 1 };
  return at.store.commit({ operations: [operation] });
}
