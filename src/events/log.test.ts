import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMemoryStore } from '../../test/fakes/memory-store.ts';
import type { Event, NewEvent } from '../kernel/index.ts';
import type { AnchoredHead, Store } from '../ports/index.ts';
import { EMPTY_HEAD } from './chain.ts';
import { events } from './entry.ts';
import { headMac, openEventLog } from './log.ts';
import { createUnits } from './unit-of-work.ts';

const KEY = 'key';

async function open(store: Store = createMemoryStore([events])) {
  const written: AnchoredHead[] = [];
  const anchor = {
    read: async () => written.at(-1),
    write: async (head: AnchoredHead) => void written.push(head),
  };
  const log = await openEventLog({ store, anchor, key: KEY, salt: () => 'salt' });
  const units = createUnits(store, log);
  const append = (...staged: NewEvent[]) => {
    const unit = units.open();
    for (const event of staged) unit.emit(event);
    return unit.commit();
  };
  return { store, log, written, append };
}

function paused(id: string, given: Partial<NewEvent> = {}): NewEvent {
  const event = {
    id,
    source: '/memory',
    type: 'control.paused',
    subject: 'control',
    at: 0,
    correlationId: id,
    data: { by: 'o' },
  };
  return { ...event, ...given } as NewEvent;
}

function idsOf(items: readonly Event[]): string[] {
  return items.map(({ id }) => id);
}

/** Lets everything that was set off and waits for nothing else come to its end. */
async function settle(): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
}

it('numbers entries from 1 without gaps, in the order in which they were staged', async () => {
  const { log, append } = await open();
  await append(paused('c'), paused('a'));
  await append(paused('b'));
  const { items } = await log.read({});
  expect(items.map(({ id, sequence }) => [id, sequence])).toEqual([
    ['c', 1],
    ['a', 2],
    ['b', 3],
  ]);
});

it('keeps the envelope in the CloudEvents shape', async () => {
  const { log, append } = await open();
  await append(
    paused('e1', { at: 1_800_000_000_000, correlationId: 'm1', causationId: 'm2', dedupeKey: 'fact' }),
  );
  expect(await log.get('e1')).toEqual({
    id: 'e1',
    source: '/memory',
    type: 'control.paused',
    subject: 'control',
    time: '2027-01-15T08:00:00.000Z',
    dataschema: 'mainstay:event/control.paused/1',
    correlationid: 'm1',
    causationid: 'm2',
    dedupekey: 'fact',
    sequence: 1,
    data: { by: 'o' },
  });
});

it('opens at its newest entry and links the next one to it', async () => {
  const first = await open();
  expect(first.log.head()).toEqual(EMPTY_HEAD);
  await first.append(paused('a'), paused('b'));
  const again = await open(first.store);
  expect(again.log.head()).toEqual(first.log.head());
  await again.append(paused('c'));
  expect((await again.log.get('c'))?.sequence).toBe(3);
});

it('keeps one event for one dedupe key and any number without', async () => {
  const { log, append } = await open();
  await append(paused('a', { dedupeKey: 'fact' }), paused('b'), paused('c'));
  expect(await append(paused('d', { dedupeKey: 'fact' }))).toMatchObject({ ok: false, reason: 'unique' });
  expect(idsOf((await log.read({})).items)).toEqual(['a', 'b', 'c']);
});

it.each([
  ['type', { type: 'control.resumed' }, ['b']],
  ['several types', { types: ['control.resumed', 'control.paused'] }, ['a', 'b', 'c']],
  ['subject', { subject: 's' }, ['c']],
  ['correlation', { correlation: 'a' }, ['a']],
  ['place in the log', { afterSequence: 1 }, ['b', 'c']],
  [
    'time, from included and to not',
    { from: '1970-01-01T00:00:00.002Z', to: '1970-01-01T00:00:00.003Z' },
    ['b'],
  ],
  [
    'all of them at once',
    { type: 'control.paused', from: '1970-01-01T00:00:00.001Z', afterSequence: 1 },
    ['c'],
  ],
])('reads by %s', async (_, filter, expected) => {
  const { log, append } = await open();
  await append(
    paused('a', { at: 1 }),
    paused('b', { at: 2, type: 'control.resumed' }),
    paused('c', { at: 3, subject: 's' }),
  );
  expect(idsOf((await log.read(filter)).items)).toEqual(expected);
});

it('reads a stretch of time in the order of the log, whatever the clock did meanwhile', async () => {
  const { log, append } = await open();
  await append(
    paused('a', { at: 5 }),
    paused('b', { at: 3 }),
    paused('c', { at: 9 }),
    paused('d', { at: 4 }),
  );
  const found: Event[] = [];
  for await (const event of log.scan({ from: '1970-01-01T00:00:00.003Z', to: '1970-01-01T00:00:00.009Z' }))
    found.push(event);
  expect(idsOf(found)).toEqual(['a', 'b', 'd']);
});

it('reads page after page, oldest or newest first', async () => {
  const { log, append } = await open();
  await append(paused('a'), paused('b'), paused('c'));
  const first = await log.read({}, { limit: 2 });
  const second = await log.read({}, { limit: 2, after: first.next ?? '' });
  expect([idsOf(first.items), idsOf(second.items), second.next]).toEqual([['a', 'b'], ['c'], null]);
  expect(idsOf((await log.read({}, { newestFirst: true })).items)).toEqual(['c', 'b', 'a']);
});

it('anchors the signed head once for each time that it moved', async () => {
  const { log, written, append } = await open();
  await append(paused('a'));
  await log.anchor();
  await log.anchor();
  const head = log.head();
  expect(written).toEqual([{ ...head, mac: headMac(KEY, head) }]);
  await append(paused('b'));
  await log.anchor();
  expect(written.map(({ sequence }) => sequence)).toEqual([1, 2]);
});

it('tells a subscriber every event once and in order, whatever is committed while it catches up', async () => {
  const schedule = fc.record({
    stored: fc.nat({ max: 6 }),
    from: fc.nat({ max: 6 }),
    live: fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 8 }),
    underWay: fc.nat({ max: 8 }),
    pauses: fc.array(fc.boolean(), { maxLength: 20 }),
  });
  await fc.assert(
    fc.asyncProperty(schedule, async ({ stored, from, live, underWay, pauses }) => {
      const { log, append } = await open();
      for (let index = 0; index < stored; index += 1) await append(paused(`stored-${index}`));
      const told: number[] = [];
      const commits = live.map((count, at) => () => {
        const staged = Array.from({ length: count }, (_, index) => paused(`live-${at}-${index}`));
        return append(...staged);
      });
      const begun = commits.slice(0, underWay).map((commit) => commit());
      log.subscribe(Math.min(from, stored), async (event) => {
        if (pauses[told.length]) await settle();
        told.push(event.sequence);
      });
      await Promise.all([...begun, ...commits.slice(underWay).map((commit) => commit())]);
      const last = log.head().sequence;
      while (told.length < last - Math.min(from, stored)) await settle();
      await settle();
      expect(told).toEqual(
        Array.from(
          { length: last - Math.min(from, stored) },
          (_, index) => Math.min(from, stored) + index + 1,
        ),
      );
    }),
    { numRuns: 100 },
  );
});

it('tells events in log order also where commits are confirmed in another order', async () => {
  const { log, append } = await open(confirmedInReverse(createMemoryStore([events])));
  const told: string[] = [];
  log.subscribe(0, (event) => void told.push(event.id));
  await settle();
  await Promise.all([append(paused('a')), append(paused('b')), append(paused('c'))]);
  await settle();
  expect(told).toEqual(['a', 'b', 'c']);
});

it('waits for an async listener before it tells the next event', async () => {
  const { log, append } = await open();
  const steps: string[] = [];
  log.subscribe(0, async ({ id }) => {
    steps.push(`${id} begins`);
    await settle();
    steps.push(`${id} ends`);
  });
  await append(paused('a'), paused('b'));
  while (steps.length < 4) await settle();
  expect(steps).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
});

it('tells nothing more once the subscription has ended', async () => {
  const { log, append } = await open();
  const told: string[] = [];
  const end = log.subscribe(0, (event) => void told.push(event.id));
  await append(paused('a'));
  await settle();
  end();
  await append(paused('b'));
  await settle();
  expect(told).toEqual(['a']);
});

/** Three commits that are applied in order and whose promises resolve last first. */
function confirmedInReverse(store: Store): Store {
  const confirmations: (() => void)[] = [];
  return {
    ...store,
    commit: async (batch) => {
      const result = await store.commit(batch);
      await new Promise<void>((resolve) => {
        confirmations.push(resolve);
        if (confirmations.length === 3) for (const confirm of confirmations.toReversed()) confirm();
      });
      return result;
    },
  };
}
