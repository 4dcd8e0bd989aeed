import type { Looking } from '../api/client.ts';
import type { Effect, Entry, Message, Settings, Suggestion } from '../api/types.ts';

/** A message of ours that the server has not shown yet. Its id stays the same however often it is sent. */
export interface Outgoing {
  readonly id: string;
  readonly text: string;
  readonly state: 'sending' | 'failed';
  /** Why it was not taken, where the server said so. */
  readonly reason?: string;
}

/** What a list is known to hold: not yet read, unreadable, or read up to `next`. */
export interface Reading {
  readonly state: 'unread' | 'failed' | 'read';
  readonly next: string | null;
}

/** Something that is read out once by a screen reader. */
export interface News {
  readonly id: string;
  readonly text: string;
}

export interface State {
  readonly session: 'checking' | 'out' | 'in';
  readonly signInProblem: string;
  readonly settings: Settings | undefined;
  /** This page has just taken the time zone from the browser, and says so. */
  readonly zoneTaken: boolean;
  readonly messages: readonly Message[];
  readonly chat: Reading;
  readonly outgoing: readonly Outgoing[];
  readonly suggestions: ReadonlyMap<string, Suggestion>;
  /** Cards that a read did not give. */
  readonly missing: ReadonlySet<string>;
  readonly effects: readonly Effect[];
  readonly log: Reading;
  /** What is looked at of everything, and what was found. */
  readonly looking: Looking;
  readonly entries: readonly Entry[];
  readonly list: Reading;
  /** The morning digest of today, as it was told or would read now; undefined until it is read. */
  readonly today: string | undefined;
  readonly online: boolean;
  /** What a screen reader reads out, the newest last. */
  readonly news: readonly News[];
  /** Rises with all that the stream brings: what a view has read by itself is read again. */
  readonly heard: number;
}

/** Everything, and nothing sought in it. */
export const ALL: Looking = { filter: 'all', search: '' };

const UNREAD: Reading = { state: 'unread', next: null };

export const initialState: State = {
  session: 'checking',
  signInProblem: '',
  settings: undefined,
  zoneTaken: false,
  messages: [],
  chat: UNREAD,
  outgoing: [],
  suggestions: new Map(),
  missing: new Set(),
  effects: [],
  log: UNREAD,
  looking: ALL,
  entries: [],
  list: UNREAD,
  today: undefined,
  online: true,
  news: [],
  heard: 0,
};

/** Cards that wait for a decision, the oldest first. */
export function pendingCards({ suggestions }: State): readonly Suggestion[] {
  const pending = [...suggestions.values()].filter(({ status }) => status === 'pending');
  return pending.toSorted((one, other) => (one.createdAt < other.createdAt ? -1 : 1));
}

/** Effects of which nobody knows whether they arrived; they wait for the operator too. */
export function uncertainEffects({ effects }: State): readonly Effect[] {
  return effects.filter(({ status }) => status === 'unknown');
}

/** How many approved cards are held back, as far as the log is read. */
export function heldCount({ effects }: State): number {
  const held = effects.filter(({ status }) => status === 'planned');
  return new Set(held.map(({ id, suggestionId }) => suggestionId ?? id)).size;
}

export function waitingCount(state: State): number {
  return pendingCards(state).length + uncertainEffects(state).length;
}

/**
 * Cards to show at a message: its own and, where it was replaced, the newest of its successors, unless that one
 * stands at a message of its own.
 */
export function cardsAt({ messages, suggestions }: State, suggestionId: string): readonly string[] {
  const seen = new Set([suggestionId]);
  let newest = suggestionId;
  for (;;) {
    const next = suggestions.get(newest)?.supersededBy;
    if (next === undefined || seen.has(next)) break;
    seen.add(next);
    newest = next;
  }
  const elsewhere = messages.some((message) => message.suggestionId === newest);
  return newest === suggestionId || elsewhere ? [suggestionId] : [suggestionId, newest];
}
