import { isMainstayError, MainstayError } from '../../../src/kernel/index.ts';
import type { Thread } from './thread.ts';

/** Runs batches on a thread that starts with the first one. */
export interface Runner {
  /** Call it for one batch at a time. Rejects with a MainstayError. */
  run(texts: readonly string[]): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
}

/**
 * A thread that dies is replaced once for the batch that it held. Where `start` rejects, it is not called again, and
 * every batch rejects with its error.
 */
export function createRunner(start: () => Promise<Thread>): Runner {
  let thread: Promise<Thread> | undefined;
  let unusable: MainstayError | undefined;

  async function load(): Promise<Thread> {
    try {
      return await start();
    } catch (error) {
      unusable = failed(error);
      throw unusable;
    }
  }

  return {
    run: async (texts) => {
      for (let attempt = 1; ; attempt += 1) {
        if (unusable) throw unusable;
        const current = await (thread ??= load());
        try {
          return await current.embed(texts);
        } catch (error) {
          thread = undefined;
          if (attempt === 2) throw failed(error);
        }
      }
    },
    close: async () => {
      const loaded = await thread?.catch(() => undefined);
      thread = undefined;
      await loaded?.close();
    },
  };
}

function failed(error: unknown): MainstayError {
  if (isMainstayError(error)) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new MainstayError('EMBEDDER_FAILED', { values: { reason }, cause: error });
}
