import type { EventData, EventType } from './catalogue.ts';

/**
 * A fact that happened, in the CloudEvents 1.0 shape. The envelope and the ids hold no personal data; what is
 * personal stands in `data`, which can be erased without breaking the log.
 */
export interface Envelope {
  readonly id: string;
  /** Which part of Mainstay, or which system outside, says so: `/gateway`, `/orchestrator`. */
  readonly source: string;
  /** What happened, in the past tense: `message.received`. */
  readonly type: EventType;
  /** The id of what it happened to. */
  readonly subject: string;
  /** ISO 8601 in UTC. */
  readonly time: string;
  /** `mainstay:event/message.received/1`: names the schema of `data` and its version. */
  readonly dataschema: string;
  /** The event that began all this: the one that came in from outside. */
  readonly correlationid: string;
  /** The event that directly caused this one; absent on what came in. */
  readonly causationid?: string;
  /** Two events with one key are one fact. */
  readonly dedupekey?: string;
  /** Its place in the log, from 1, given when it is committed. */
  readonly sequence: number;
}

/** One type's event; `Event` alone is any of them, told apart by `type`. */
export type EventOf<T extends EventType> = Envelope & { readonly type: T; readonly data: EventData<T> };
export type Event = { [T in EventType]: EventOf<T> }[EventType];

interface Staged<T extends EventType> {
  readonly id: string;
  readonly source: string;
  readonly type: T;
  readonly subject: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly correlationId: string;
  readonly causationId?: string;
  readonly dedupeKey?: string;
  readonly data: EventData<T>;
}

/** An event as it is staged: the log gives it its sequence. */
export type NewEvent = { [T in EventType]: Staged<T> }[EventType];
