import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createMemoryStore } from '../../test/fakes/memory-store.ts';
import { encodeJson, type Json, type NewEvent } from '../kernel/index.ts';
import type { NewDocument, Operation } from '../ports/index.ts';
import { events } from './entry.ts';
import { openEventLog } from './log.ts';
import { applyOutbox, createOutbox, type OutboxEntry, outboxSchema, reapplyOutbox } from './outbox.ts';
import { createUnits } from './unit-of-work.ts';
import { verifyLog } from './verify.ts';

const NOTES = 'notes';

async function open() {
  const store = createMemoryStore([events, { name: NOTES, schemaVersion: 1, indexes: [] }]);
  const anchor = { read: async () => undefined, write: async () => {} };
  const log = await openEventLog({ store, anchor, key: 'key', salt: () => 'salt' });
  const units = createUnits(store, log);
  const commit = async (stage: (unit: ReturnType<typeof units.open>) => void | Promise<void>) => {
    const unit = units.open();
    await stage(unit);
    expect(await unit.commit()).toEqual({ ok: true });
  };
  const stored = () =>
    [NOTES, events.name].flatMap((name) =>
      store.all(name).map(({ id, body }) => `${name}/${id} ${bodyText(name, body)}`),
    );
  return { store, commit, stored };
}

/** What the document says, less what its place in the log adds. */
function bodyText(collection: string, body: Uint8Array): string {
  const text = Buffer.from(body).toString();
  if (collection !== events.name) return text;
  const { envelope, data } = JSON.parse(text);
  return JSON.stringify({ type: envelope.type, at: envelope.time, data });
}

function note(id: string, content: Json): NewDocument {
  return { id, index: { kind: 'note' }, body: encodeJson(content) };
}

function paused(id: string): NewEvent {
  return {
    id,
    source: '/memory',
    type: 'control.paused',
    subject: 'control',
    at: 7,
    correlationId: id,
    data: { by: 'operator' },
  };
}

const entries: fc.Arbitrary<readonly OutboxEntry[]> = fc
  .array(fc.record({ event: fc.boolean(), content: fc.jsonValue() }), { maxLength: 8 })
  .map((drafts) => {
    const outbox = createOutbox();
    for (const [index, { event, content }] of drafts.entries()) {
      if (event) outbox.emit(paused(`e${index}`));
      else outbox.insert(NOTES, note(`n${index}`, content as Json));
    }
    return outbox.entries;
  });

it('gives back exactly what was put in after it was stored with the deciding document', () => {
  fc.assert(
    fc.property(entries, (outbox) => {
      const stored: unknown = JSON.parse(Buffer.from(encodeJson(outboxSchema.parse(outbox))).toString());
      expect(outboxSchema.parse(stored)).toEqual(JSON.parse(JSON.stringify(outbox)));
    }),
  );
});

it.each([
  ['a replace', { kind: 'replace', collection: NOTES, id: 'a', index: {}, body: {} }],
  ['a deletion', { kind: 'delete', collection: NOTES, id: 'a' }],
])('does not take %s: what a decision causes is inserts and events only', (_, entry) => {
  expect(outboxSchema.safeParse([entry]).success).toBe(false);
});

it('stages inserts and events in the order in which they were caused', async () => {
  const { store, commit } = await open();
  const outbox = createOutbox();
  outbox.insert(NOTES, note('n1', { text: 'one' }));
  outbox.emit(paused('e1'));
  outbox.emit(paused('e2'));
  await commit((unit) => applyOutbox(unit, outbox.entries));
  expect(store.all(NOTES)).toEqual([{ ...note('n1', { text: 'one' }), revision: 1 }]);
  expect(store.all(events.name).map(({ id, index }) => [id, index['sequence']])).toEqual([
    ['e1', 1],
    ['e2', 2],
  ]);
});

it('inserts exactly what is missing after any cut, however often it is applied again', async () => {
  await fc.assert(
    fc.asyncProperty(
      entries,
      fc.nat({ max: 8 }),
      fc.integer({ min: 1, max: 3 }),
      async (outbox, cut, times) => {
        const whole = await open();
        await whole.commit((unit) => applyOutbox(unit, outbox));
        const crashed = await open();
        await crashed.commit((unit) => applyOutbox(unit, outbox.slice(0, cut)));
        for (let time = 0; time < times; time += 1)
          await crashed.commit((unit) => reapplyOutbox(unit, outbox));
        expect(crashed.stored().toSorted()).toEqual(whole.stored().toSorted());
        expect((await verifyLog({ store: crashed.store, anchored: undefined, key: 'key' })).faults).toEqual(
          [],
        );
      },
    ),
  );
});

it('inserts what is missing whichever of its parts survived', async () => {
  await fc.assert(
    fc.asyncProperty(
      entries,
      fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
      async (outbox, kept) => {
        const whole = await open();
        await whole.commit((unit) => applyOutbox(unit, outbox));
        const crashed = await open();
        await crashed.commit((unit) =>
          applyOutbox(
            unit,
            outbox.filter((_, index) => kept[index]),
          ),
        );
        await crashed.commit((unit) => reapplyOutbox(unit, outbox));
        expect(crashed.stored().toSorted()).toEqual(whole.stored().toSorted());
      },
    ),
  );
});

it('leaves alone what was changed since', async () => {
  const { store, commit } = await open();
  const outbox = createOutbox();
  outbox.insert(NOTES, note('n1', 'first'));
  await commit((unit) => applyOutbox(unit, outbox.entries));
  const later: Operation = { kind: 'replace', collection: NOTES, document: note('n1', 'later'), expected: 1 };
  await store.commit({ operations: [later] });
  await commit((unit) => reapplyOutbox(unit, outbox.entries));
  expect(store.all(NOTES)).toEqual([{ ...note('n1', 'later'), revision: 2 }]);
});

it('writes nothing where nothing is missing', async () => {
  const { store, commit } = await open();
  const outbox = createOutbox();
  outbox.insert(NOTES, note('n1', 'first'));
  outbox.emit(paused('e1'));
  await commit((unit) => applyOutbox(unit, outbox.entries));
  const before = store.stats().syncs;
  await commit((unit) => reapplyOutbox(unit, outbox.entries));
  expect(store.stats().syncs).toBe(before);
});
