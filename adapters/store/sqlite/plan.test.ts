import Database from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import type { CollectionSpec, Query } from '../../../src/ports/index.ts';
import type { Position } from './cursor.ts';
import { createIndexes, createTables } from './layout.ts';
import { stretchesOf } from './query.ts';

const SPEC = {
  name: 'things',
  schemaVersion: 1,
  indexes: [
    { fields: ['kind', 'at'] },
    { fields: ['due'], sparse: true },
    { fields: ['key'], unique: true },
    { fields: ['dedupe'], unique: true, sparse: true },
  ],
} as const satisfies CollectionSpec;

const database = new Database(':memory:');
createTables(database, [SPEC]);
createIndexes(database, SPEC);

/** How SQLite goes about each stretch of the query. */
function plansOf(query: Query, after?: Position): string[] {
  return stretchesOf(query, after).map(({ text, values }) => {
    const plan = database.prepare<unknown[], { detail: string }>(
      `EXPLAIN QUERY PLAN SELECT * FROM things ${text}`,
    );
    return plan
      .all(...values)
      .map(({ detail }) => detail)
      .join('; ');
  });
}

const at = (direction: 'asc' | 'desc') => ({ field: 'at', direction }) as const;
interface Case {
  readonly what: string;
  readonly query: Query;
  readonly after?: Position;
  readonly plans: readonly string[];
}

const BY_KIND = 'SEARCH things USING INDEX things_kind_at (<expr>=?';

describe('declared indexes serve', () => {
  const asc = { where: { kind: 'k' }, sort: at('asc') };
  const desc = { where: { kind: 'k' }, sort: at('desc') };
  const due: Query = { where: { due: { lte: 5 } }, sort: { field: 'due', direction: 'asc' } };
  it.each<Case>([
    {
      what: 'equality',
      query: { where: { key: 'k' } },
      plans: ['SEARCH things USING INDEX things_key_unique (<expr>=?)'],
    },
    {
      what: 'equality on a sparse field',
      query: { where: { dedupe: 'k' } },
      plans: ['SEARCH things USING INDEX things_dedupe_unique_sparse (<expr>=?)'],
    },
    {
      what: 'any of several',
      query: { where: { key: { in: ['k', 'l'] } } },
      plans: ['SEARCH things USING INDEX things_key_unique (<expr>=?)'],
    },
    { what: 'what is due', query: due, plans: ['SEARCH things USING INDEX things_due_sparse (<expr><?)'] },
    { what: 'a sort within an equality', query: asc, plans: [`${BY_KIND})`] },
    {
      what: 'the next page, going up',
      query: asc,
      after: { value: 5, id: 'x' },
      plans: [`${BY_KIND} AND <expr>=? AND id>?)`, `${BY_KIND} AND <expr>>?)`],
    },
    {
      what: 'the next page after nulls',
      query: asc,
      after: { value: null, id: 'x' },
      plans: [`${BY_KIND} AND <expr>=? AND id>?)`, BY_KIND],
    },
    {
      what: 'the next page, going down',
      query: desc,
      after: { value: 5, id: 'x' },
      plans: [`${BY_KIND} AND <expr>=? AND id>?)`, `${BY_KIND} AND <expr><?)`, `${BY_KIND} AND <expr>=?)`],
    },
  ])('$what', ({ query, after, plans }) => {
    const actual = plansOf(query, after);
    expect(actual).toEqual(plans.map((start) => expect.stringContaining(start)));
    // Sorting ties alone is fine; sorting everything for one page is what an index is there to save.
    expect(query.sort ? actual.join() : '').not.toContain('TEMP B-TREE FOR ORDER BY');
  });

  it('ids alone, page by page', () => {
    expect(plansOf({}, { value: null, id: 'x' })).toEqual([
      'SEARCH things USING INDEX sqlite_autoindex_things_1 (id>?)',
    ]);
  });
});
