import { expect, it } from 'vitest';
import type { Condition, Scalar } from '../../../src/ports/index.ts';
import { idsOf, type OpenStore, put, thing } from './place.ts';

export function describeQueries(at: OpenStore): void {
  describeEquality(at);
  describeRanges(at);
  describeLists(at);
  describeOrder(at);
}

function describeEquality(at: OpenStore): void {
  it('finds by equality; a number is not the text that reads the same', () =>
    expectEverywhere(at, { num: 5, text: '5', upper: 'X', lower: 'x', zero: 0, blank: '' }, [
      [5, ['num']],
      ['5', ['text']],
      ['x', ['lower']],
      [0, ['zero']],
      ['', ['blank']],
      ['none', []],
    ]));

  it('takes an absent field for null', async () => {
    await put(at.store, thing('absent'), thing('said', { a: null }), thing('has', { a: 0 }));
    expect(await idsOf(at.store, { where: { a: null } })).toEqual(['absent', 'said']);
    expect(await idsOf(at.store, { where: { a: { in: [null, 0] } } })).toEqual(['absent', 'has', 'said']);
    expect(await idsOf(at.store, { where: { a: { not: null } } })).toEqual(['has']);
  });

  it('finds any of several, and everything but one', () =>
    expectEverywhere(at, { p: 'x', q: 'y', r: 1, s: null }, [
      [{ in: ['x', 1] }, ['p', 'r']],
      [{ in: ['1', 'y', 'y', 'z'] }, ['q']],
      [{ in: [null, 'x'] }, ['p', 's']],
      [{ in: [] }, []],
      [{ not: 'x' }, ['q', 'r', 's']],
      [{ not: 1 }, ['p', 'q', 's']],
      [{ not: '1' }, ['p', 'q', 'r', 's']],
      [{ not: null }, ['p', 'q', 'r']],
    ]));
}

function describeRanges(at: OpenStore): void {
  it('finds ranges of numbers, in which no text and no null lies', () =>
    expectEverywhere(at, { a1: -5, b2: 0, c3: 7, text: '3', none: null }, [
      [{ gt: -5 }, ['b2', 'c3']],
      [{ gte: -5 }, ['a1', 'b2', 'c3']],
      [{ lt: 7 }, ['a1', 'b2']],
      [{ lte: 7 }, ['a1', 'b2', 'c3']],
      [{ gt: -5, lt: 7 }, ['b2']],
      [{ gte: 1, lte: 0 }, []],
    ]));

  it('finds ranges of text by code point, in which no number and no null lies', () =>
    expectEverywhere(at, { blank: '', day: '2026-11-23', ff: '\uffee', num: 9, none: null, smile: '😀' }, [
      [{ gte: '' }, ['blank', 'day', 'ff', 'smile']],
      [{ gt: '2026' }, ['day', 'ff', 'smile']],
      [{ lt: '2026-11-24' }, ['blank', 'day']],
      [{ gt: '\uffee' }, ['smile']],
      [{ lte: '\uffee' }, ['blank', 'day', 'ff']],
      [{ gte: 9, lt: 'z' }, []],
    ]));
}

function describeLists(at: OpenStore): void {
  it('finds by what a list has; to everything else a list counts as null', async () => {
    await put(
      at.store,
      thing('both', { l: ['x', 'y'] }),
      thing('one', { l: ['y'] }),
      thing('empty', { l: [] }),
    );
    await put(at.store, thing('scalar', { l: 'x' }), thing('without'));
    const lists = ['both', 'empty', 'one'];
    const cases: [Condition, string[]][] = [
      [{ has: 'x' }, ['both']],
      [{ has: 'y' }, ['both', 'one']],
      [{ has: 'z' }, []],
      ['x', ['scalar']],
      [{ in: ['x', 'y'] }, ['scalar']],
      [{ gte: '' }, ['scalar']],
      [null, [...lists, 'without']],
      [{ not: 'x' }, [...lists, 'without']],
      [{ not: null }, ['scalar']],
    ];
    for (const [condition, ids] of cases) {
      expect(await idsOf(at.store, { where: { l: condition } }), JSON.stringify(condition)).toEqual(ids);
    }
  });

  it('holds to all conditions', async () => {
    await put(
      at.store,
      thing('p', { a: 'x', n: 1 }),
      thing('q', { a: 'x', n: 2 }),
      thing('r', { a: 'y', n: 2 }),
    );
    expect(await idsOf(at.store, { where: { a: 'x', n: { gt: 1 } } })).toEqual(['q']);
    expect(await idsOf(at.store, { where: { a: 'x', n: 3 } })).toEqual([]);
    expect(await idsOf(at.store, { where: {} })).toEqual(['p', 'q', 'r']);
  });
}

function describeOrder(at: OpenStore): void {
  it('gives documents by id, in the order of code points', async () => {
    const ids = ['', '0', '10', '9', 'A', 'Z', 'a', 'ab', 'b', 'é', '\uffee', '😀'];
    await put(at.store, ...ids.toReversed().map((id) => thing(id)));
    expect(await idsOf(at.store, {})).toEqual(ids);
  });

  it('sorts nulls before numbers before text, and ties by id whichever way it sorts', async () => {
    const values: Record<string, Scalar> = {
      n1: null,
      n2: null,
      i1: -1,
      i2: 10,
      t1: '',
      t2: '9',
      t3: 'z',
      t4: 'z',
    };
    await put(
      at.store,
      ...Object.entries(values)
        .map(([id, a]) => thing(id, { a, due: a, bare: a }))
        .toReversed(),
    );
    for (const field of ['a', 'due', 'bare']) {
      expect(await idsOf(at.store, { sort: { field, direction: 'asc' } }), field).toEqual(
        Object.keys(values),
      );
      expect(await idsOf(at.store, { sort: { field, direction: 'desc' } }), field).toEqual([
        't3',
        't4',
        't2',
        't1',
        'i2',
        'i1',
        'n1',
        'n2',
      ]);
    }
  });
}

/** The same in a field with an index, in one with a partial index, and in one without. */
async function expectEverywhere(
  at: OpenStore,
  values: Readonly<Record<string, Scalar>>,
  cases: readonly [Condition, string[]][],
) {
  const documents = Object.entries(values).map(([id, value]) =>
    thing(id, { a: value, due: value, bare: value }),
  );
  await put(at.store, ...documents);
  for (const field of ['a', 'due', 'bare']) {
    for (const [condition, ids] of cases) {
      const found = await idsOf(at.store, { where: { [field]: condition } });
      expect(found, `${field}: ${JSON.stringify(condition)}`).toEqual(ids);
    }
  }
}
