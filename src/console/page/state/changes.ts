import type { Change, Effect, Message, Page, Suggestion } from '../api/types.ts';
import type { Outgoing, State } from './state.ts';

/** The state after one change of the stream. The same change again changes nothing more that is shown. */
export function withChange(state: State, change: Change): State {
  return withHeard(withTold(state, change));
}

/** Something changed that views may show, whatever it is. */
export function withHeard(state: State): State {
  return { ...state, heard: state.heard + 1 };
}

function withTold(state: State, change: Change): State {
  switch (change.event) {
    case 'message':
      return withMessage(state, change.data);
    case 'suggestion':
      return withSuggestions(state, [change.data]);
    case 'effect':
      return withEffect(state, change.data);
    case 'settings':
      return { ...state, settings: change.data };
    case 'changed':
      return state;
  }
}

/** The newest page was read: what is older and already here stays, unless messages between them are unknown. */
export function withNewestMessages(state: State, { items, next }: Page<Message>): State {
  const ids = new Set(items.map(({ id }) => id));
  const overlap = state.messages.findIndex(({ id }) => ids.has(id));
  const kept = overlap === -1 ? [] : state.messages.slice(0, overlap);
  const known = new Set(state.messages.map(({ id }) => id));
  const fresh = items.filter(({ id }) => !known.has(id));
  const cursor = kept.length > 0 ? state.chat.next : next;
  return {
    ...state,
    messages: [...kept, ...items],
    chat: { state: 'read', next: cursor },
    outgoing: withoutTaken(state.outgoing, fresh),
  };
}

/** An older page was read. */
export function withOlderMessages(state: State, { items, next }: Page<Message>): State {
  const known = new Set(state.messages.map(({ id }) => id));
  const older = items.filter(({ id }) => !known.has(id));
  return { ...state, messages: [...older, ...state.messages], chat: { state: 'read', next } };
}

/** Cards were read or changed. */
export function withSuggestions(state: State, changed: readonly Suggestion[]): State {
  const suggestions = new Map(state.suggestions);
  const missing = new Set(state.missing);
  for (const suggestion of changed) {
    suggestions.set(suggestion.id, suggestion);
    missing.delete(suggestion.id);
  }
  return { ...state, suggestions, missing };
}

/**
 * An answer gave the card, but the stream may have been faster: it counts only while the card is still the one
 * that was there when the call was made.
 */
export function withAnswer(state: State, answer: Suggestion, before: Suggestion | undefined): State {
  return state.suggestions.get(answer.id) === before ? withSuggestions(state, [answer]) : state;
}

/** One effect was read or changed; a new one goes on top of the log. */
export function withEffect(state: State, effect: Effect): State {
  const known = state.effects.some(({ id }) => id === effect.id);
  const effects = known
    ? state.effects.map((other) => (other.id === effect.id ? effect : other))
    : [effect, ...state.effects];
  return { ...state, effects };
}

/** The newest page of the log was read; older entries that are already here stay, by the rule for messages. */
export function withNewestEffects(state: State, { items, next }: Page<Effect>): State {
  const ids = new Set(items.map(({ id }) => id));
  const overlaps = state.effects.some(({ id }) => ids.has(id));
  const last = state.effects.findLastIndex(({ id }) => ids.has(id));
  const kept = overlaps ? state.effects.slice(last + 1) : [];
  const cursor = kept.length > 0 ? state.log.next : next;
  return { ...state, effects: [...items, ...kept], log: { state: 'read', next: cursor } };
}

/** An older page of the log was read. */
export function withOlderEffects(state: State, { items, next }: Page<Effect>): State {
  const known = new Set(state.effects.map(({ id }) => id));
  const older = items.filter(({ id }) => !known.has(id));
  return { ...state, effects: [...state.effects, ...older], log: { state: 'read', next } };
}

/** A message of ours is on its way, for the first time or again. */
export function withOutgoing(state: State, outgoing: Outgoing): State {
  const known = state.outgoing.some(({ id }) => id === outgoing.id);
  const list = known
    ? state.outgoing.map((other) => (other.id === outgoing.id ? outgoing : other))
    : [...state.outgoing, outgoing];
  return { ...state, outgoing: list };
}

/** A message of ours did not get through. Where it has appeared in the conversation meanwhile, it did. */
export function withFailed(state: State, id: string, reason: string): State {
  const outgoing = state.outgoing.map((one) =>
    one.id === id ? { ...one, state: 'failed' as const, reason } : one,
  );
  return { ...state, outgoing };
}

function withMessage(state: State, message: Message): State {
  const known = state.messages.some(({ id }) => id === message.id);
  if (known) {
    const messages = state.messages.map((other) => (other.id === message.id ? message : other));
    return { ...state, messages };
  }
  return {
    ...state,
    messages: [...state.messages, message],
    outgoing: withoutTaken(state.outgoing, [message]),
  };
}

/** A message that arrives with our words is ours: the oldest of ours with these words is no longer on its way. */
function withoutTaken(outgoing: readonly Outgoing[], fresh: readonly Message[]): readonly Outgoing[] {
  let left = outgoing;
  for (const { direction, author, text } of fresh) {
    if (direction !== 'in' || author.kind !== 'operator') continue;
    const taken = left.find((one) => one.text === text);
    left = left.filter((one) => one !== taken);
  }
  return left;
}
