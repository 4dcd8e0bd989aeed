/** A text as numbers: a few of many pieces, and its meaning where that is looked at. */
export interface Features {
  readonly pieces: readonly number[];
  readonly weights: readonly number[];
  readonly dense: Float32Array;
}

/** For each class a plane that sets it apart from all others, as one row of `width` weights for each class. */
export interface Planes {
  readonly weights: Float32Array;
  readonly width: number;
}

export interface Trained {
  readonly rows: Rows;
  /** The class of each. */
  readonly classes: readonly number[];
  readonly count: number;
  /** Number of different pieces, and length of `dense`. */
  readonly pieces: number;
  readonly dense: number;
}

/** How much an error costs against a wide margin; chosen on dev.json. */
const COST = 0.5;
/** A class of few examples has each of them count more, as if it had the root of what is missing to so many. */
const USUAL_EXAMPLES = 60;
const MAX_ROUNDS = 30;
/** Nothing moves any more. */
const TOLERANCE = 0.2;

/**
 * Learns to tell each class from all others: linear support vector machines with squared hinge loss, by dual coordinate
 * descent (Hsieh and others, 2008). Deterministic. `breathe` is awaited every few milliseconds.
 */
export async function trainPlanes(on: Trained, breathe: () => Promise<void>): Promise<Planes> {
  const width = on.pieces + on.dense + 1;
  const weights = new Float32Array(width * on.count);
  const costs = costsOf(on);
  for (let one = 0; one < on.count; one += 1) {
    const plane = weights.subarray(one * width, (one + 1) * width);
    await trainPlane({ ...on, costs, one, plane }, breathe);
  }
  return { weights, width };
}

/** How far on each class's side the features lie: about 1 for its own, −1 for others. */
export function distances(
  { weights, width }: Planes,
  { pieces, weights: amounts, dense }: Features,
): number[] {
  const start = width - 1 - dense.length;
  const result: number[] = [];
  for (let plane = 0; plane < weights.length; plane += width) {
    let sum = weights[plane + width - 1] ?? 0;
    for (let i = 0; i < pieces.length; i += 1)
      sum += (weights[plane + (pieces[i] ?? 0)] ?? 0) * (amounts[i] ?? 0);
    for (let i = 0; i < dense.length; i += 1) sum += (weights[plane + start + i] ?? 0) * (dense[i] ?? 0);
    result.push(sum);
  }
  return result;
}

/** All rows one after the other, which is several times faster to go through. */
export interface Rows {
  readonly starts: Uint32Array;
  readonly pieces: Uint32Array;
  readonly amounts: Float32Array;
  readonly dense: Float32Array;
  /** Squared length of each. */
  readonly squares: Float64Array;
}

export function flattened(features: readonly Features[], dense: number): Rows {
  const starts = new Uint32Array(features.length + 1);
  features.forEach(({ pieces }, row) => {
    starts[row + 1] = (starts[row] ?? 0) + pieces.length;
  });
  const rows: Rows = {
    starts,
    pieces: new Uint32Array(starts[features.length] ?? 0),
    amounts: new Float32Array(starts[features.length] ?? 0),
    dense: new Float32Array(features.length * dense),
    squares: new Float64Array(features.length),
  };
  features.forEach((one, row) => {
    rows.pieces.set(one.pieces, starts[row]);
    rows.amounts.set(one.weights, starts[row]);
    rows.dense.set(one.dense, row * dense);
    const square = (sum: number, value: number) => sum + value ** 2;
    rows.squares[row] = one.weights.reduce(square, 1) + one.dense.reduce(square, 0);
  });
  return rows;
}

function costsOf({ classes, count }: Trained): Float64Array {
  const members = new Float64Array(count);
  for (const one of classes) members[one] = (members[one] ?? 0) + 1;
  return members.map((many) => COST * Math.sqrt(USUAL_EXAMPLES / Math.max(1, many)));
}

interface Training extends Trained {
  readonly costs: Float64Array;
  /** The class that is told from all others. */
  readonly one: number;
  readonly plane: Float32Array;
}

/** Rows that lie far on their side drop out of the rounds, until all that are left agree; then all are seen again. */
async function trainPlane(on: Training, breathe: () => Promise<void>): Promise<void> {
  const { classes, rows, costs, one } = on;
  const pulls = new Float64Array(classes.length);
  const random = createRandom(one + 1);
  const order = Uint32Array.from(classes, (_, row) => row);
  let active = order.length;
  let limit = Number.POSITIVE_INFINITY;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    await breathe();
    for (let i = 0; i < active; i += 1) swap(order, i, i + Math.floor(random() * (active - i)));
    let highest = Number.NEGATIVE_INFINITY;
    let lowest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < active; i += 1) {
      const row = order[i] ?? 0;
      const side = classes[row] === one ? 1 : -1;
      const diagonal = 0.5 / (costs[classes[row] ?? 0] ?? COST);
      const pull = pulls[row] ?? 0;
      const slope = side * distanceOf(on, row) - 1 + pull * diagonal;
      if (pull === 0 && slope > limit) {
        active -= 1;
        swap(order, i, active);
        i -= 1;
        continue;
      }
      const violation = pull === 0 ? Math.min(slope, 0) : slope;
      highest = Math.max(highest, violation);
      lowest = Math.min(lowest, violation);
      if (Math.abs(violation) < 1e-9) continue;
      const next = Math.max(0, pull - slope / ((rows.squares[row] ?? 1) + diagonal));
      pulls[row] = next;
      addRow(on, row, (next - pull) * side);
    }
    if (highest - lowest <= TOLERANCE) {
      if (active === order.length) return;
      active = order.length;
      limit = Number.POSITIVE_INFINITY;
    } else limit = highest > 0 ? highest : Number.POSITIVE_INFINITY;
  }
}

function distanceOf({ rows, plane, dense, pieces }: Training, row: number): number {
  let sum = plane[pieces + dense] ?? 0;
  const end = rows.starts[row + 1] ?? 0;
  for (let i = rows.starts[row] ?? 0; i < end; i += 1)
    sum += (plane[rows.pieces[i] ?? 0] ?? 0) * (rows.amounts[i] ?? 0);
  for (let i = 0; i < dense; i += 1) sum += (plane[pieces + i] ?? 0) * (rows.dense[row * dense + i] ?? 0);
  return sum;
}

function addRow({ rows, plane, dense, pieces }: Training, row: number, share: number): void {
  const end = rows.starts[row + 1] ?? 0;
  for (let i = rows.starts[row] ?? 0; i < end; i += 1) {
    const piece = rows.pieces[i] ?? 0;
    plane[piece] = (plane[piece] ?? 0) + share * (rows.amounts[i] ?? 0);
  }
  for (let i = 0; i < dense; i += 1)
    plane[pieces + i] = (plane[pieces + i] ?? 0) + share * (rows.dense[row * dense + i] ?? 0);
  plane[pieces + dense] = (plane[pieces + dense] ?? 0) + share;
}

function swap(list: Uint32Array, one: number, other: number): void {
  const kept = list[one] ?? 0;
  list[one] = list[other] ?? 0;
  list[other] = kept;
}

/** The same order at each start (a linear congruential generator, Numerical Recipes): nothing here needs secrecy. */
function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}
