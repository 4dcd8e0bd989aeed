import { describe } from 'vitest';
import { describeBatches } from './store/batches.ts';
import { describeClosing } from './store/closing.ts';
import { describeCopies } from './store/copies.ts';
import { describeDocuments } from './store/documents.ts';
import { describePaging } from './store/paging.ts';
import { type StorePlace, usesStore } from './store/place.ts';
import { describeProperties } from './store/properties.ts';
import { describeQueries } from './store/queries.ts';
import { describeTails } from './store/tails.ts';
import { describeUniqueness } from './store/uniqueness.ts';

export type { StorePlace } from './store/place.ts';

/**
 * What every store promises, whether or not its batches are atomic; `createPlace` gives a place of its own for each
 * test. What an engine promises beyond this it tests itself.
 */
export function storeContract(name: string, createPlace: () => Promise<StorePlace>): void {
  describe(`store: ${name}`, () => {
    describe('documents', () => {
      describeDocuments(usesStore(createPlace));
    });
    describe('batches', () => {
      describeBatches(usesStore(createPlace));
    });
    describe('unique indexes', () => {
      describeUniqueness(usesStore(createPlace));
    });
    describe('tails', () => {
      describeTails(usesStore(createPlace));
    });
    describe('queries', () => {
      describeQueries(usesStore(createPlace));
    });
    describe('paging', () => {
      describePaging(usesStore(createPlace));
    });
    describe('copies', () => {
      describeCopies(usesStore(createPlace));
    });
    describe('closing', () => {
      describeClosing(usesStore(createPlace));
    });
    // A batch of several operations that fails may leave some of them where batches are not atomic.
    describe('any history', () => {
      describeProperties(usesStore(createPlace), { maxOperations: 1 });
    });
  });
}
