import { createMemoryStore } from '../../test/fakes/memory-store.ts';
import { createUnits, events } from '../events/index.ts';
import { openEventLog } from '../events/log.ts';
import type { Cause, Event } from '../kernel/index.ts';
import { memoryCollections } from './index.ts';

/** 09:00 UTC on 23 November 2026. */
const NOON = Date.UTC(2026, 10, 23, 9);

export const CAUSE: Cause = { at: NOON, by: 'operator', correlationId: 'evt_turn' };

/** The room on an empty store, with ids that count. */
export async function openRoom() {
  const store = createMemoryStore([events, ...memoryCollections]);
  const anchor = { read: async () => undefined, write: async () => {} };
  const log = await openEventLog({ store, anchor, key: 'key', salt: () => 'salt' });
  let made = 0;
  const ids = (prefix: string) => `${prefix}_${(made += 1)}`;
  const told = async (): Promise<readonly Event[]> => (await log.read({}, { limit: 1000 })).items;
  return { store, log, units: createUnits(store, log), ids, told };
}
