import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldedName } from '../../kernel/index.ts';
import { CAUSE, openRoom } from '../room.fake.ts';
import { openDirectory } from './directory.ts';
import { createRecordBooks, readRecord, records } from './records.ts';

async function open() {
  const room = await openRoom();
  const books = createRecordBooks(room.ids);
  const read = async (id: string) => (await readRecord(room.store, 'customer', id))?.body;
  const create = (data: unknown, id = 'cus_1') =>
    room.units.transact(async (unit) => books.create(unit, { kind: 'customer', id, data }, CAUSE));
  const change = (patch: Record<string, unknown>, given: { id?: string; expected?: number } = {}) =>
    room.units.transact((unit) =>
      books.change(
        unit,
        { kind: 'customer', id: 'cus_1', patch, ...given },
        { ...CAUSE, at: CAUSE.at + 1000 },
      ),
    );
  const remove = (given: { id?: string; expected?: number } = {}) =>
    room.units.transact((unit) => books.remove(unit, { kind: 'customer', id: 'cus_1', ...given }, CAUSE));
  return { ...room, books, read, create, change, remove };
}

describe('a new record', () => {
  it('has version 1 and tells all its fields', async () => {
    const { create, read, told } = await open();
    await create({ name: ' Ana ', email: 'ana@example.com' });
    const at = '2026-11-23T09:00:00.000Z';
    const data = { name: 'Ana', email: 'ana@example.com' };
    expect(await read('cus_1')).toEqual({
      kind: 'customer',
      version: 1,
      data,
      createdAt: at,
      changedAt: at,
      deletedAt: null,
    });
    expect(await told()).toMatchObject([
      {
        type: 'record.created',
        subject: 'cus_1',
        correlationid: 'evt_turn',
        data: {
          version: 1,
          by: 'operator',
          changes: [
            { field: 'name', from: null, to: 'Ana' },
            { field: 'email', from: null, to: 'ana@example.com' },
          ],
        },
      },
    ]);
  });

  it('gets an id of its kind where none is given', async () => {
    const { books, units } = await open();
    const made = await units.transact(async (unit) =>
      books.create(unit, { kind: 'customer', data: { name: 'Ana' } }, CAUSE),
    );
    expect(made.id).toMatch(/^cus_/);
  });

  it.each([
    [{ name: '' }, 'name'],
    [{ name: 'Ana', email: 'nowhere' }, 'email'],
    [{ name: 'x'.repeat(201) }, 'name'],
    [{ name: 'Ana', shoeSize: 40 }, 'shoeSize'],
  ])('is refused as %j, and the wrong field is named', async (data, path) => {
    const { create, told } = await open();
    await expect(create(data)).rejects.toMatchObject({ code: 'REQUEST_INVALID', fields: [{ path }] });
    expect(await told()).toEqual([]);
  });
});

describe('a change', () => {
  it('raises the version, keeps the other fields, and tells only what changed', async () => {
    const { create, change, read, told } = await open();
    await create({ name: 'Ana', email: 'ana@example.com' });
    await change({ phone: '1', email: 'ana@example.com' });
    expect(await read('cus_1')).toMatchObject({
      version: 2,
      data: { name: 'Ana', email: 'ana@example.com', phone: '1' },
      createdAt: '2026-11-23T09:00:00.000Z',
      changedAt: '2026-11-23T09:00:01.000Z',
    });
    expect((await told()).at(-1)).toMatchObject({
      type: 'record.changed',
      data: { version: 2, changes: [{ field: 'phone', from: null, to: '1' }] },
    });
  });

  it('removes a field that is set to null', async () => {
    const { create, change, read } = await open();
    await create({ name: 'Ana', email: 'ana@example.com' });
    await change({ email: null });
    expect((await read('cus_1'))?.data).toEqual({ name: 'Ana' });
  });

  it('cannot remove what a record must have', async () => {
    const { create, change } = await open();
    await create({ name: 'Ana' });
    await expect(change({ name: null })).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      fields: [{ path: 'name' }],
    });
  });

  it('that changes nothing writes and tells nothing', async () => {
    const { create, change, told, read } = await open();
    await create({ name: 'Ana' });
    await change({ name: 'Ana', phone: null });
    expect([(await told()).length, (await read('cus_1'))?.version]).toEqual([1, 1]);
  });

  it('is refused where another version is expected', async () => {
    const { create, change, read } = await open();
    await create({ name: 'Ana' });
    await change({ name: 'Bea' }, { expected: 1 });
    await expect(change({ name: 'Cia' }, { expected: 1 })).rejects.toMatchObject({
      code: 'VERSION_CHANGED',
      message: 'customer cus_1 is now at version 2, not 1. Read it again and repeat the change.',
    });
    expect((await read('cus_1'))?.data).toEqual({ name: 'Bea' });
  });

  it('loses neither of two that come at once', async () => {
    const { create, change, read } = await open();
    await create({ name: 'Ana' });
    await Promise.all([change({ phone: '1' }), change({ address: 'Street 1' })]);
    expect(await read('cus_1')).toMatchObject({
      version: 3,
      data: { name: 'Ana', phone: '1', address: 'Street 1' },
    });
  });
});

describe('a deletion', () => {
  it('takes the record away, tells it, and is final', async () => {
    const { create, change, remove, read, told } = await open();
    await create({ name: 'Ana' });
    await remove({ expected: 1 });
    expect(await read('cus_1')).toBeUndefined();
    expect((await told()).at(-1)).toMatchObject({ type: 'record.deleted', data: { version: 2 } });
    await expect(change({ name: 'Bea' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
    await expect(remove()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is refused where another version is expected', async () => {
    const { create, remove, read } = await open();
    await create({ name: 'Ana' });
    await expect(remove({ expected: 4 })).rejects.toMatchObject({ code: 'VERSION_CHANGED' });
    expect(await read('cus_1')).toBeDefined();
  });
});

it('does not find a record under another kind', async () => {
  const { create, store, change } = await open();
  await create({ name: 'Ana' });
  expect(await readRecord(store, 'invoice', 'cus_1')).toBeUndefined();
  await expect(change({ name: 'Bea' }, { id: 'cus_2' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('is found by its kind and by the customer whom it concerns', async () => {
  const { create, store } = await open();
  await create({ name: 'Ana' });
  expect(store.all(records.name)[0]?.index).toMatchObject({
    kind: 'customer',
    deleted: 0,
    subjects: ['cus_1'],
  });
});

describe('the directory', () => {
  const step = fc.record({
    id: fc.constantFrom('cus_1', 'cus_2', 'cus_3'),
    act: fc.constantFrom('write', 'write', 'remove'),
    patch: fc.record(
      {
        name: fc.constantFrom('Ana', 'Bea'),
        email: fc.constantFrom('a@example.com', 'b@example.com', null),
        phone: fc.constantFrom('1', '2'),
      },
      { requiredKeys: ['name'] },
    ),
  });

  it('knows from events alone what it would read from the store', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.nat({ max: 12 }), async (steps, opening) => {
        const { create, change, remove, read, store, log } = await open();
        let directory = await openDirectory(store);
        for (const [index, { id, act, patch }] of steps.entries()) {
          const { email, ...rest } = patch;
          if (index === opening) directory = await openDirectory(store);
          const before = log.head().sequence;
          if (store.all(records.name).some((document) => document.id === id)) {
            if (!(await read(id))) continue;
            await (act === 'remove' ? remove({ id }) : change(patch, { id }));
          } else await create(email ? { ...rest, email } : rest, id);
          for await (const event of log.scan({ afterSequence: before })) directory.apply(event);
          const fresh = await openDirectory(store);
          const byId = (list: ReturnType<typeof fresh.all>) =>
            list.toSorted((a, b) => (a.id < b.id ? -1 : 1));
          expect(byId(directory.all('customer'))).toEqual(byId(fresh.all('customer')));
          for (const { name } of fresh.all('customer')) {
            const wanted = fresh
              .all('customer')
              .filter((other) => foldedName(other.name) === foldedName(name));
            expect(directory.called('customer', `  ${name.toUpperCase()} `)).toEqual(byId(wanted));
          }
        }
      }),
    );
  });

  it('knows no names of other kinds', async () => {
    const { create, store } = await open();
    await create({ name: 'Ana' });
    const directory = await openDirectory(store);
    expect(directory.all('customer')).toEqual([{ id: 'cus_1', name: 'Ana', version: 1 }]);
    expect(directory.all('invoice')).toEqual([]);
    expect(directory.called('customer', 'Bea')).toEqual([]);
  });
});
