import { describe } from 'vitest';
import { describeCopies } from '../contracts/store/copies.ts';
import { usesStore } from '../contracts/store/place.ts';
import { createMemoryStore, openMemoryCopy } from './memory-store.ts';

describe('the store in memory: copies', () => {
  describeCopies(
    usesStore(async () => ({
      open: async (collections) => createMemoryStore(collections),
      openCopy: openMemoryCopy,
      destroy: async () => {},
    })),
  );
});
