import type { Decision, Result, Suggestion } from '../api/types.ts';
import { withAnswer, withSuggestions } from '../state/changes.ts';
import { withNews } from '../state/news.ts';
import { pendingCards } from '../state/state.ts';
import { words } from '../words.ts';
import type { World } from './world.ts';

export function createCardActions({ store, api, newId }: World) {
  /** Reads all that wait, the newest of the others, and what waited here before; false if it could not. */
  async function readCards(): Promise<boolean> {
    const before = pendingCards(store.get());
    const [recent, waiting] = await Promise.all([api.recentCards(), waitingCards()]);
    if (!recent.ok || !waiting) return false;
    const read = [...recent.value.items, ...waiting];
    store.update((state) => withSuggestions(state, read));
    const ids = new Set(read.map(({ id }) => id));
    const left = before.filter(({ id }) => !ids.has(id));
    const found = await Promise.all(left.map(({ id }) => readSuggestion(id)));
    return found.every(Boolean);
  }

  async function waitingCards(after?: string): Promise<readonly Suggestion[] | undefined> {
    const page = await api.waitingCards(after);
    if (!page.ok) return undefined;
    const { items, next } = page.value;
    if (next === null) return items;
    const rest = await waitingCards(next);
    return rest && [...items, ...rest];
  }

  /** Reads one card, as it is now; false if it could not. */
  async function readSuggestion(id: string): Promise<boolean> {
    const before = store.get().suggestions.get(id);
    const read = await api.suggestion(id);
    store.update((state) => {
      if (read.ok) return withAnswer(state, read.value, before);
      return before ? state : { ...state, missing: new Set([...state.missing, id]) };
    });
    return read.ok;
  }

  /**
   * Decides a card. An edit answers the new card. Where the card had changed or expired, it and its successor are
   * read again, so that what is shown is what is so.
   */
  async function decide(suggestion: Suggestion, decision: Decision): Promise<Result<Suggestion>> {
    const { id } = suggestion;
    const before = store.get().suggestions.get(id);
    const answer = await api.decide(id, decision);
    if (answer.ok) {
      const replaced = answer.value.id !== id;
      store.update((state) => withAnswer(state, answer.value, replaced ? undefined : before));
      if (replaced) await readSuggestion(id);
      else store.update((state) => withNews(state, { id: newId(), text: outcomeOf(answer.value) }));
    } else if (answer.problem.status === 409 || answer.problem.status === 410) {
      await readSuggestion(id);
      const next = store.get().suggestions.get(id)?.supersededBy;
      if (next !== undefined) await readSuggestion(next);
    }
    return answer;
  }

  return { readCards, readSuggestion, decide, readForm: api.form, readWhy: api.why };
}

function outcomeOf({ outcome, status }: Suggestion): string {
  return outcome ?? words.card.outcomes[status];
}
