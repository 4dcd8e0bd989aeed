import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { MainstayError } from '../../src/kernel/index.ts';
import type {
  Batch,
  CollectionSpec,
  CommitResult,
  Condition,
  Document,
  IndexValues,
  Operation,
  Query,
  Store,
} from '../../src/ports/index.ts';

type Tables = Map<string, Map<string, Document>>;

/** What a test may do to the store that no real engine offers. */
export interface MemoryStore extends Store {
  /** Every document, for an oracle to look at. */
  all(collection: string): readonly Document[];
  /** Changes a stored document behind everyone's back. */
  tamper(collection: string, document: Document): void;
  /** The next batch with such an operation meets a conflict, as if somebody else had been first. */
  conflictOnce(concerns: (operation: Operation) => boolean): void;
}

const COPY_FILE = 'memory-store';

/** Opens what `copyTo` wrote into the folder. */
export async function openMemoryCopy(
  folder: string,
  collections: readonly CollectionSpec[],
): Promise<MemoryStore> {
  return createMemoryStore(collections, deserialize(await readFile(join(folder, COPY_FILE))) as Tables);
}

/** The simplest store that keeps the port's promises: the model for property tests, and quick for tests of rooms. */
export function createMemoryStore(collections: readonly CollectionSpec[], copied?: Tables): MemoryStore {
  const tables: Tables = new Map(collections.map(({ name }) => [name, copied?.get(name) ?? new Map()]));
  const specs = new Map(collections.map((spec) => [spec.name, spec]));
  let syncs = 0;
  let closed = false;
  let disturbed: ((operation: Operation) => boolean) | undefined;

  function table(name: string): Map<string, Document> {
    if (closed) throw new MainstayError('STOPPING');
    const found = tables.get(name);
    if (!found) throw new TypeError(`There is no collection ${name}.`);
    return found;
  }

  function apply(operation: Operation): CommitResult {
    const rows = table(operation.collection);
    if (operation.kind === 'delete') {
      rows.delete(operation.id);
      return { ok: true };
    }
    const { document, collection } = operation;
    const existing = rows.get(document.id);
    if (operation.kind === 'insert' && existing)
      return operation.ifAbsent ? { ok: true } : { ok: false, reason: 'exists', collection, id: document.id };
    if (operation.kind === 'replace' && existing?.revision !== operation.expected)
      return { ok: false, reason: 'revision', collection, id: document.id };
    if (clashes(specs.get(collection), rows, document))
      return { ok: false, reason: 'unique', collection, id: document.id };
    rows.set(document.id, { ...document, revision: (existing?.revision ?? 0) + 1 });
    return { ok: true };
  }

  function commit({ operations, tail }: Batch): CommitResult {
    if (disturbed && operations.some(disturbed)) {
      disturbed = undefined;
      return { ok: false, reason: 'revision', collection: 'disturbed', id: '' };
    }
    const before = new Map([...tables].map(([name, rows]) => [name, new Map(rows)]));
    const restore = () => {
      for (const [name, rows] of before) tables.set(name, rows);
    };
    const linked = () => linkOr(restore, tail);
    for (const step of [() => operations, linked]) {
      for (const operation of step()) {
        const result = apply(operation);
        if (result.ok) continue;
        restore();
        if (step === linked) tail?.undo();
        return result;
      }
    }
    syncs += 1;
    return { ok: true };
  }

  return {
    // Its batches are whole too; it stands for the engines whose are not, which have more to promise.
    isAtomic: false,
    get: async (collection, id) => table(collection).get(id),
    find: async (collection, query) => find([...table(collection).values()], query),
    commit: async (batch) => commit(batch),
    copyTo: async (folder, { signal } = {}) => {
      if (closed) throw new MainstayError('STOPPING');
      const moment = serialize(tables);
      signal?.throwIfAborted();
      await writeFile(join(folder, COPY_FILE), moment, { flag: 'wx' });
    },
    stats: () => ({ syncs }),
    close: async () => {
      closed = true;
    },
    all: (collection) => [...(tables.get(collection)?.values() ?? [])],
    conflictOnce: (concerns) => {
      disturbed = concerns;
    },
    tamper: (collection, document) => {
      tables.get(collection)?.set(document.id, document);
    },
  };
}

/** A tail that throws leaves nothing of its batch. */
function linkOr(restore: () => void, tail: Batch['tail']): readonly Operation[] {
  try {
    return tail?.link() ?? [];
  } catch (error) {
    restore();
    throw error;
  }
}

function clashes(
  spec: CollectionSpec | undefined,
  rows: Map<string, Document>,
  document: { id: string; index: IndexValues },
): boolean {
  return (spec?.indexes ?? []).some(({ fields, unique }) => {
    if (!unique || (document.index[fields[0] ?? ''] ?? null) === null) return false;
    return [...rows.values()].some(
      (other) =>
        other.id !== document.id &&
        fields.every((field) => (other.index[field] ?? null) === (document.index[field] ?? null)),
    );
  });
}

function find(documents: readonly Document[], { where = {}, sort, limit = 100, after }: Query) {
  const field = sort?.field;
  const sign = sort?.direction === 'desc' ? -1 : 1;
  const sorted = documents
    .filter((document) =>
      Object.entries(where).every(([name, condition]) => holds(document.index[name] ?? null, condition)),
    )
    .toSorted(
      (a, b) =>
        (field === undefined ? 0 : sign * compare(a.index[field] ?? null, b.index[field] ?? null)) ||
        compare(a.id, b.id),
    );
  const start = after === undefined ? 0 : sorted.findIndex(({ id }) => id === after) + 1;
  const items = sorted.slice(start, start + limit);
  return { items, next: start + limit < sorted.length ? (items.at(-1)?.id ?? null) : null };
}

function holds(value: IndexValues[string], condition: Condition): boolean {
  if (typeof condition !== 'object' || condition === null) return value === condition;
  if ('in' in condition) return condition.in.includes(value as string);
  if ('has' in condition) return Array.isArray(value) && value.includes(condition.has);
  if ('not' in condition) return value !== condition.not;
  if (value === null || typeof value === 'object') return false;
  const { gt, gte, lt, lte } = condition;
  return (
    (gt === undefined || value > gt) &&
    (gte === undefined || value >= gte) &&
    (lt === undefined || value < lt) &&
    (lte === undefined || value <= lte)
  );
}

function compare(a: IndexValues[string], b: IndexValues[string]): number {
  if (a === b) return 0;
  if (a === null) return -1;
  if (b === null) return 1;
  return a < b ? -1 : 1;
}
