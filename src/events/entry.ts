import { z } from 'zod';
import {
  dataSchemaOf,
  type Envelope,
  EVENT_TYPES,
  type Event,
  isoTime,
  type NewEvent,
} from '../kernel/index.ts';
import { commitTo, type Head, linkHash } from './chain.ts';
import { defineCollection } from './collection.ts';

/** An event as the log keeps it. Salt and data go together when a payload is erased; the hash stays valid. */
export interface Entry {
  readonly envelope: Envelope;
  readonly commitment: string;
  readonly hash: string;
  readonly salt: string | null;
  readonly data: Event['data'] | null;
}

const text = z.string();

const entrySchema = z.strictObject({
  envelope: z.custom<Envelope>((value) => typeof value === 'object' && value !== null),
  commitment: text,
  hash: text,
  salt: text.nullable(),
  data: z.custom<Event['data'] | null>((value) => typeof value === 'object'),
});

export const events = defineCollection<Entry>({
  name: 'events',
  schemaVersion: 1,
  indexes: [
    { fields: ['sequence'], unique: true },
    { fields: ['dedupe'], unique: true, sparse: true },
    { fields: ['type', 'sequence'] },
    { fields: ['subject', 'sequence'] },
    { fields: ['correlation', 'sequence'] },
    { fields: ['time'] },
  ],
  schema: entrySchema,
  index: ({ envelope }) => ({
    sequence: envelope.sequence,
    type: envelope.type,
    subject: envelope.subject,
    correlation: envelope.correlationid,
    dedupe: envelope.dedupekey ?? null,
    time: envelope.time,
  }),
});

/** The entry that follows `head`. Throws where the data does not fit its type's schema: that is a bug of ours. */
export function linkEntry(head: Head, staged: NewEvent, salt: string): Entry {
  const data = EVENT_TYPES[staged.type].data.parse(staged.data);
  const envelope: Envelope = {
    id: staged.id,
    source: staged.source,
    type: staged.type,
    subject: staged.subject,
    time: isoTime(staged.at),
    dataschema: dataSchemaOf(staged.type),
    correlationid: staged.correlationId,
    ...(staged.causationId === undefined ? {} : { causationid: staged.causationId }),
    ...(staged.dedupeKey === undefined ? {} : { dedupekey: staged.dedupeKey }),
    sequence: head.sequence + 1,
  };
  const commitment = commitTo(salt, data);
  return { envelope, commitment, salt, data, hash: linkHash(head.hash, envelope, commitment) };
}

/** The event that an entry records; an erased payload reads as an empty object. */
export function eventOf({ envelope, data }: Entry): Event {
  return { ...envelope, data: data ?? {} } as Event;
}
