import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Document } from '../../../src/ports/index.ts';
import { comparable, idsOf, inserting, type OpenStore, OTHERS, put, THINGS, thing } from './place.ts';

export function describeDocuments(at: OpenStore): void {
  describeContent(at);
  describeCollections(at);
}

function describeContent(at: OpenStore): void {
  it('has nothing under an id that was never used', async () => {
    expect(await at.store.get(THINGS.name, 'none')).toBeUndefined();
  });

  it('gives back what was inserted, at revision 1', async () => {
    const document = thing('one', {
      a: 'text',
      n: -7,
      absent: null,
      subjects: ['cus_1', 'cus_2'],
      empty: [],
    });
    await put(at.store, document);
    expect(comparable(await read(at, 'one'))).toEqual(comparable({ ...document, revision: 1 }));
  });

  it('keeps every byte of a body, from an empty one to one of 5 MB', async () => {
    const every = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    const view = new Uint8Array(every.buffer, 100, 20);
    const large = Buffer.alloc(5 * 1024 * 1024, createHash('sha512').update('seed').digest());
    const bodies = { every, view, empty: new Uint8Array(), large };
    for (const [id, body] of Object.entries(bodies)) await put(at.store, { id, index: {}, body });
    for (const [id, body] of Object.entries(bodies)) {
      expect(Buffer.compare(Buffer.from((await read(at, id)).body), body), id).toBe(0);
    }
  });

  it('takes any text as an id and as a value', async () => {
    const texts = [
      'ü',
      'e\u0301',
      '日本語',
      '👩‍👧',
      '\uffff',
      'it\'s "q" `b` \\ $a.b[0] %_ ;--',
      '\n\t\0 end',
      ' ',
      '0',
      'null',
    ];
    await put(at.store, ...texts.map((text) => thing(text, { a: text, subjects: [text] })));
    for (const text of texts) {
      expect((await read(at, text)).index, text).toEqual({ a: text, subjects: [text] });
      expect(await idsOf(at.store, { where: { a: text } })).toEqual([text]);
      expect(await idsOf(at.store, { where: { a: { in: [text] } } })).toEqual([text]);
      expect(await idsOf(at.store, { where: { subjects: { has: text } } })).toEqual([text]);
    }
  });

  it('keeps whole numbers exact', async () => {
    const numbers = [0, -1, 2 ** 31, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
    await put(at.store, ...numbers.map((n) => thing(`n${n}`, { n })));
    for (const n of numbers) {
      expect((await read(at, `n${n}`)).index['n']).toBe(n);
      expect(await idsOf(at.store, { where: { n } })).toEqual([`n${n}`]);
    }
  });
}

function describeCollections(at: OpenStore): void {
  it('keeps collections apart', async () => {
    await put(at.store, thing('same', { a: 'thing' }));
    await at.store.commit({ operations: [inserting(thing('same', { a: 'other' }), OTHERS.name)] });
    expect((await read(at, 'same')).index).toEqual({ a: 'thing' });
    expect((await at.store.get(OTHERS.name, 'same'))?.index).toEqual({ a: 'other' });
  });

  it('has everything still there when it is opened again', async () => {
    await put(at.store, thing('one', { a: 'x' }));
    await at.store.commit({
      operations: [
        { kind: 'replace', collection: THINGS.name, document: thing('one', { a: 'y' }), expected: 1 },
      ],
    });
    await at.reopen();
    expect(comparable(await read(at, 'one'))).toEqual(
      comparable({ ...thing('one', { a: 'y' }), revision: 2 }),
    );
  });

  it('refuses a collection that was not declared, and a field name that is none', async () => {
    await expect(at.store.get('nowhere', 'one')).rejects.toThrow(TypeError);
    await expect(at.store.commit({ operations: [inserting(thing('one'), 'nowhere')] })).rejects.toThrow(
      TypeError,
    );
    for (const field of ['', 'a b', "a') OR 1=1 --", '$where', 'a.b', '1a']) {
      await expect(at.store.find(THINGS.name, { where: { [field]: 1 } }), field).rejects.toThrow(TypeError);
      const sort = { field, direction: 'asc' } as const;
      await expect(at.store.find(THINGS.name, { sort }), field).rejects.toThrow(TypeError);
      const operations = [inserting(thing('one', { [field]: 1 }))];
      await expect(at.store.commit({ operations }), field).rejects.toThrow(TypeError);
    }
    expect(await at.store.get(THINGS.name, 'one')).toBeUndefined();
  });
}

async function read(at: OpenStore, id: string): Promise<Document> {
  const found = await at.store.get(THINGS.name, id);
  if (!found) throw new Error(`There is no ${id}.`);
  return found;
}
