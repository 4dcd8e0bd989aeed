import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openRoom } from '../room.fake.ts';
import { followingNumber, peekNumber, type Series, setNextNumber, takeNumber } from './numbering.ts';

async function open() {
  const { units, store } = await openRoom();
  const take = (key: string, year = 2026, series: Series = 'invoice') =>
    units.transact((unit) => takeNumber(unit, series, { key, year }));
  const set = (number: string, year = 2026) =>
    units.transact((unit) => setNextNumber(unit, 'invoice', { number, year }));
  const peek = (year = 2026) => peekNumber(store, 'invoice', year);
  return { units, take, set, peek };
}

it.each([
  ['2026-009', '2026-010'],
  ['2026-999', '2026-1000'],
  ['R99', 'R100'],
  ['0007', '0008'],
  ['A-1/9', 'A-1/10'],
  ['20261123000000001', '20261123000000002'],
  ['9'.repeat(30), `1${'0'.repeat(30)}`],
])('follows %s with %s', (number, next) => {
  expect(followingNumber(number)).toBe(next);
});

describe('takeNumber', () => {
  it('begins at 1 in the year, and practice apart from it', async () => {
    const { take } = await open();
    expect([await take('a'), await take('p', 2026, 'practice'), await take('b')]).toEqual([
      '2026-001',
      'PRACTICE-1',
      '2026-002',
    ]);
  });

  it('leaves no gap and gives no number twice, whatever is repeated', async () => {
    const keys = fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(keys, async (given) => {
        const { take } = await open();
        const numbers = new Map<number, string>();
        for (const key of given) {
          const number = await take(`${key}`);
          expect(numbers.get(key) ?? number).toBe(number);
          numbers.set(key, number);
        }
        const expected = [...numbers.keys()].map((_, index) => `2026-${String(index + 1).padStart(3, '0')}`);
        expect([...numbers.values()]).toEqual(expected);
      }),
      { numRuns: 30 },
    );
  });

  it('gives one number to each of several that come at once', async () => {
    const { take } = await open();
    const numbers = await Promise.all(['a', 'b', 'c'].map((key) => take(key)));
    expect(numbers.toSorted()).toEqual(['2026-001', '2026-002', '2026-003']);
  });

  it('takes none where the unit is not committed', async () => {
    const { units, take } = await open();
    await takeNumber(units.open(), 'invoice', { key: 'lost', year: 2026 });
    expect(await take('kept')).toBe('2026-001');
  });

  it('gives two of one unit two numbers', async () => {
    const { units } = await open();
    const both = await units.transact(async (unit) => [
      await takeNumber(unit, 'invoice', { key: 'a', year: 2026 }),
      await takeNumber(unit, 'invoice', { key: 'b', year: 2026 }),
    ]);
    expect(both).toEqual(['2026-001', '2026-002']);
  });

  it('starts again with a new year, at the same width', async () => {
    const { take } = await open();
    await take('a');
    await take('b');
    expect([await take('c', 2027), await take('d', 2027), await take('e', 2029)]).toEqual([
      '2027-001',
      '2027-002',
      '2029-001',
    ]);
  });

  it('goes on across a year where the number does not begin with it', async () => {
    const { take, set } = await open();
    await set('R-099');
    expect([await take('a'), await take('b', 2027)]).toEqual(['R-099', 'R-100']);
  });

  it('gives no number twice where the year goes back, and still starts again with the next one', async () => {
    const { take } = await open();
    const numbers = [
      await take('a', 2027),
      await take('b', 2026),
      await take('c', 2027),
      await take('d', 2028),
    ];
    expect(numbers).toEqual(['2027-001', '2027-002', '2027-003', '2028-001']);
  });

  it('gives no number twice, however often the numbering is set', async () => {
    const { take, set } = await open();
    await set('A-5');
    await take('a');
    await set('B-1');
    await take('b');
    await expect(set('A-4')).rejects.toMatchObject({ code: 'NUMBER_TAKEN' });
    await expect(set('A-5')).rejects.toMatchObject({ code: 'NUMBER_TAKEN' });
    await set('A-6');
    expect(await take('c')).toBe('A-6');
  });

  it('gives the same key its number also in a new year', async () => {
    const { take } = await open();
    expect([await take('a', 2026), await take('a', 2027)]).toEqual(['2026-001', '2026-001']);
  });

  it('never gives a number twice over many years', async () => {
    const steps = fc.array(fc.integer({ min: 0, max: 1 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(steps, async (given) => {
        const { take } = await open();
        let year = 2026;
        const numbers: string[] = [];
        for (const [index, later] of given.entries()) numbers.push(await take(`${index}`, (year += later)));
        expect(new Set(numbers).size).toBe(numbers.length);
      }),
      { numRuns: 30 },
    );
  });
});

describe('setNextNumber', () => {
  it('is what the next one gets where none was given so, and keeps what was given to whom', async () => {
    const { take, set, peek } = await open();
    await take('a');
    await set('R-100');
    expect(await peek()).toBe('R-100');
    expect([await take('a'), await take('b'), await take('c')]).toEqual(['2026-001', 'R-100', 'R-101']);
  });

  it('may be changed until the first is given', async () => {
    const { take, set } = await open();
    await set('2026-100');
    await set('2026-014');
    expect(await take('a')).toBe('2026-014');
  });

  it.each([
    ['2026-014', 'NUMBER_TAKEN'],
    ['2026-003', 'NUMBER_TAKEN'],
    ['2026-016', 'NUMBER_GAP'],
    ['2026-900', 'NUMBER_GAP'],
  ])('refuses %s behind 2026-014, and says which is next', async (number, code) => {
    const { take, set, peek } = await open();
    await set('2026-014');
    await take('a');
    await expect(set(number)).rejects.toMatchObject({
      code,
      message: expect.stringContaining('next one is 2026-015.'),
    });
    expect(await peek()).toBe('2026-015');
  });

  it('goes on with a series that was left, and only where it stopped', async () => {
    const { take, set } = await open();
    await take('a');
    await set('B-1');
    await take('b');
    await expect(set('2026-003')).rejects.toMatchObject({ code: 'NUMBER_GAP' });
    await set('2026-002');
    expect(await take('c')).toBe('2026-002');
  });

  it('begins a new year behind what was given of it before', async () => {
    const { take, set } = await open();
    await take('a');
    await set('2027-001');
    await take('b');
    await set('2026-002');
    expect([await take('c'), await take('d', 2027)]).toEqual(['2026-002', '2027-002']);
  });

  it('leaves no gap and gives nothing twice, whatever is set in between', async () => {
    const acts = fc.array(
      fc.record({
        set: fc.option(fc.constantFrom('A-', 'B-', '2027-')),
        count: fc.integer({ min: 1, max: 9 }),
        later: fc.integer({ min: 0, max: 1 }),
      }),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(acts, async (given) => {
        const { take, set } = await open();
        let year = 2026;
        const series = new Map<string, number[]>();
        for (const [index, act] of given.entries()) {
          if (act.set !== null) await set(`${act.set}${act.count}`, year).catch(() => undefined);
          const number = await take(`${index}`, (year += act.later));
          const [, prefix = '', digits = ''] = /^(.*?)(\d+)$/.exec(number.replace(/^(\d{4})-/, 'y$1-')) ?? [];
          series.set(prefix, [...(series.get(prefix) ?? []), Number(digits)]);
        }
        for (const numbers of series.values())
          expect(numbers).toEqual(numbers.map((_, at) => (numbers[0] ?? 0) + at));
      }),
      { numRuns: 50 },
    );
  });
});

it('shows the next number without taking it', async () => {
  const { take, peek } = await open();
  expect([await peek(), await peek(), await peek(2027)]).toEqual(['2026-001', '2026-001', '2027-001']);
  await take('a');
  expect([await peek(), await peek(2027)]).toEqual(['2026-002', '2027-001']);
});
