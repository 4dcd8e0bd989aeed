import { createCardActions } from './cards.ts';
import { createChatActions } from './chat.ts';
import { createEverythingActions } from './everything.ts';
import { createLive } from './live.ts';
import { createLogActions } from './log.ts';
import { createSessionActions } from './session.ts';
import { createSettingsActions } from './settings.ts';
import { createWorkflowActions } from './workflows.ts';
import type { World } from './world.ts';

export type Actions = ReturnType<typeof createActions>;

/** Everything the page does beyond drawing: calls the API, and brings what it learns into the store. */
export function createActions(world: World) {
  const chat = createChatActions(world);
  const cards = createCardActions(world);
  const log = createLogActions(world);
  const everything = createEverythingActions(world);
  const settings = createSettingsActions(world);
  const workflows = createWorkflowActions(world, log);

  /** Reads everything that is shown anew; false if a part of it could not be read. */
  async function refresh(): Promise<boolean> {
    const problem = settings.readSettings();
    const others = Promise.all([log.readEffects(), cards.readCards()]);
    const parts = [await chat.readMessages(others), ...(await others)];
    return (await problem) === undefined && parts.every(Boolean);
  }

  const live = createLive(world.store, { refresh, probe: settings.readSettings });
  const session = createSessionActions(world, { live, takeZone: settings.takeZone });
  return { ...chat, ...cards, ...log, ...everything, ...settings, ...workflows, ...session };
}
