import { z } from 'zod';
import { decodeJson, encodeJson, type NewEvent } from '../kernel/index.ts';
import type { IndexValues, NewDocument, Staging } from '../ports/index.ts';
import { events } from './entry.ts';

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

/** Collects what a decision wants written, so that it can be journalled first and committed later. */
export function createOutbox(): Outbox {
  const entries: OutboxEntry[] = [];
  return {
    entries,
    insert: (collection, { id, index, body }) => {
      entries.push({ kind: 'insert', collection, id, index, body: decodeJson(body) });
    },
    emit: (event) => {
      entries.push({ kind: 'event', event });
    },
  };
}

/** Stages what the outbox holds; called right after the deciding document was staged on the same unit. */
export function applyOutbox(unit: Staging, entries: readonly OutboxEntry[]): void {
  for (const entry of entries) {
    if (entry.kind === 'event') unit.emit(entry.event);
    else unit.insert(entry.collection, documentOf(entry));
  }
}

/**
 * Stages what an earlier owner's crash may have kept from being written, and leaves alone what is there. Needed
 * once for each unfinished document at start, before anything else changes it; on an engine with atomic batches it
 * finds nothing to do.
 */
export async function reapplyOutbox(unit: Staging, entries: readonly OutboxEntry[]): Promise<void> {
  for (const entry of entries) {
    const [collection, id] =
      entry.kind === 'event' ? [events.name, entry.event.id] : [entry.collection, entry.id];
    if (await unit.get(collection, id)) continue;
    if (entry.kind === 'event') unit.emit(entry.event);
    else unit.insert(entry.collection, documentOf(entry), { ifAbsent: true });
  }
}

function documentOf({ id, index, body }: Extract<OutboxEntry, { kind: 'insert' }>): NewDocument {
  return { id, index, body: encodeJson(body) };
}
