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

/** Groups rows by their intents. `likenesses` gives a text's likeness to every row. */
export interface Prototypes {
  summarise(likenesses: ArrayLike<number>): Summary;
}

/** `lengthOfSum` is the squared length of the sum of these rows. */
export function createPrototypes(
  intentOfRow: readonly number[],
  { intents, lengthOfSum }: { readonly intents: number; lengthOfSum(rows: readonly number[]): number },
): Prototypes {
  const members = Array.from({ length: intents }, (): number[] => []);
  const none: number[] = [];
  intentOfRow.forEach((intent, row) => (intent === NONE ? none : members[intent])?.push(row));
  const lengths = members.map((rows) => Math.sqrt(lengthOfSum(rows)) || 1);
  return {
    summarise: (alike) => ({
      intents: members.map((rows, intent) => {
        const [nearest, few] = nearestOf(alike, rows, FEW);
        return [sum(rows.map((row) => alike[row] ?? 0)) / (lengths[intent] ?? 1), nearest, few];
      }),
      none: nearestOf(alike, none, FEW_NONE),
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
