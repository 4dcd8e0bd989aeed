import type { Match } from '../../ports/index.ts';

/** What to do about a message. `nearest` are the names to offer instead, best first. */
export type IntentDecision =
  | { readonly kind: 'act'; readonly name: string; readonly score: number }
  /** Something comes close, or two come equally close. */
  | { readonly kind: 'unsure'; readonly nearest: readonly string[] }
  | { readonly kind: 'none'; readonly nearest: readonly string[] };

const MAX_NEAREST = 3;

/**
 * Acts on the best match where it reaches the threshold and leads the next one by the margin. `matches` stand best
 * first. Half the threshold is close enough to call it unsure.
 */
export function decideIntent(
  matches: readonly Match[],
  { threshold, margin }: { readonly threshold: number; readonly margin: number },
): IntentDecision {
  const [best, second] = matches;
  const nearest = matches.slice(0, MAX_NEAREST).map(({ name }) => name);
  if (!best || best.score < threshold / 2) return { kind: 'none', nearest };
  const leads = best.score - (second?.score ?? 0) >= margin;
  return best.score >= threshold && leads
    ? { kind: 'act', name: best.name, score: best.score }
    : { kind: 'unsure', nearest };
}
