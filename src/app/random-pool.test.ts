import { expect, it } from 'vitest';
import { createRandomPool } from './random-pool.ts';

it('gives as many bytes as asked for, and none of them twice', () => {
  const random = createRandomPool();
  const drawn = Array.from({ length: 1000 }, () => Buffer.from(random(16)).toString('hex'));
  expect(new Set(drawn).size).toBe(1000);
  expect(random(5000)).toHaveLength(5000);
});
