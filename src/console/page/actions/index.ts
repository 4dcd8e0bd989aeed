import { pendingCards } from '../state/state.ts';
import { createCardActions } from './cards.ts';
import { createChatActions } from './chat.ts';
import { createLive } from './live.ts';
import { createLogActions } from './log.ts';
import { createSessionActions } from './session.ts';
import { createSettingsActions } from './settings.ts';
import type { World } from './world.ts';

export type Actions = ReturnType<typeof createActions>;

/** Everything the page does beyond drawing: calls the API, and brings what it learns into the store. */
export function createActions(world: World) {
  const chat = createChatActions(world);
  const cards = createCardActions(world);
  const log = createLogActions(world);
  const settings = createSettingsActions(world);

  /** Reads all lists; a card that waited before and is in no list any more was decided, and is read by itself. */
  async function refresh(): Promise<void> {
    const before = pendingCards(world.store.get());
    await Promise.all([settings.readSettings(), chat.readMessages(), log.readEffects(), cards.readWaiting()]);
    await Promise.all(before.map(({ id }) => cards.readSuggestion(id)));
  }

  const live = createLive(world.store, { refresh, probe: settings.readSettings });
  const session = createSessionActions(world, { live, takeZone: settings.takeZone });
  return { ...chat, ...cards, ...log, ...settings, ...session };
}
