import { MainstayError } from '../../../src/kernel/index.ts';
import type { Runner } from './runner.ts';

const BATCH_SIZE = 32;

interface Job {
  readonly texts: readonly string[];
  readonly vectors: Float32Array[];
  resolve(vectors: readonly Float32Array[]): void;
  reject(error: unknown): void;
}

/** Takes lists of texts to the runner, one batch after the other; a single text goes before lists. */
export interface Queue {
  request(texts: readonly string[]): Promise<readonly Float32Array[]>;
  /** Rejects what waits, and resolves once the batch under way has ended, 0.1 s at most. */
  close(): Promise<void>;
}

export function createQueue(runner: Runner): Queue {
  const jobs = new Set<Job>();
  let draining: Promise<void> | undefined;

  async function drain(): Promise<void> {
    for (;;) {
      const waiting = [...jobs];
      const job = waiting.find(({ texts }) => texts.length === 1) ?? waiting[0];
      if (!job) {
        // In the same breath as the look, so that nothing is added in between and never taken.
        draining = undefined;
        return;
      }
      if (await isOver(job)) jobs.delete(job);
    }
  }

  async function isOver({ texts, vectors, resolve, reject }: Job): Promise<boolean> {
    try {
      vectors.push(...(await runner.run(texts.slice(vectors.length, vectors.length + BATCH_SIZE))));
      if (vectors.length < texts.length) return false;
      resolve(vectors);
    } catch (error) {
      reject(error);
    }
    return true;
  }

  return {
    request: (texts) =>
      new Promise((resolve, reject) => {
        jobs.add({ texts, vectors: [], resolve, reject });
        draining ??= drain();
      }),
    close: async () => {
      for (const job of jobs) job.reject(new MainstayError('STOPPING'));
      jobs.clear();
      await draining;
    },
  };
}
