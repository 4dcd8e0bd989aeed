import { createRandom, type Random } from './random.ts';

/** One row of the table of faults (docs/guarantees.md): what is done to Mainstay, and what must hold whatever is done. */
export interface FaultRow {
  readonly row: number;
  /** Where a row is tried in more than one way: in which. */
  readonly part?: string;
  readonly fault: string;
  readonly must: string;
  /** How often in `npm test`, and in `npm run faults`. */
  readonly times: { readonly short: number; readonly full: number };
  play(trial: Trial): Promise<Outcome>;
}

export interface Trial {
  readonly times: number;
  readonly random: Random;
}

export interface Outcome {
  /** What did not hold, in words; empty where everything did. */
  readonly breaches: readonly string[];
  /** What is worth telling beside it. */
  readonly figures?: Readonly<Record<string, number>>;
}

const MOST_BREACHES = 10;

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Plays it so many times, one after the other from the row's seed. Ends early after ten failures. */
export async function repeated(
  { times, random }: Trial,
  once: (random: Random, index: number) => Promise<void>,
): Promise<Outcome> {
  const breaches: string[] = [];
  for (let index = 0; index < times && breaches.length < MOST_BREACHES; index += 1) {
    try {
      await once(createRandom(random.below(2 ** 31)), index);
    } catch (error) {
      breaches.push(`time ${index + 1}: ${messageOf(error)}`);
    }
  }
  return { breaches };
}
