import type { Problem, Resolution, Result } from '../api/types.ts';
import { withAnswer, withEffect, withNewestEffects, withOlderEffects } from '../state/changes.ts';
import type { World } from './world.ts';

export function createLogActions({ store, api }: World) {
  /** Reads the newest page of the log; false if it could not. */
  async function readEffects(): Promise<boolean> {
    const page = await api.effects();
    store.update((state) => {
      if (page.ok) return withNewestEffects(state, page.value);
      return state.log.state === 'read' ? state : { ...state, log: { state: 'failed', next: null } };
    });
    return page.ok;
  }

  /** Reads the page before the oldest entry that is shown. */
  async function readOlderEffects(): Promise<void> {
    const { next } = store.get().log;
    const page = next === null ? undefined : await api.effects(next);
    if (page?.ok) store.update((state) => withOlderEffects(state, page.value));
  }

  /** Says what became of an effect of which nobody knows it. */
  async function resolve(id: string, outcome: Resolution): Promise<Problem | undefined> {
    const answer = await api.resolve(id, outcome);
    if (!answer.ok) return answer.problem;
    store.update((state) => withEffect(state, answer.value));
    return undefined;
  }

  /** Undoes an effect: at once where that is purely local (`done`), else by a new card. */
  async function undo(id: string): Promise<Result<'card' | 'done'>> {
    const answer = await api.undo(id);
    if (!answer.ok) return answer;
    const { value } = answer;
    const isCard = 'hash' in value;
    store.update((state) => (isCard ? withAnswer(state, value, undefined) : withEffect(state, value)));
    return { ok: true, value: isCard ? 'card' : 'done' };
  }

  return { readEffects, readOlderEffects, resolve, undo };
}
