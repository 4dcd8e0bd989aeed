import { afterEach, beforeEach } from 'vitest';
import type {
  CollectionSpec,
  Document,
  IndexValues,
  NewDocument,
  Operation,
  Query,
  Store,
} from '../../../src/ports/index.ts';

/** Somewhere a store can be kept: empty at first, opened by one at a time, as often as a test likes. */
export interface StorePlace {
  open(collections: readonly CollectionSpec[]): Promise<Store>;
  /** Opens, to be read, what `copyTo` wrote into the folder. */
  openCopy(folder: string, collections: readonly CollectionSpec[]): Promise<Store>;
  /** Removes everything. Every store opened here has been closed. */
  destroy(): Promise<void>;
}

export type CreatePlace = () => Promise<StorePlace>;

/** `a` is indexed, `due` only where it is not null, `key` is unique; any other field is in no index. */
export const THINGS = {
  name: 'things',
  schemaVersion: 1,
  indexes: [
    { fields: ['a'] },
    { fields: ['a', 'n'] },
    { fields: ['due'], sparse: true },
    { fields: ['key'], unique: true },
  ],
} as const satisfies CollectionSpec;

export const OTHERS = { name: 'others', schemaVersion: 1, indexes: [] } as const satisfies CollectionSpec;

const COLLECTIONS = [THINGS, OTHERS];

/** The store of the test that runs. */
export interface OpenStore {
  readonly store: Store;
  reopen(): Promise<void>;
  openCopy(folder: string): Promise<Store>;
}

/** An open store at a fresh place for each test; gone after it. */
export function usesStore(createPlace: CreatePlace): OpenStore {
  let place: StorePlace;
  let store: Store;
  beforeEach(async () => {
    place = await createPlace();
    store = await place.open(COLLECTIONS);
  });
  afterEach(async () => {
    await store.close();
    await place.destroy();
  });
  return {
    get store() {
      return store;
    },
    reopen: async () => {
      await store.close();
      store = await place.open(COLLECTIONS);
    },
    openCopy: (folder) => place.openCopy(folder, COLLECTIONS),
  };
}

export function thing(id: string, index: IndexValues = {}, body = `body of ${id}`): NewDocument {
  return { id, index, body: Buffer.from(body) };
}

export function inserting(document: NewDocument, collection: string = THINGS.name): Operation {
  return { kind: 'insert', collection, document };
}

/** Inserts, and expects it to succeed. */
export async function put(store: Store, ...documents: readonly NewDocument[]): Promise<void> {
  const result = await store.commit({ operations: documents.map((document) => inserting(document)) });
  if (!result.ok) throw new Error(`Could not insert ${result.id}: ${result.reason}`);
}

/** The ids on the query's first page. */
export async function idsOf(store: Store, query: Query): Promise<string[]> {
  const page = await store.find(THINGS.name, query);
  return page.items.map(({ id }) => id);
}

/** A document in a form that compares: null and absent fields are the same, bytes are bytes of any class. */
export function comparable({ id, revision, index, body }: Document) {
  const present = Object.entries(index).filter(([, value]) => value !== null);
  return { id, revision, index: Object.fromEntries(present), body: Buffer.from(body).toString('base64') };
}
