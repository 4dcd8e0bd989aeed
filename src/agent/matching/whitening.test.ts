import { expect, it } from 'vitest';
import { dot as likeness, unit } from './vector-space.ts';
import { learnWhitening, whiten } from './whitening.ts';

const breathe = () => Promise.resolve();

/** Two classes that differ in the second direction, and each within itself widely in the first. */
const VECTORS = [
  [-3, 0.2],
  [0, 0.25],
  [3, 0.2],
  [-3, -0.2],
  [0, -0.25],
  [3, -0.2],
].map((values) => Float32Array.from(values));

it('makes what differs between classes count more than what differs within them', async () => {
  const whitening = await learnWhitening(VECTORS, [0, 0, 0, 1, 1, 1], breathe);
  const [left, , right, other] = VECTORS.map((vector) => whiten(vector, whitening));
  const none = new Float32Array(2);
  const [leftBefore = none, , rightBefore = none] = VECTORS.map(unit);
  expect(likeness(left ?? none, right ?? none)).toBeGreaterThan(likeness(leftBefore, rightBefore) + 0.03);
  expect(Math.hypot(...(other ?? none))).toBeCloseTo(1, 5);
});

it('stands where all vectors are the same', async () => {
  const same = [Float32Array.of(1, 0), Float32Array.of(1, 0)];
  const whitening = await learnWhitening(same, [0, 1], breathe);
  expect([...whiten(Float32Array.of(1, 0), whitening)].every(Number.isFinite)).toBe(true);
});
