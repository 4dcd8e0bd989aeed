import { expect, it } from 'vitest';
import { collections } from '../../src/app/collections.ts';
import type { Batch, Operation } from '../../src/ports/index.ts';
import { createMemoryStore, type MemoryStore } from '../fakes/memory-store.ts';
import { createHarness } from './harness.ts';
import { createPost, WORKFLOW } from './post.ts';
import { ADD_ANA, approve, cardFor, changeAna, INVOICE_ANA, pendingCard } from './story.ts';

/** Documents that decide, and carry what they cause. */
const DECIDING = new Set(['runs', 'suggestions', 'effects']);

/** What a batch wrote, in its order: its own operations, then the events that it linked. */
type Written = readonly Operation[];

function watched(): { readonly store: MemoryStore; readonly batches: readonly Written[] } {
  const store = createMemoryStore(collections);
  const batches: Written[] = [];
  const commit = async (batch: Batch) => {
    const { tail } = batch;
    let linked: readonly Operation[] = [];
    const link = () => (linked = tail?.link() ?? []);
    const result = await store.commit(tail ? { ...batch, tail: { ...tail, link } } : batch);
    if (result.ok) batches.push([...batch.operations, ...linked]);
    return result;
  };
  return { store: { ...store, commit }, batches };
}

/** What this document says that it causes, by collection and id. */
function causedBy(operation: Operation): readonly string[] {
  if (operation.kind === 'delete' || !DECIDING.has(operation.collection)) return [];
  const { outbox } = JSON.parse(Buffer.from(operation.document.body).toString()) as {
    outbox: readonly { kind: string; collection?: string; id?: string; event?: { id: string } }[];
  };
  return outbox.map(({ collection, id, event }) => (event ? `events ${event.id}` : `${collection} ${id}`));
}

/** What a batch writes after a document that decides, and that no such document before it says it causes. */
function uncaused(written: Written): readonly string[] {
  const caused = new Set<string>();
  let decided = false;
  return written.flatMap((operation) => {
    const isCaused = operation.kind !== 'insert' || caused.has(keyOf(operation));
    const missing = decided && !isCaused && !isAnothers(operation) ? [keyOf(operation)] : [];
    for (const key of causedBy(operation)) caused.add(key);
    decided ||= operation.kind !== 'delete' && DECIDING.has(operation.collection);
    return missing;
  });
}

/** Another document that decides carries what it causes itself; records and numbers are kept by their owner. */
function isAnothers(operation: Operation): boolean {
  if (operation.kind === 'delete') return false;
  const { collection, document } = operation;
  const type = String(document.index['type']);
  return (
    DECIDING.has(collection) || ['records', 'numbering'].includes(collection) || type.startsWith('record.')
  );
}

function keyOf(operation: Operation): string {
  return `${operation.collection} ${operation.kind === 'delete' ? operation.id : operation.document.id}`;
}

it('is carried by every document that decides: whatever it causes could be written again', async () => {
  const { store, batches } = watched();
  const mainstay = await createHarness({ store });
  await mainstay.say(ADD_ANA);
  await mainstay.say('Add customer Kim Yu');
  await cardFor(mainstay, INVOICE_ANA);
  await changeAna(mainstay, { email: 'ana@new.example' });
  await mainstay.idle();
  await approve(mainstay, await pendingCard(mainstay));
  const rejected = await cardFor(mainstay, 'Invoice Ana $80 for hosting');
  const deciding = { hash: rejected.body.hash, by: 'operator', via: 'test' };
  await mainstay.approvals.reject(rejected.id, deciding);
  await mainstay.idle();
  expect(store.all('effects').some(({ index }) => index['status'] === 'saved')).toBe(true);
  expect(batches.filter((written) => written.some((one) => causedBy(one).length > 0)).length).toBeGreaterThan(
    8,
  );
  expect(batches.flatMap(uncaused)).toEqual([]);
  expect(mainstay.errors).toEqual([]);
});

it.each(['runs', 'effects'])(
  'is applied again at start where a crash kept it from being written: %s',
  async (collection) => {
    const { store } = watched();
    const { connector } = createPost(['deferred']);
    const first = await createHarness({ store, connectors: [connector], workflows: [WORKFLOW] });
    await approve(first, await cardFor(first, 'post it'));
    const open = store.all(collection).filter(({ index }) => index['open'] === 1);
    const gone = open
      .flatMap((document) => causedBy({ kind: 'insert', collection, document }))
      .map((key) => key.split(' '));
    expect(gone.length).toBeGreaterThan(0);
    await store.commit({
      operations: gone.map(([from = '', id = '']) => ({ kind: 'delete', collection: from, id })),
    });
    const mainstay = await first.restart();
    const found = await Promise.all(gone.map(([from = '', id = '']) => store.get(from, id)));
    expect(found).not.toContain(undefined);
    expect(mainstay.errors).toEqual([]);
  },
);
