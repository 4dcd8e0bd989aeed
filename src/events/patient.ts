import { isMainstayError } from '../kernel/index.ts';
import type { Store } from '../ports/index.ts';

/**
 * The store as work has it that nobody outside could repeat, such as what became of a mail: a commit waits while the disk
 * is full or the store cannot be reached. `pause` resolves after a while, with false once waiting is of no use any more.
 */
export function patientStore(store: Store, pause: () => Promise<boolean>): Store {
  return {
    ...store,
    commit: async (batch) => {
      for (;;) {
        try {
          return await store.commit(batch);
        } catch (error) {
          if (!isOutage(error) || !(await pause())) throw error;
        }
      }
    },
  };
}

function isOutage(error: unknown): boolean {
  return isMainstayError(error) && (error.code === 'STORE_FULL' || error.code === 'STORE_UNAVAILABLE');
}
