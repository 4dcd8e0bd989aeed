import { z } from 'zod';
import { decodeJson, encodeJson, type NewEvent } from '../kernel/index.ts';
import type { IndexValues, NewDocument, Staging, Store } from '../ports/index.ts';
import type { JsonCollection } from './collection.ts';
import { events } from './entry.ts';
import type { Units } from './unit-of-work.ts';

const insertSchema = z.strictObject({
  kind: z.literal('insert'),
  collection: z.string(),
  id: z.string(),
  index: z.custom<IndexValues>((value) => typeof value === 'object' && value !== null),
  body: z.unknown(),
});

const eventSchema = z.strictObject({
  kind: z.literal('event'),
  event: z.custom<NewEvent>((value) => typeof value === 'object' && value !== null),
});

/** What a change of state caused, kept in the document that decided it: inserts and events only (DESIGN, rule 4). */
export const outboxSchema = z.array(z.discriminatedUnion('kind', [insertSchema, eventSchema]));

export type OutboxEntry = z.infer<typeof outboxSchema>[number];

/** Collects what a decision causes, before the document that decides is written. */
export interface Outbox {
  insert(collection: string, document: NewDocument): void;
  emit(event: NewEvent): void;
  readonly entries: readonly OutboxEntry[];
}

/** What an entry of this process was made of, so that its bytes are not made anew. */
const madeOf = new WeakMap<OutboxEntry, NewDocument>();

/** Collects what a decision wants written, so that it can be journalled first and committed later. */
export function createOutbox(): Outbox {
  const entries: OutboxEntry[] = [];
  return {
    entries,
    insert: (collection, document) => {
      const { id, index, body } = document;
      const entry: OutboxEntry = { kind: 'insert', collection, id, index, body: decodeJson(body) };
      madeOf.set(entry, document);
      entries.push(entry);
    },
    emit: (event) => {
      entries.push({ kind: 'event', event });
    },
  };
}

/** What the document that decides must carry of its outbox: nothing where a crash cannot cut its batch (decision 14). */
export function carriedOf({ isAtomic }: Pick<Staging, 'isAtomic'>, outbox: Outbox): OutboxEntry[] {
  return isAtomic ? [] : [...outbox.entries];
}

/** Stages what the outbox holds; called right after the deciding document was staged on the same unit. */
export function applyOutbox(unit: Staging, entries: readonly OutboxEntry[]): void {
  for (const entry of entries) {
    if (entry.kind === 'event') unit.emit(entry.event);
    else unit.insert(entry.collection, documentOf(entry));
  }
}

/** How a document that carries what it caused is found at start; a collection whose documents do has it as index `carries`. */
export function carriesIndex(outbox: readonly OutboxEntry[]): 1 | null {
  return outbox.length > 0 ? 1 : null;
}

/**
 * Writes what a crash kept from being written of all that this collection's documents carry, ended ones too; then they
 * carry it no more. Call at start, before anything changes them, and who causes before what is caused. On an engine with
 * atomic batches nothing is carried.
 */
export async function reapplyCarried<T extends { readonly outbox: readonly OutboxEntry[] }>(
  { store, units }: { readonly store: Store; readonly units: Units },
  collection: JsonCollection<T>,
): Promise<void> {
  if (store.isAtomic) return;
  for (const { id, revision, body } of await collection.all(store, { where: { carries: 1 } })) {
    await units.transact((unit) => reapplyOutbox(unit, body.outbox));
    // A batch of its own: one that is cut must not let go of what it has not written.
    await units.transact(async (unit) =>
      unit.replace(collection.name, collection.toDocument(id, { ...body, outbox: [] }), revision),
    );
  }
}

/** Stages what is missing of what a document carries, and leaves alone what is there. */
export async function reapplyOutbox(unit: Staging, entries: readonly OutboxEntry[]): Promise<void> {
  for (const entry of entries) {
    const [collection, id] =
      entry.kind === 'event' ? [events.name, entry.event.id] : [entry.collection, entry.id];
    if (await unit.get(collection, id)) continue;
    if (entry.kind === 'event') unit.emit(entry.event);
    else unit.insert(entry.collection, documentOf(entry), { ifAbsent: true });
  }
}

function documentOf(entry: Extract<OutboxEntry, { kind: 'insert' }>): NewDocument {
  const { id, index, body } = entry;
  return madeOf.get(entry) ?? { id, index, body: encodeJson(body) };
}
