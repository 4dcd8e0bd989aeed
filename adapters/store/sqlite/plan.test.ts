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
const BY_KIND = 'SEARCH things USING INDEX things_kind_at (<expr>=?';

describe('declared indexes serve', () => {
  const cases: readonly [string, Query, Position | undefined, readonly string[]][] = [
    [
      'equality',
      { where: { key: 'k' } },
      undefined,
      ['SEARCH things USING INDEX things_key_unique (<expr>=?)'],
    ],
    [
      'equality on a sparse field',
      { where: { dedupe: 'k' } },
      undefined,
      ['SEARCH things USING INDEX things_dedupe_unique_sparse (<expr>=?)'],
    ],
    [
      'any of several',
      { where: { key: { in: ['k', 'l'] } } },
      undefined,
      ['SEARCH things USING INDEX things_key_unique (<expr>=?)'],
    ],
    [
      'what is due',
      { where: { due: { lte: 5 } }, sort: { field: 'due', direction: 'asc' } },
      undefined,
      ['SEARCH things USING INDEX things_due_sparse (<expr><?)'],
    ],
    ['a sort within an equality', { where: { kind: 'k' }, sort: at('asc') }, undefined, [`${BY_KIND})`]],
    [
      'the next page, going up',
      { where: { kind: 'k' }, sort: at('asc') },
      { value: 5, id: 'x' },
      [`${BY_KIND} AND <expr>>?)`],
    ],
    [
      'the next page after nulls',
      { where: { kind: 'k' }, sort: at('asc') },
      { value: null, id: 'x' },
      [`${BY_KIND} AND <expr>=? AND id>?)`, BY_KIND],
    ],
    [
      'the next page, going down',
      { where: { kind: 'k' }, sort: at('desc') },
      { value: 5, id: 'x' },
      [`${BY_KIND} AND <expr><?)`, `${BY_KIND} AND <expr>=?)`],
    ],
  ];
  it.each(cases)('%s', (_name, query, after, expected) => {
    const plans = plansOf(query, after);
    expect(plans).toHaveLength(expected.length);
    for (const [position, start] of expected.entries()) expect(plans[position]).toContain(start);
    // Sorting ties alone is fine; sorting everything for one page is what an index is there to save.
    if (query.sort) expect(plans.join()).not.toContain('TEMP B-TREE FOR ORDER BY');
  });

  it('ids alone, page by page', () => {
    expect(plansOf({}, { value: null, id: 'x' })).toEqual([
      'SEARCH things USING INDEX sqlite_autoindex_things_1 (id>?)',
    ]);
  });
});
