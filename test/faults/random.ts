import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Chance that is the same again for the same seed. */
export interface Random {
  /** A whole number from 0 to `end`, without it. */
  below(end: number): number;
  pick<T>(list: readonly [T, ...T[]]): T;
}

export function createRandom(seed: number): Random {
  const generator = xoroshiro128plus(seed);
  const below = (end: number) => uniformInt(generator, 0, end - 1);
  return { below, pick: (list) => list[below(list.length)] ?? list[0] };
}

/** The same things in another order (Fisher and Yates). */
export function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const order = [...list];
  for (let end = order.length; end > 1; end -= 1) {
    const from = random.below(end);
    [order[from], order[end - 1]] = [order[end - 1] as T, order[from] as T];
  }
  return order;
}
