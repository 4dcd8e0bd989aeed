import fc from 'fast-check';
import { expect, it } from 'vitest';
import type {
  Condition,
  Document,
  NewDocument,
  Operation,
  Query,
  Scalar,
  Store,
} from '../../../src/ports/index.ts';
import { applyBatch, type Documents, findAll } from './model.ts';
import { comparable, type OpenStore, THINGS } from './place.ts';

export interface PropertyOptions {
  /** How many operations a batch may hold: one, unless a failed batch leaves nothing of itself. */
  readonly maxOperations: number;
}

const RUNS = 100;
const collection = THINGS.name;

// Few values, so that they meet; awkward ones among them.
const id = fc.constantFrom('p', 'q', 'r', 'Q', '😀', '\uffee');
const text = fc.constantFrom('', 'x', 'X', '5', 'é', '\uffee', '😀', 'a\0b');
const number = fc.constantFrom(-1, 0, 5, Number.MAX_SAFE_INTEGER);
const scalar: fc.Arbitrary<Scalar> = fc.oneof(text, number, fc.constant(null));
const list = fc.subarray(['x', 'X', '5', '😀']);
const field = fc.constantFrom('a', 'n', 'due', 'bare', 'mixed');

const document: fc.Arbitrary<NewDocument> = fc.record({
  id,
  index: fc.record(
    { a: scalar, n: scalar, due: scalar, bare: scalar, key: scalar, mixed: fc.oneof(scalar, list) },
    { requiredKeys: [] },
  ),
  body: fc.uint8Array({ maxLength: 8 }),
});

const operation: fc.Arbitrary<Operation> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('insert'),
      collection: fc.constant(collection),
      document,
      ifAbsent: fc.boolean(),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('replace'),
      collection: fc.constant(collection),
      document,
      expected: fc.integer({ min: 0, max: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('delete'), collection: fc.constant(collection), id }),
  },
);

const bound = fc.oneof(text, number);
const condition: fc.Arbitrary<Condition> = fc.oneof(
  scalar,
  fc.record({ in: fc.array(scalar, { maxLength: 3 }) }),
  fc.record({ not: scalar }),
  fc.record({ has: text }),
  fc.record({ gt: bound, gte: bound, lt: bound, lte: bound }, { requiredKeys: [] }),
);

const query: fc.Arbitrary<Query & { limit: number }> = fc.record(
  {
    where: fc.dictionary(field, condition, { maxKeys: 2 }),
    sort: fc.record({ field, direction: fc.constantFrom('asc', 'desc') }),
    limit: fc.integer({ min: 1, max: 4 }),
  },
  { requiredKeys: ['limit'] },
);

/** Any history of batches gives the results and the answers that the model gives. */
export function describeProperties(at: OpenStore, { maxOperations }: PropertyOptions): void {
  const batches = fc.array(fc.array(operation, { maxLength: maxOperations }), { maxLength: 30 });
  const queries = fc.array(query, { minLength: 5, maxLength: 20 });

  it('answers as the model does', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc
        .asyncProperty(batches, queries, async (history, asked) => {
          const documents = await expectSameHistory(at.store, history);
          for (const each of asked) {
            expect(await walk(at.store, each)).toEqual(findAll(documents, each).map(comparable));
          }
        })
        .afterEach(() => clear(at.store)),
      { numRuns: RUNS },
    );
  });
}

async function clear(store: Store): Promise<void> {
  const { items } = await store.find(collection, {});
  await store.commit({ operations: items.map((item) => ({ kind: 'delete', collection, id: item.id })) });
}

/** Commits them all at once, as order is promised; gives what the model then holds. */
async function expectSameHistory(
  store: Store,
  history: readonly (readonly Operation[])[],
): Promise<Documents> {
  let documents: Documents = new Map<string, Document>();
  const results = await Promise.all(history.map((operations) => store.commit({ operations })));
  for (const [position, operations] of history.entries()) {
    const applied = applyBatch(THINGS, documents, { operations });
    expect(results[position]).toEqual(applied.result);
    documents = applied.documents;
  }
  for (const { id: known } of documents.values()) {
    const expected = documents.get(known);
    const found = await store.get(collection, known);
    expect(found && comparable(found)).toEqual(expected && comparable(expected));
  }
  return documents;
}

async function walk(store: Store, asked: Query) {
  const found = [];
  let after: string | null = null;
  do {
    const page = await store.find(collection, { ...asked, ...(after === null ? {} : { after }) });
    found.push(...page.items.map(comparable));
    after = page.next;
  } while (after !== null);
  return found;
}
