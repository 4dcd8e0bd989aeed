import { z } from 'zod';
import type { Store } from '../ports/index.ts';
import { defineCollection } from './collection.ts';

/** How far a reader of the log has come; it may lag, so what follows must be harmless to see again. */
export const cursors = defineCollection<{ readonly sequence: number }>({
  name: 'cursors',
  schemaVersion: 1,
  indexes: [],
  schema: z.strictObject({ sequence: z.int() }),
  index: () => ({}),
});

/** The sequence number of the last event that the reader of this name has done with; 0 before the first. */
export async function readCursor(store: Store, name: string): Promise<number> {
  return (await cursors.read(store, name))?.body.sequence ?? 0;
}

/** Keeps how far the reader has come; the caller is its only writer. */
export async function saveCursor(store: Store, name: string, sequence: number): Promise<void> {
  const document = cursors.toDocument(name, { sequence });
  const found = await store.get(cursors.name, name);
  await store.commit({
    operations: [
      found
        ? { kind: 'replace', collection: cursors.name, document, expected: found.revision }
        : { kind: 'insert', collection: cursors.name, document },
    ],
  });
}
