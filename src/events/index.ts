export type { Head } from './chain.ts';
export {
  type CollectionDefinition,
  defineCollection,
  type JsonCollection,
  type Stored,
} from './collection.ts';
export { cursors, readCursor, saveCursor } from './cursor.ts';
export { events } from './entry.ts';
export { type EventFilter, type EventLog, type EventPage, headMac, newestHead, openEventLog } from './log.ts';
export {
  applyOutbox,
  carriedOf,
  carriesIndex,
  createOutbox,
  type Outbox,
  type OutboxEntry,
  outboxSchema,
  reapplyCarried,
  reapplyOutbox,
} from './outbox.ts';
export { patientStore } from './patient.ts';
export { type Attempted, createUnits, type UnitOfWork, type Units } from './unit-of-work.ts';
export { type ChainFault, type Verification, verifyLog } from './verify.ts';
