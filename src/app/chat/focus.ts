import type { Effect, Suggestion } from '../../console/index.ts';

/** What waits for a decision: a card, or something of which nobody knows whether it arrived. */
export type Waiting =
  | { readonly kind: 'card'; readonly card: Suggestion }
  | { readonly kind: 'uncertain'; readonly effect: Effect };

/** What waits, the oldest first, and which of it has the keys. */
export interface Focus {
  readonly waiting: readonly Waiting[];
  /** The id of what has the keys. */
  readonly id: string | undefined;
}

export const NOTHING: Focus = { waiting: [], id: undefined };

export function idOf(waiting: Waiting): string {
  return waiting.kind === 'card' ? waiting.card.id : waiting.effect.id;
}

export function titleOf(waiting: Waiting): string {
  return waiting.kind === 'card' ? waiting.card.title : `Not sure it arrived: ${waiting.effect.title}`;
}

export function focused({ waiting, id }: Focus): Waiting | undefined {
  return waiting.find((one) => idOf(one) === id);
}

/** Something waits, or waits with other content. The first one gets the keys; a later one takes them from nobody. */
export function withWaiting({ waiting, id }: Focus, one: Waiting): Focus {
  const known = waiting.some((other) => idOf(other) === idOf(one));
  const list = known ? waiting.map((other) => (idOf(other) === idOf(one) ? one : other)) : [...waiting, one];
  return { waiting: list, id: id ?? (waiting.length === 0 ? idOf(one) : undefined) };
}

/**
 * It is decided. If it had the keys, they pass to its successor where one is named, and else to nobody: keys that
 * moved by themselves could be meant for what stood there before.
 */
export function withoutWaiting({ waiting, id }: Focus, gone: string, successor?: string): Focus {
  const left = waiting.filter((one) => idOf(one) !== gone);
  if (id !== gone) return { waiting: left, id };
  return { waiting: left, id: left.some((one) => idOf(one) === successor) ? successor : undefined };
}

/** The keys go to the next one, after the last to the first. */
export function withNext({ waiting, id }: Focus): Focus {
  const at = waiting.findIndex((one) => idOf(one) === id);
  const next = waiting[(at + 1) % Math.max(1, waiting.length)];
  return { waiting, id: next && idOf(next) };
}
