import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createGramIndex } from './grams.ts';

const counted = (text: string) => new Map(text.split(' ').map((word) => [word, 1]));
const ROWS = ['list my reminders', 'list my tasks', 'invoice Ana'].map(counted);
const index = createGramIndex(ROWS.length, (row) => ROWS[row] ?? new Map());

it('finds a row most like itself, and unlike what shares nothing with it', () => {
  const alike = index.likenesses(counted('list my tasks'));
  expect(alike[1]).toBeCloseTo(1, 5);
  expect(alike[0]).toBeGreaterThan(0);
  expect(alike[0]).toBeLessThan(0.7);
  expect(alike[2]).toBe(0);
});

it('finds rare pieces more telling than common ones', () => {
  const [reminders, tasks] = index.likenesses(counted('my tasks'));
  expect(tasks).toBeGreaterThan(2 * (reminders ?? 1));
});

it('finds a text less like every row for each piece that nobody has', () => {
  const plain = index.likenesses(counted('list my tasks'))[1] ?? 0;
  expect(index.likenesses(counted('list my tasks zzz'))[1]).toBeLessThan(plain);
});

it('gives likenesses from 0 to 1, whatever is said', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('list', 'my', 'tasks', 'Ana', 'x'), { maxLength: 6 }), (words) => {
      for (const likeness of index.likenesses(counted(words.join(' ')))) {
        expect(likeness).toBeGreaterThanOrEqual(0);
        expect(likeness).toBeLessThanOrEqual(1.00001);
      }
    }),
  );
});

it('tells how long a sum of rows is', () => {
  expect(index.lengthOfSum([0])).toBeCloseTo(1, 5);
  expect(index.lengthOfSum([0, 2])).toBeCloseTo(2, 5);
  expect(index.lengthOfSum([0, 0])).toBeCloseTo(4, 5);
});
