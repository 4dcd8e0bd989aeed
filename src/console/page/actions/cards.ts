import type { Decision, Result, Suggestion } from '../api/types.ts';
import { withAnswer, withSuggestions } from '../state/changes.ts';
import type { World } from './world.ts';

export function createCardActions({ store, api }: World) {
  /** Reads every card that waits. */
  async function readWaiting(): Promise<void> {
    let after: string | undefined;
    do {
      const page = await api.waiting(after);
      if (!page.ok) return;
      store.update((state) => withSuggestions(state, page.value.items));
      after = page.value.next ?? undefined;
    } while (after);
  }

  /** Reads one card, as it is now. */
  async function readSuggestion(id: string): Promise<void> {
    const before = store.get().suggestions.get(id);
    const read = await api.suggestion(id);
    store.update((state) => {
      if (read.ok) return withAnswer(state, read.value, before);
      return before ? state : { ...state, missing: new Set([...state.missing, id]) };
    });
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
    } else if (answer.problem.status === 409 || answer.problem.status === 410) {
      await readSuggestion(id);
      const next = store.get().suggestions.get(id)?.supersededBy;
      if (next !== undefined) await readSuggestion(next);
    }
    return answer;
  }

  return { readWaiting, readSuggestion, decide, readForm: api.form, readWhy: api.why };
}
