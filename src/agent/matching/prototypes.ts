import { NONE } from './corpus.ts';

/** So many of an intent's examples that are nearest. */
const FEW = 3;
/** Of what asks for nothing there is more, and of more kinds. */
const FEW_NONE = 5;

/** What the likeness to every row says about each intent, and about none. */
export interface Summary {
  /** For each intent: likeness to the middle of its examples, to the nearest, and to the few nearest. */
  readonly intents: readonly (readonly [middle: number, nearest: number, few: number])[];
  readonly none: readonly [nearest: number, few: number];
}

/** Groups rows by their intents. `likenesses` gives a row's likeness to every row. */
export interface Prototypes {
  /** `without` is the row that the text itself is, which then counts for nothing. */
  summarise(likenesses: ArrayLike<number>, without?: number): Summary;
}

/** `lengthOfSum` is the squared length of the sum of these rows. */
export function createPrototypes(
  intentOfRow: readonly number[],
  { intents, lengthOfSum }: { readonly intents: number; lengthOfSum(rows: readonly number[]): number },
): Prototypes {
  const members = Array.from({ length: intents }, (): number[] => []);
  const none: number[] = [];
  intentOfRow.forEach((intent, row) => (intent === NONE ? none : members[intent])?.push(row));
  const lengths = members.map(lengthOfSum);
  return {
    summarise: (alike, without) => ({
      intents: members.map((rows, intent) => {
        const others = rows.filter((row) => row !== without);
        const isMember = others.length < rows.length;
        const whole = sum(rows.map((row) => alike[row] ?? 0));
        const square = (lengths[intent] ?? 0) - (isMember ? 2 * whole - 1 : 0);
        const middle = square > 0 ? (whole - (isMember ? 1 : 0)) / Math.sqrt(square) : 0;
        const [nearest, few] = nearestOf(alike, others, FEW);
        return [middle, nearest, few];
      }),
      none: nearestOf(
        alike,
        none.filter((row) => row !== without),
        FEW_NONE,
      ),
    }),
  };
}

function nearestOf(
  alike: ArrayLike<number>,
  rows: readonly number[],
  count: number,
): readonly [nearest: number, few: number] {
  const best = rows
    .map((row) => alike[row] ?? 0)
    .toSorted((one, other) => other - one)
    .slice(0, count);
  return [best[0] ?? 0, best.length === 0 ? 0 : sum(best) / best.length];
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
