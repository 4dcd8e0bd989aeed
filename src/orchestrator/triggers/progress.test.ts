import { expect, it } from 'vitest';
import { createProgress } from './progress.ts';

it('lets go of those whose event has been taken, and of nobody else', async () => {
  const progress = createProgress(3);
  const told: number[] = [];
  for (const sequence of [3, 4, 6, 7]) void progress.reached(sequence).then(() => told.push(sequence));
  await Promise.resolve();
  expect(told).toEqual([3]);
  progress.reach(6);
  await Promise.resolve();
  expect(told).toEqual([3, 4, 6]);
  progress.reach(5);
  await progress.reached(6);
  expect(told).toEqual([3, 4, 6]);
});
