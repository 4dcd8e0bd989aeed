import type { z } from 'zod';
import { decodeJson, encodeJson } from '../kernel/index.ts';
import type { CollectionSpec, Document, IndexSpec, IndexValues, NewDocument } from '../ports/index.ts';

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
}

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
  return {
    name,
    schemaVersion,
    indexes,
    toDocument: (id, body) => ({
      id,
      index: definition.index(body, id),
      body: encodeJson(schema.parse(body)),
    }),
    fromDocument: (document) => ({
      id: document.id,
      revision: document.revision,
      body: decodeJson(document.body) as T,
    }),
  };
}
