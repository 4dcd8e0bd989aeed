import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMemoryStore } from '../../test/fakes/memory-store.ts';
import { mac, type NewEvent } from '../kernel/index.ts';
import type { AnchoredHead, Document } from '../ports/index.ts';
import { type Entry, events } from './entry.ts';
import { headMac, openEventLog } from './log.ts';
import { createUnits } from './unit-of-work.ts';
import { verifyLog } from './verify.ts';

const KEY = 'key';

/** A log of that many events, with the head as it is anchored at its end. */
async function logOf(count: number) {
  const store = createMemoryStore([events]);
  const written: AnchoredHead[] = [];
  const anchor = {
    read: async () => undefined,
    write: async (head: AnchoredHead) => void written.push(head),
  };
  const log = await openEventLog({ store, anchor, key: KEY, salt: () => 'salt' });
  const unit = createUnits(store, log).open();
  for (let index = 1; index <= count; index += 1) unit.emit(event(index));
  await unit.commit();
  await log.anchor();
  const anchored = written.at(-1);
  const at = (sequence: number): Document => {
    const found = store.all(events.name).find(({ index }) => index['sequence'] === sequence);
    if (!found) throw new RangeError(`There is no entry ${sequence}.`);
    return found;
  };
  const change = (sequence: number, edit: (entry: Entry) => Entry) => {
    const found = at(sequence);
    const { id, body } = events.fromDocument(found);
    store.tamper(events.name, { ...events.toDocument(id, edit(body)), revision: found.revision });
  };
  const remove = (sequence: number) =>
    store.commit({ operations: [{ kind: 'delete', collection: events.name, id: at(sequence).id }] });
  const verify = (head = anchored, key = KEY) => verifyLog({ store, anchored: head, key });
  return { store, log, anchored, at, change, remove, verify };
}

function event(index: number): NewEvent {
  const id = `e${index}`;
  const data = { message: id, conversation: 'main', via: 'console', text: `words ${index}` };
  return {
    id,
    source: '/gateway',
    type: 'message.received',
    subject: 'main',
    at: index,
    correlationId: id,
    data,
  };
}

function reasons(faults: readonly { sequence: number; reason: string }[]): string[] {
  return faults.map(({ sequence, reason }) => `${sequence}: ${reason}`);
}

it('finds nothing wrong in an untouched log, with or without an anchor', async () => {
  const { verify, log } = await logOf(7);
  expect(await verify()).toEqual({ entries: 7, head: log.head(), erased: 0, faults: [] });
  expect((await verify(undefined)).faults).toEqual([]);
});

it('finds nothing wrong in an empty log', async () => {
  expect(await (await logOf(0)).verify(undefined)).toMatchObject({ entries: 0, faults: [] });
});

it('accepts an anchor that lags behind', async () => {
  const { verify, at } = await logOf(7);
  const { hash } = events.fromDocument(at(4)).body;
  expect((await verify({ sequence: 4, hash, mac: headMac(KEY, { sequence: 4, hash }) })).faults).toEqual([]);
});

it('finds a changed payload at its entry', async () => {
  const { verify, change } = await logOf(7);
  change(3, (entry) => ({
    ...entry,
    data: { message: 'e3', conversation: 'main', via: 'console', text: 'other words' },
  }));
  expect(reasons((await verify()).faults)).toEqual(['3: its payload was changed']);
});

it.each(['type', 'subject', 'correlation', 'time', 'dedupe'])(
  'finds an entry that cannot be found by its %s',
  async (field) => {
    const { verify, at, store } = await logOf(7);
    const found = at(3);
    store.tamper(events.name, { ...found, index: { ...found.index, [field]: 'other' } });
    expect(reasons((await verify()).faults)).toEqual(['3: what it is found by was changed']);
  },
);

it('finds a payload that was changed together with its commitment', async () => {
  const { verify, change, at } = await logOf(7);
  const other = events.fromDocument(at(4)).body;
  change(3, (entry) => ({ ...entry, data: other.data, commitment: other.commitment }));
  expect(reasons((await verify()).faults)).toEqual(['3: its envelope or its link was changed']);
});

it.each(['id', 'source', 'type', 'subject', 'time', 'dataschema', 'correlationid', 'dedupekey'])(
  'finds a changed %s of the envelope',
  async (field) => {
    const { verify, change } = await logOf(7);
    change(3, (entry) => ({ ...entry, envelope: { ...entry.envelope, [field]: 'other' } }));
    expect(reasons((await verify()).faults)).toContain('3: its envelope or its link was changed');
  },
);

it('finds the place where an entry was removed', async () => {
  const { verify, remove } = await logOf(7);
  await remove(3);
  expect(reasons((await verify()).faults)).toContain('4: entry 3 is missing or out of order');
});

it('finds entries that changed places', async () => {
  const { verify, change, at } = await logOf(7);
  const [third, fourth] = [events.fromDocument(at(3)).body, events.fromDocument(at(4)).body];
  change(3, () => ({ ...fourth, envelope: { ...fourth.envelope, sequence: 3 } }));
  change(4, () => ({ ...third, envelope: { ...third.envelope, sequence: 4 } }));
  expect(new Set((await verify()).faults.map(({ sequence }) => sequence))).toEqual(new Set([3, 4, 5]));
});

it('finds a tail that was cut', async () => {
  const { verify, remove } = await logOf(7);
  await remove(7);
  await remove(6);
  expect(reasons((await verify()).faults)).toEqual([
    '5: the log once reached entry 7; its tail was cut or an old backup is in place',
  ]);
});

it('finds a log that was written anew from some entry on', async () => {
  const { anchored } = await logOf(7);
  const forged = await logOf(8);
  const other = { ...(anchored ?? { sequence: 7, mac: '' }), hash: 'f'.repeat(64) };
  const signed = { ...other, mac: headMac(KEY, other) };
  expect(reasons((await forged.verify(signed)).faults)).toEqual([
    '7: it differs from the head kept outside the store',
  ]);
});

it('finds an anchored head that was signed with another key', async () => {
  const { verify, anchored } = await logOf(7);
  expect(anchored).toBeDefined();
  const { sequence = 0, hash = '' } = anchored ?? {};
  const forged = { sequence, hash, mac: mac('guess', `head:${sequence}:${hash}`) };
  expect(reasons((await verify(forged)).faults)).toEqual(['7: the head kept outside the store was forged']);
});

it('counts an erased payload, and does not accept one without its erasure event', async () => {
  const { verify, change } = await logOf(7);
  change(3, (entry) => ({ ...entry, salt: null, data: null }));
  const found = await verify();
  expect(found.erased).toBe(1);
  expect(reasons(found.faults)).toEqual(['3: its payload is missing without an erasure']);
});

it('reports 100 faults at most, and says nothing of a tail that it did not walk', async () => {
  const { verify, change } = await logOf(230);
  for (let sequence = 2; sequence <= 230; sequence += 1) {
    change(sequence, (entry) => ({ ...entry, salt: null, data: null, hash: `${entry.hash}x` }));
  }
  const { faults } = await verify();
  expect(faults).toHaveLength(100);
  expect(reasons(faults).filter((reason) => reason.includes('tail'))).toEqual([]);
});

it('tells its progress while it walks a long log', async () => {
  const { store } = await logOf(1100);
  const told: number[] = [];
  await verifyLog({ store, anchored: undefined, key: KEY, onProgress: (entries) => told.push(entries) });
  expect(told).toEqual([500, 1000]);
});

it('finds any one bit that was changed in any stored entry', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 9 }),
      fc.nat(),
      fc.nat({ max: 6 }),
      async (sequence, place, bit) => {
        const { store, at, verify } = await logOf(9);
        const found = at(sequence);
        const body = Uint8Array.from(found.body);
        body[place % body.length] = (body[place % body.length] ?? 0) ^ (1 << bit);
        store.tamper(events.name, { ...found, body });
        const outcome = await verify().catch(() => 'unreadable');
        expect(outcome === 'unreadable' || (typeof outcome === 'object' && outcome.faults.length > 0)).toBe(
          true,
        );
      },
    ),
    { numRuns: 300 },
  );
});
