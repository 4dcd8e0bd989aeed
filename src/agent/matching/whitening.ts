import { meanOf, unit } from './vector-space.ts';

/** Turns vectors so that what sets classes apart counts more than what differs within each of them. */
export interface Whitening {
  /** A lower triangle, row by row. */
  readonly root: Float64Array;
  /** The mean of all vectors, turned. */
  readonly middle: Float64Array;
}

/** So much of the scatter is taken as the same in all directions, since there are few vectors for so many of them. */
const SHRINK = 0.3;

/**
 * Whitens by the scatter within the classes, which all share, so that a class with a handful of examples has it from the
 * others. `breathe` is awaited every few milliseconds.
 */
export async function learnWhitening(
  vectors: readonly Float32Array[],
  classes: readonly number[],
  breathe: () => Promise<void>,
): Promise<Whitening> {
  const size = vectors[0]?.length ?? 0;
  const root = cholesky(shrunk(await scatterWithin(vectors, classes, breathe), size), size);
  return { root, middle: forward(root, meanOf(vectors), size) };
}

/** The vector turned, of length one. */
export function whiten(vector: Float32Array, { root, middle }: Whitening): Float32Array {
  const moved = forward(root, vector, middle.length).map((value, i) => value - (middle[i] ?? 0));
  return unit(Float32Array.from(moved));
}

async function scatterWithin(
  vectors: readonly Float32Array[],
  classes: readonly number[],
  breathe: () => Promise<void>,
): Promise<Float64Array> {
  const size = vectors[0]?.length ?? 0;
  const members = new Map<number, Float32Array[]>();
  vectors.forEach((vector, row) => {
    const own = members.get(classes[row] ?? 0);
    if (own) own.push(vector);
    else members.set(classes[row] ?? 0, [vector]);
  });
  const scatter = new Float64Array(size * size);
  for (const own of members.values()) {
    const mean = meanOf(own);
    for (const [place, vector] of own.entries()) {
      if (place % 50 === 0) await breathe();
      addProduct(
        scatter,
        vector.map((value, i) => value - (mean[i] ?? 0)),
      );
    }
  }
  return scatter.map((value) => value / vectors.length);
}

/** Only the lower half: the other is its mirror. */
function addProduct(scatter: Float64Array, vector: Float32Array): void {
  const size = vector.length;
  for (let i = 0; i < size; i += 1) {
    const value = vector[i] ?? 0;
    for (let j = 0; j <= i; j += 1)
      scatter[i * size + j] = (scatter[i * size + j] ?? 0) + value * (vector[j] ?? 0);
  }
}

function shrunk(scatter: Float64Array, size: number): Float64Array {
  let trace = 0;
  for (let i = 0; i < size; i += 1) trace += scatter[i * size + i] ?? 0;
  const even = SHRINK * (trace / size || 1);
  return scatter.map((value, place) => (1 - SHRINK) * value + (place % (size + 1) === 0 ? even : 0));
}

/** The lower triangle whose product with its mirror is the matrix. */
function cholesky(matrix: Float64Array, size: number): Float64Array {
  const root = new Float64Array(size * size);
  for (let i = 0; i < size; i += 1)
    for (let j = 0; j <= i; j += 1) {
      let sum = matrix[i * size + j] ?? 0;
      for (let k = 0; k < j; k += 1) sum -= (root[i * size + k] ?? 0) * (root[j * size + k] ?? 0);
      root[i * size + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / (root[j * size + j] ?? 1);
    }
  return root;
}

/** Solves root · result = vector. */
function forward(root: Float64Array, vector: ArrayLike<number>, size: number): Float64Array {
  const result = new Float64Array(size);
  for (let i = 0; i < size; i += 1) {
    let sum = vector[i] ?? 0;
    for (let k = 0; k < i; k += 1) sum -= (root[i * size + k] ?? 0) * (result[k] ?? 0);
    result[i] = sum / (root[i * size + i] ?? 1);
  }
  return result;
}
