import type { Limits } from './weights.ts';

/** An intent, and how likely it is meant. */
export interface Match {
  readonly name: string;
  readonly score: number;
}

/** What to do about a message. `nearest` are the names to offer instead, best first. */
export type IntentDecision =
  | { readonly kind: 'act'; readonly name: string; readonly score: number }
  /** Something comes close: ask whether it is meant. */
  | { readonly kind: 'ask'; readonly nearest: readonly string[] }
  /** It asks for nothing that there is. */
  | { readonly kind: 'none'; readonly nearest: readonly string[] };

const MAX_NEAREST = 3;

/**
 * Acts where one intent is very likely, asks where one is likely. `matches` stand best first. Since their likelihoods
 * add up to one at most, another that is nearly as likely keeps the best below the limit. What is doubtful is asked about
 * however likely it is.
 */
export function decideIntent(
  matches: readonly Match[],
  { act, ask, isDoubtful = false }: Limits & { readonly isDoubtful?: boolean },
): IntentDecision {
  const [best] = matches;
  const nearest = matches.slice(0, MAX_NEAREST).map(({ name }) => name);
  if (!best || best.score < ask) return { kind: 'none', nearest };
  return best.score >= act && !isDoubtful
    ? { kind: 'act', name: best.name, score: best.score }
    : { kind: 'ask', nearest };
}
