import { expect, it } from 'vitest';
import { distances, type Features, flattened, trainPlanes } from './linear.ts';

const breathe = () => Promise.resolve();

function features(pieces: readonly number[], dense: readonly number[] = []): Features {
  return { pieces, weights: pieces.map(() => 1), dense: Float32Array.from(dense) };
}

/** Class 0 has piece 0, class 1 piece 1, class 2 neither. */
const TEXTS = [[0], [0, 3], [1], [1, 3], [2], [2, 3]].map((pieces) => features(pieces));
const CLASSES = [0, 0, 1, 1, 2, 2];

it('sets each class apart from all others', async () => {
  const rows = flattened(TEXTS, 0);
  const planes = await trainPlanes({ rows, classes: CLASSES, count: 3, pieces: 4, dense: 0 }, breathe);
  TEXTS.forEach((text, row) => {
    const sides = distances(planes, text);
    expect(sides.indexOf(Math.max(...sides))).toBe(CLASSES[row]);
  });
});

it('looks at meaning as well, where words say nothing', async () => {
  const texts = [
    features([0], [1, 0]),
    features([0], [0.9, 0.1]),
    features([0], [0, 1]),
    features([0], [0.1, 1]),
  ];
  const on = { rows: flattened(texts, 2), classes: [0, 0, 1, 1], count: 2, pieces: 1, dense: 2 };
  const planes = await trainPlanes(on, breathe);
  const [one = 0, other = 0] = distances(planes, features([0], [0.8, 0.2]));
  expect(one).toBeGreaterThan(other);
});

it('learns the same from the same', async () => {
  const on = { rows: flattened(TEXTS, 0), classes: CLASSES, count: 3, pieces: 4, dense: 0 };
  expect(await trainPlanes(on, breathe)).toEqual(await trainPlanes(on, breathe));
});

it('knows a class of a single text among many', async () => {
  const many = Array.from({ length: 60 }, (_, i) => features([1, 2 + (i % 5)]));
  const texts = [...many, features([0, 3])];
  const on = { rows: flattened(texts, 0), classes: [...many.map(() => 0), 1], count: 2, pieces: 8, dense: 0 };
  const [many0 = 0, single = 0] = distances(await trainPlanes(on, breathe), features([0]));
  expect(single).toBeGreaterThan(many0);
});
