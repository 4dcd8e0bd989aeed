import type { NewEvent } from '../kernel/index.ts';
import type { Document, NewDocument } from './store.ts';

/**
 * What a room that makes a change may stage on the unit of work that it was handed. Only the one who opened the
 * unit commits it, so changes of several rooms end in one batch and one disk sync.
 */
export interface Staging {
  /** Whether all that is staged is written or none of it, whatever happens: then no document need carry what it causes. */
  readonly isAtomic: boolean;
  /** The document as this unit will leave it: its own staged writes, else the store. */
  get(collection: string, id: string): Promise<Document | undefined>;
  insert(collection: string, document: NewDocument, options?: { readonly ifAbsent?: boolean }): void;
  replace(collection: string, document: NewDocument, expected: number): void;
  delete(collection: string, id: string): void;
  /** Appends to the event log when the unit commits. */
  emit(event: NewEvent): void;
}
