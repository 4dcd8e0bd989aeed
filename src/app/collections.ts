import { jobs } from '../../adapters/scheduler/agenda/index.ts';
import { suggestions } from '../approvals/index.ts';
import { effects } from '../effects/index.ts';
import { cursors, events } from '../events/index.ts';
import { memoryCollections, recordMigrations } from '../memory/index.ts';
import { orchestratorCollections } from '../orchestrator/index.ts';
import { budgets } from '../policy/index.ts';
import type { CollectionSpec, Migration } from '../ports/index.ts';

/** Every collection there is, for the store to open. */
export const collections: readonly CollectionSpec[] = [
  events,
  cursors,
  ...memoryCollections,
  budgets,
  jobs,
  effects,
  suggestions,
  ...orchestratorCollections,
];

/** What brings a store of an older program to what the collections are now. */
export const migrations: readonly Migration[] = [...recordMigrations];
