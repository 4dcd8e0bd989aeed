import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CollectionSpec, Document, NewDocument, Store } from '../../../src/ports/index.ts';

/** An empty folder of its own, in which a store may be kept. */
export async function createHome(): Promise<{ home: string; remove(): Promise<void> }> {
  const home = await mkdtemp(join(tmpdir(), 'mainstay-store-'));
  return { home, remove: () => rm(home, { recursive: true }) };
}

export const THINGS = {
  name: 'things',
  schemaVersion: 1,
  indexes: [{ fields: ['a', 'n'] }, { fields: ['due'], sparse: true }, { fields: ['key'], unique: true }],
} as const satisfies CollectionSpec;

export async function put(store: Store, documents: readonly NewDocument[]): Promise<void> {
  const operations = documents.map(
    (document) => ({ kind: 'insert', collection: THINGS.name, document }) as const,
  );
  const result = await store.commit({ operations });
  if (!result.ok) throw new Error(`Could not insert ${result.id}: ${result.reason}`);
}

/** Every document, by id. */
export async function allOf(store: Store): Promise<Document[]> {
  const found: Document[] = [];
  let after: string | null = null;
  do {
    const page = await store.find(THINGS.name, { limit: 1_000, ...(after === null ? {} : { after }) });
    found.push(...page.items);
    after = page.next;
  } while (after !== null);
  return found;
}
