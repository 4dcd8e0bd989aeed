import CALIBRATION from './calibration.json' with { type: 'json' };
import type { Evidence } from './evidence.ts';

/** How evidence is weighed. Fitted by bench/understanding/calibrate.ts, never by hand. */
export interface Weights {
  readonly intents: readonly number[];
  readonly none: readonly number[];
  readonly bias: number;
}

/** From which probability on something is acted on or asked about. */
export interface Limits {
  readonly act: number;
  readonly ask: number;
}

/** What is looked at: words, meaning, or both. */
export type Sight = 'words' | 'meaning' | 'together';

export const calibration: Readonly<Record<Sight, Weights & Limits>> & {
  /** From this probability on, the words alone settle it. */
  readonly settled: number;
} = CALIBRATION;

/** How likely each intent is meant, in their order, where “none of them” is what is left to 1. */
export function probabilities(evidence: Evidence, { intents, none, bias }: Weights): readonly number[] {
  const scores = evidence.intents.map((features) => weighed(features, intents));
  const scoreOfNone = weighed(evidence.none, none) + bias;
  const highest = Math.max(scoreOfNone, ...scores);
  const parts = scores.map((score) => Math.exp(score - highest));
  const total = parts.reduce((sum, part) => sum + part, Math.exp(scoreOfNone - highest));
  return parts.map((part) => part / total);
}

/** Words first, then meaning, as the weights of both stand. */
export function joined(words: Evidence, meaning: Evidence): Evidence {
  return {
    intents: words.intents.map((features, i) => [...features, ...(meaning.intents[i] ?? [])]),
    none: [...words.none, ...meaning.none],
  };
}

function weighed(features: readonly number[], weights: readonly number[]): number {
  return features.reduce((sum, feature, i) => sum + feature * (weights[i] ?? 0), 0);
}
