import type { z } from 'zod';
import { decodeJson, encodeJson } from '../kernel/index.ts';
import type {
  CollectionSpec,
  Document,
  IndexSpec,
  IndexValues,
  NewDocument,
  Query,
  Staging,
  Store,
} from '../ports/index.ts';

/** A document with its body read: what rooms work with. */
export interface Stored<T> {
  readonly id: string;
  readonly revision: number;
  readonly body: T;
}

/** A collection whose bodies are JSON of one shape. A room defines its own and exports it for the store to open. */
export interface JsonCollection<T> extends CollectionSpec {
  toDocument(id: string, body: T): NewDocument;
  fromDocument(document: Document): Stored<T>;
  /** Stages the body under this id: over what was found there, else as new. */
  put(
    unit: Staging,
    writing: { readonly id: string; readonly body: T; readonly found: Stored<T> | undefined },
  ): void;
  /** The document with this id as the source sees it, or undefined. */
  read(source: Pick<Staging, 'get'>, id: string): Promise<Stored<T> | undefined>;
  /** One page of what the query finds. */
  page(store: Pick<Store, 'find'>, query: Query): Promise<StoredPage<T>>;
  /** Everything that the query finds, read page by page as it is asked for. */
  scan(store: Pick<Store, 'find'>, query: Omit<Query, 'limit' | 'after'>): AsyncIterable<Stored<T>>;
  /** The same as a list, for what is few enough. */
  all(store: Pick<Store, 'find'>, query: Omit<Query, 'limit' | 'after'>): Promise<readonly Stored<T>[]>;
}

export interface StoredPage<T> {
  readonly items: readonly Stored<T>[];
  /** Where the next page begins; null at the end. */
  readonly next: string | null;
}

const SCAN_PAGE = 500;

export interface CollectionDefinition<T> {
  readonly name: string;
  readonly schemaVersion: number;
  readonly indexes: readonly IndexSpec[];
  readonly schema: z.ZodType<T>;
  /** The searchable fields; only these can be filtered and sorted on. */
  index(body: T, id: string): IndexValues;
}

/** Bodies are checked when they are written; what the store gives back was checked then, and is trusted. */
export function defineCollection<T>(definition: CollectionDefinition<T>): JsonCollection<T> {
  const { name, schemaVersion, indexes, schema } = definition;
  const fromDocument = (document: Document): Stored<T> => ({
    id: document.id,
    revision: document.revision,
    body: decodeJson(document.body) as T,
  });

  const toDocument = (id: string, body: T): NewDocument => ({
    id,
    index: definition.index(body, id),
    body: encodeJson(schema.parse(body)),
  });

  async function page(store: Pick<Store, 'find'>, query: Query): Promise<StoredPage<T>> {
    const { items, next } = await store.find(name, query);
    return { items: items.map(fromDocument), next };
  }

  async function* scan(store: Pick<Store, 'find'>, query: Query): AsyncIterable<Stored<T>> {
    let after: string | undefined;
    do {
      const found = await page(store, {
        ...query,
        limit: SCAN_PAGE,
        ...(after === undefined ? {} : { after }),
      });
      yield* found.items;
      after = found.next ?? undefined;
    } while (after !== undefined);
  }

  return {
    name,
    schemaVersion,
    indexes,
    toDocument,
    fromDocument,
    put: (unit, { id, body, found }) => {
      const document = toDocument(id, body);
      if (found) unit.replace(name, document, found.revision);
      else unit.insert(name, document);
    },
    read: async (source, id) => {
      const document = await source.get(name, id);
      return document && fromDocument(document);
    },
    page,
    scan,
    all: async (store, query) => {
      const found: Stored<T>[] = [];
      for await (const one of scan(store, query)) found.push(one);
      return found;
    },
  };
}
