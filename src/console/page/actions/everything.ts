import type { Looking } from '../api/client.ts';
import type { World } from './world.ts';

export function createEverythingActions({ store, api }: World) {
  /** Looks at something else; it is read once that is done. */
  function lookAt(looking: Looking): void {
    store.update((state) => ({ ...state, looking }));
  }

  /** Reads the first page of what is looked at; an answer counts only while that is still so. */
  async function readEntries(): Promise<void> {
    const { looking } = store.get();
    const page = await api.everything(looking);
    store.update((state) => {
      if (state.looking !== looking) return state;
      if (!page.ok) return { ...state, entries: [], list: { state: 'failed', next: null } };
      const { items, next } = page.value;
      return { ...state, entries: items, list: { state: 'read', next } };
    });
  }

  async function readMoreEntries(): Promise<void> {
    const { looking, list, entries } = store.get();
    const page = list.next === null ? undefined : await api.everything(looking, list.next);
    if (!page?.ok) return;
    const { items, next } = page.value;
    store.update((state) =>
      state.looking === looking && state.entries === entries
        ? { ...state, entries: [...entries, ...items], list: { state: 'read', next } }
        : state,
    );
  }

  /** Reads what today is about; what was read before stays where that fails. */
  async function readToday(): Promise<void> {
    const answer = await api.digest();
    if (answer.ok) store.update((state) => ({ ...state, today: answer.value.morning?.text ?? '' }));
  }

  return { lookAt, readEntries, readMoreEntries, readToday, readItem: api.item };
}
