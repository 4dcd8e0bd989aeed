import { z } from 'zod';
import { defineCollection } from '../events/index.ts';
import type { Store } from '../ports/index.ts';

/** How a start goes that takes up what the last process left; gone once it has come to its end. */
export const recoveries = defineCollection<{
  /** What is being taken up just now: a run, or the event of a turn. */
  readonly trying: string | null;
  /** At how many starts one after the other. */
  readonly starts: number;
}>({
  name: 'recoveries',
  schemaVersion: 1,
  indexes: [],
  schema: z.strictObject({ trying: z.string().nullable(), starts: z.int() }),
  index: () => ({}),
});

/** Takes care that nothing ends the process at each start anew. */
export interface Recovery {
  /** Whether the last start did not come so far: then one thing is taken up after the other. */
  readonly isCareful: boolean;
  /** Call before something is taken up; false for what was being taken up each time that the process ended. */
  mayTry(id: string): Promise<boolean>;
  /** Call once all is taken up. */
  done(): Promise<void>;
}

const ID = 'start';
/** Once can be chance: a power cut. */
const MAX_STARTS = 2;

/**
 * Begins to take up what was left. What ended the process the first time ends it at the next start perhaps, among others;
 * the start after that takes up one thing after the other and writes down which, and so those after it know the culprit.
 */
export async function beginRecovery(store: Store): Promise<Recovery> {
  let found = await recoveries.read(store, ID);
  const before = found?.body;
  const isCareful = found !== undefined;

  async function write(trying: string | null): Promise<void> {
    const starts = trying !== null && trying === before?.trying ? before.starts + 1 : 1;
    const document = recoveries.toDocument(ID, { trying, starts });
    const collection = recoveries.name;
    const operation = found
      ? ({ kind: 'replace', collection, document, expected: found.revision } as const)
      : ({ kind: 'insert', collection, document } as const);
    await store.commit({ operations: [operation] });
    found = { id: ID, revision: (found?.revision ?? 0) + 1, body: { trying, starts } };
  }

  if (!isCareful) await write(null);
  return {
    isCareful,
    mayTry: async (id) => {
      if (id === before?.trying && before.starts >= MAX_STARTS) return false;
      if (isCareful) await write(id);
      return true;
    },
    done: async () => {
      await store.commit({ operations: [{ kind: 'delete', collection: recoveries.name, id: ID }] });
      found = undefined;
    },
  };
}
