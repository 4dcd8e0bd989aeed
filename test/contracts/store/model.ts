import type {
  Batch,
  CollectionSpec,
  CommitResult,
  Condition,
  Document,
  IndexValues,
  Operation,
  Query,
  Scalar,
} from '../../../src/ports/index.ts';

/** A collection's documents by id. */
export type Documents = ReadonlyMap<string, Document>;

/** The port's promises as plainly as they can be said: what an engine's answers are compared with. */
export function applyBatch(
  spec: CollectionSpec,
  before: Documents,
  { operations }: Batch,
): { result: CommitResult; documents: Documents } {
  const documents = new Map(before);
  for (const operation of operations) {
    const reason = apply(spec, documents, operation);
    if (!reason) continue;
    const id = operation.kind === 'delete' ? operation.id : operation.document.id;
    return { result: { ok: false, reason, collection: spec.name, id }, documents: before };
  }
  return { result: { ok: true }, documents };
}

function apply(spec: CollectionSpec, documents: Map<string, Document>, operation: Operation) {
  if (operation.kind === 'delete') {
    documents.delete(operation.id);
    return undefined;
  }
  const { document } = operation;
  const existing = documents.get(document.id);
  if (operation.kind === 'insert' && existing) return operation.ifAbsent ? undefined : 'exists';
  if (operation.kind === 'replace' && existing?.revision !== operation.expected) return 'revision';
  const others = [...documents.values()].filter(({ id }) => id !== document.id);
  for (const field of spec.indexes.flatMap(({ fields, unique }) => (unique ? fields : []))) {
    const value = scalarAt(document.index, field);
    if (value !== null && others.some(({ index }) => scalarAt(index, field) === value)) return 'unique';
  }
  documents.set(document.id, { ...document, revision: (existing?.revision ?? 0) + 1 });
  return undefined;
}

/** Everything that the query finds, on one page of any length. */
export function findAll(documents: Documents, { where = {}, sort }: Query): Document[] {
  const sign = sort?.direction === 'desc' ? -1 : 1;
  return [...documents.values()]
    .filter(({ index }) =>
      Object.entries(where).every(([field, condition]) => holds(index, field, condition)),
    )
    .toSorted((p, q) => {
      const bySort = sort ? sign * compare(scalarAt(p.index, sort.field), scalarAt(q.index, sort.field)) : 0;
      return bySort || compare(p.id, q.id);
    });
}

function holds(index: IndexValues, field: string, condition: Condition): boolean {
  const value = scalarAt(index, field);
  if (condition === null || typeof condition !== 'object') return value === condition;
  if ('in' in condition) return condition.in.includes(value);
  if ('not' in condition) return value !== condition.not;
  if ('has' in condition) return listAt(index, field).includes(condition.has);
  const { gt, gte, lt, lte } = condition;
  const against = (bound: string | number | undefined, isWithin: (order: number) => boolean) =>
    bound === undefined || (typeof value === typeof bound && isWithin(compare(value, bound)));
  return (
    against(gt, (order) => order > 0) &&
    against(gte, (order) => order >= 0) &&
    against(lt, (order) => order < 0) &&
    against(lte, (order) => order <= 0)
  );
}

function scalarAt(index: IndexValues, field: string): Scalar {
  const value = index[field] ?? null;
  return typeof value === 'object' ? null : value;
}

function listAt(index: IndexValues, field: string): readonly string[] {
  const value = index[field] ?? null;
  return typeof value === 'object' && value !== null ? value : [];
}

/** Null, then numbers, then text by code point. */
function compare(p: Scalar, q: Scalar): number {
  if (typeof p === 'string' && typeof q === 'string') return Buffer.compare(Buffer.from(p), Buffer.from(q));
  if (typeof p === 'number' && typeof q === 'number') return p - q;
  return rank(p) - rank(q);
}

function rank(value: Scalar): number {
  if (value === null) return 0;
  return typeof value === 'number' ? 1 : 2;
}
