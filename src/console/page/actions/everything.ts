import type { Looking } from '../api/client.ts';
import type { World } from './world.ts';

/** How much is read at once, and at most. */
const PAGE = 50;
const MOST = 500;

export function createEverythingActions({ store, api }: World) {
  /** Looks at something else; it is read once that is done. */
  function lookAt(looking: Looking): void {
    store.update((state) => {
      const { filter, search } = state.looking;
      return filter === looking.filter && search === looking.search ? state : { ...state, looking };
    });
  }

  /**
   * Reads what is looked at anew, as far as it was read before; an answer counts only while that is still looked at. What
   * is there stays where it cannot be read.
   */
  async function readEntries(): Promise<void> {
    const { looking, entries } = store.get();
    const page = await api.everything(looking, { limit: Math.min(MOST, Math.max(PAGE, entries.length)) });
    store.update((state) => {
      if (state.looking !== looking) return state;
      if (page.ok) {
        const { items, next } = page.value;
        return { ...state, entries: items, list: { state: 'read', next } };
      }
      return state.list.state === 'read' ? state : { ...state, list: { state: 'failed', next: null } };
    });
  }

  async function readMoreEntries(): Promise<void> {
    const { looking, list } = store.get();
    const page = list.next === null ? undefined : await api.everything(looking, { after: list.next });
    if (!page?.ok) return;
    const { items, next } = page.value;
    store.update((state) => {
      if (state.looking !== looking) return state;
      const known = new Set(state.entries.map(({ id }) => id));
      const entries = [...state.entries, ...items.filter(({ id }) => !known.has(id))];
      return { ...state, entries, list: { state: 'read', next } };
    });
  }

  /** Reads what today is about; what was read before stays where that fails. */
  async function readToday(): Promise<void> {
    const answer = await api.digest();
    if (answer.ok) store.update((state) => ({ ...state, today: answer.value.today ?? '' }));
  }

  return { lookAt, readEntries, readMoreEntries, readToday, readItem: api.item, readEffect: api.effect };
}
