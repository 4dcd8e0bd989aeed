import { suggestions } from '../approvals/index.ts';
import { effects } from '../effects/index.ts';
import { reapplyCarried } from '../events/index.ts';
import { runs } from '../orchestrator/index.ts';
import type { Store } from '../ports/index.ts';
import type { Parts } from './parts.ts';

/** Writes what the last process decided and a crash kept from being written; a run causes cards, and a card effects. */
export async function reapplyAll(store: Store, { units }: Pick<Parts, 'units'>): Promise<void> {
  await reapplyCarried({ store, units }, runs);
  await reapplyCarried({ store, units }, suggestions);
  await reapplyCarried({ store, units }, effects);
}
