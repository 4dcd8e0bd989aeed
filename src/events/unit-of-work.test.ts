import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createMemoryStore } from '../../test/fakes/memory-store.ts';
import type { NewEvent } from '../kernel/index.ts';
import type { NewDocument } from '../ports/index.ts';
import { events } from './entry.ts';
import { openEventLog } from './log.ts';
import { createUnits } from './unit-of-work.ts';
import { verifyLog } from './verify.ts';

const NOTES = 'notes';

async function open() {
  const store = createMemoryStore([events, { name: NOTES, schemaVersion: 1, indexes: [] }]);
  const anchor = { read: async () => undefined, write: async () => {} };
  const log = await openEventLog({ store, anchor, key: 'key', salt: () => 'salt' });
  return { store, log, units: createUnits(store, log) };
}

function textOf(document: NewDocument | undefined): string {
  return Buffer.from(document?.body ?? []).toString();
}

function note(id: string, text: string): NewDocument {
  return { id, index: {}, body: Buffer.from(text) };
}

function paused(id: string, dedupeKey?: string): NewEvent {
  return {
    id,
    source: '/memory',
    type: 'control.paused',
    subject: 'control',
    at: 0,
    correlationId: id,
    ...(dedupeKey === undefined ? {} : { dedupeKey }),
    data: { by: 'operator' },
  };
}

async function textIn(source: { get: Awaited<ReturnType<typeof open>>['store']['get'] }, id: string) {
  const found = await source.get(NOTES, id);
  return found && { text: Buffer.from(found.body).toString(), revision: found.revision };
}

it('reads what it staged and not what is stored', async () => {
  const { store, units } = await open();
  await store.commit({ operations: [{ kind: 'insert', collection: NOTES, document: note('a', 'old') }] });
  const unit = units.open();
  unit.insert(NOTES, note('b', 'new'));
  unit.replace(NOTES, note('a', 'newer'), 1);
  expect(await textIn(unit, 'a')).toEqual({ text: 'newer', revision: 2 });
  expect(await textIn(unit, 'b')).toEqual({ text: 'new', revision: 1 });
  expect(await textIn(store, 'a')).toEqual({ text: 'old', revision: 1 });
  expect(await textIn(store, 'b')).toBeUndefined();
});

it('reads what it deleted as gone', async () => {
  const { store, units } = await open();
  await store.commit({ operations: [{ kind: 'insert', collection: NOTES, document: note('a', 'old') }] });
  const unit = units.open();
  unit.delete(NOTES, 'a');
  expect(await textIn(unit, 'a')).toBeUndefined();
});

it.each([
  ['nothing is stored', false, false],
  ['something is stored', true, false],
  ['something was stored and is deleted on the unit', true, true],
])('reads an insert-if-absent as the commit will leave it, where %s', async (_, stored, deleted) => {
  const { store, units } = await open();
  if (stored)
    await store.commit({ operations: [{ kind: 'insert', collection: NOTES, document: note('a', 'old') }] });
  const unit = units.open();
  if (deleted) unit.delete(NOTES, 'a');
  unit.insert(NOTES, note('a', 'first'), { ifAbsent: true });
  unit.insert(NOTES, note('a', 'second'), { ifAbsent: true });
  const seen = await textIn(unit, 'a');
  expect(await unit.commit()).toEqual({ ok: true });
  expect(seen).toEqual(await textIn(store, 'a'));
});

it('writes changes and events of several rooms with one sync', async () => {
  const { store, log, units } = await open();
  const before = store.stats().syncs;
  const unit = units.open();
  unit.insert(NOTES, note('a', 'one'));
  unit.insert(NOTES, note('b', 'two'));
  unit.emit(paused('e1'));
  unit.emit(paused('e2'));
  expect(await unit.commit()).toEqual({ ok: true });
  expect(store.stats().syncs - before).toBe(1);
  expect(log.head().sequence).toBe(2);
});

it('touches no disk where nothing was staged', async () => {
  const { store, units } = await open();
  const before = store.stats().syncs;
  expect(await units.open().commit()).toEqual({ ok: true });
  expect(store.stats().syncs).toBe(before);
});

it('writes nothing on a conflict and names what clashed', async () => {
  const { store, log, units } = await open();
  const unit = units.open();
  unit.insert(NOTES, note('b', 'two'));
  unit.replace(NOTES, note('a', 'one'), 3);
  unit.emit(paused('e1'));
  expect(await unit.commit()).toEqual({ ok: false, reason: 'revision', collection: NOTES, id: 'a' });
  expect(store.all(NOTES)).toEqual([]);
  expect(store.all(events.name)).toEqual([]);
  expect(log.head().sequence).toBe(0);
});

it('takes the head back where an event is known already, so that the log goes on without a gap', async () => {
  const { store, log, units } = await open();
  const told: string[] = [];
  log.subscribe(0, (event) => {
    told.push(event.id);
  });
  const commit = (event: NewEvent) => {
    const unit = units.open();
    unit.insert(NOTES, note(event.id, 'beside it'));
    unit.emit(event);
    return unit.commit();
  };
  expect(await commit(paused('e1', 'fact'))).toEqual({ ok: true });
  const head = log.head();
  expect(await commit(paused('e2', 'fact'))).toMatchObject({ ok: false, reason: 'unique' });
  expect(log.head()).toEqual(head);
  expect(store.all(NOTES).map(({ id }) => id)).toEqual(['e1']);
  expect(await commit(paused('e3', 'another fact'))).toEqual({ ok: true });
  expect(told).toEqual(['e1', 'e3']);
  expect(await verifyLog({ store, anchored: undefined, key: 'key' })).toMatchObject({
    entries: 2,
    faults: [],
  });
});

it('refuses an event whose data does not fit its type, and writes nothing', async () => {
  const { store, log, units } = await open();
  const unit = units.open();
  unit.insert(NOTES, note('a', 'one'));
  unit.emit({ ...paused('e1'), data: { who: 'operator' } } as unknown as NewEvent);
  await expect(unit.commit()).rejects.toThrow(/who/);
  expect(store.all(NOTES)).toEqual([]);
  expect(log.head().sequence).toBe(0);
});

it('repeats the work on a fresh unit until no other change comes first', async () => {
  const { store, units } = await open();
  await store.commit({ operations: [{ kind: 'insert', collection: NOTES, document: note('a', '0') }] });
  let tries = 0;
  const seen = await units.transact(async (unit) => {
    tries += 1;
    const found = await unit.get(NOTES, 'a');
    if (tries < 3) await overtake(store, `${tries}`);
    unit.replace(NOTES, note('a', 'mine'), found?.revision ?? 0);
    return Buffer.from(found?.body ?? []).toString();
  });
  expect({ seen, tries }).toEqual({ seen: '2', tries: 3 });
  expect(await textIn(store, 'a')).toEqual({ text: 'mine', revision: 4 });
});

it('gives up after twenty tries with STORE_CONFLICT', async () => {
  const { store, units } = await open();
  await store.commit({ operations: [{ kind: 'insert', collection: NOTES, document: note('a', '0') }] });
  let tries = 0;
  const hopeless = units.transact(async (unit) => {
    tries += 1;
    unit.replace(NOTES, note('a', 'mine'), 7);
  });
  await expect(hopeless).rejects.toMatchObject({ code: 'STORE_CONFLICT' });
  expect(tries).toBe(20);
});

it('lets all of many come through that want the same document, whatever comes in between', async () => {
  const { store, units } = await open();
  await store.commit({ operations: [{ kind: 'insert', collection: NOTES, document: note('a', '0') }] });
  let added = 0;
  const add = () =>
    units.transact(async (unit) => {
      const found = await unit.get(NOTES, 'a');
      // As long as a few others need to come first.
      for (let turn = 0; turn < 5; turn += 1) await setImmediate();
      unit.replace(NOTES, note('a', `${Number(textOf(found)) + 1}`), found?.revision ?? 0);
    });
  const adding = async () => {
    for (let round = 0; round < 5; round += 1) {
      await add();
      added += 1;
    }
  };
  await Promise.all(Array.from({ length: 60 }, adding));
  expect(added).toBe(300);
  expect(textOf(await store.get(NOTES, 'a'))).toBe('300');
});

async function overtake(store: Awaited<ReturnType<typeof open>>['store'], text: string): Promise<void> {
  const found = await store.get(NOTES, 'a');
  const document = note('a', text);
  await store.commit({
    operations: [{ kind: 'replace', collection: NOTES, document, expected: found?.revision ?? 0 }],
  });
}
