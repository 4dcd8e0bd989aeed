import { withFailed, withNewestMessages, withOlderMessages, withOutgoing } from '../state/changes.ts';
import type { World } from './world.ts';

export function createChatActions({ store, api, newId }: World) {
  /**
   * Reads the newest page of the conversation; false if it could not. What it shows appears once `others` have come too,
   * so that a message and its card are drawn together.
   */
  async function readMessages(others?: Promise<unknown>): Promise<boolean> {
    const page = await api.messages();
    await others;
    store.update((state) => {
      if (page.ok) return withNewestMessages(state, page.value);
      return state.chat.state === 'read' ? state : { ...state, chat: { state: 'failed', next: null } };
    });
    return page.ok;
  }

  /** Reads the page before the oldest message that is shown. */
  async function readOlderMessages(): Promise<void> {
    const { next } = store.get().chat;
    const page = next === null ? undefined : await api.messages(next);
    if (page?.ok) store.update((state) => withOlderMessages(state, page.value));
  }

  /** Sends a message; to try one again, give its id, so that it is taken once however often it is sent. */
  async function send(text: string, id = newId()): Promise<void> {
    store.update((state) => withOutgoing(state, { id, text, state: 'sending' }));
    const sent = await api.send(id, text);
    if (!sent.ok) {
      const reason = sent.problem.status === 0 ? '' : sent.problem.detail;
      return store.update((state) => withFailed(state, id, reason));
    }
    const { outgoing, online } = store.get();
    const unseen = outgoing.some((one) => one.id === id);
    if (unseen && (!online || sent.value.duplicate)) await readMessages();
  }

  return { readMessages, readOlderMessages, send };
}
