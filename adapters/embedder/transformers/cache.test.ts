import { expect, it } from 'vitest';
import { createVectorCache } from './cache.ts';

const vector = (value: number) => Float32Array.of(value);

it('gives back what was set under the content', () => {
  const cache = createVectorCache(2);
  cache.set(cache.keyOf('one'), vector(1));
  expect(cache.get(cache.keyOf('one'))).toEqual(vector(1));
  expect(cache.get(cache.keyOf('One'))).toBeUndefined();
});

it('forgets what was asked longest ago', () => {
  const cache = createVectorCache(2);
  cache.set('a', vector(1));
  cache.set('b', vector(2));
  cache.get('a');
  cache.set('c', vector(3));
  expect(['a', 'b', 'c'].map((key) => cache.get(key)?.[0])).toEqual([1, undefined, 3]);
});
