import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** A thread that has the model loaded. Takes one batch at a time. */
export interface Thread {
  /** One vector for each text. Rejects where the thread ends under it, and where the model cannot read them. */
  embed(texts: readonly string[]): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
  /** Ends it at once, whatever it does. */
  kill(): Promise<void>;
}

type Answer = { readonly ready: true } | { readonly failed: string } | { readonly data: Float32Array };

const CLOSE_MS = 2_000;

/** Resolves once the model is loaded, 0.3 s; rejects where it cannot be. The thread keeps no process alive. */
export async function startThread(folder: string): Promise<Thread> {
  const worker = new Worker(workerFile(), { workerData: { folder } });
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => {
    worker.once('exit', () => {
      hasEnded = true;
      resolve();
    });
  });
  // Without a listener an error of a thread ends the process; whoever waits for an answer hears of it below.
  worker.on('error', () => undefined);
  await answerOf(worker);
  worker.unref();
  return {
    embed: async (texts) => {
      if (hasEnded) throw new Error('its thread has ended');
      worker.ref();
      try {
        const answer = answerOf(worker);
        worker.postMessage({ texts });
        return split(await answer, texts.length);
      } finally {
        worker.unref();
      }
    },
    close: async () => {
      if (hasEnded) return;
      worker.ref();
      worker.postMessage({ close: true });
      // Ended from outside while it computes, the runtime may take the process with it; so that comes last.
      const late = setTimeout(() => void worker.terminate(), CLOSE_MS);
      await ended;
      clearTimeout(late);
    },
    kill: async () => {
      await worker.terminate();
    },
  };
}

/** The next message, or why there will be none. */
function answerOf(worker: Worker): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const settle = (then: () => void) => {
      worker.off('message', onMessage).off('error', onError).off('exit', onExit);
      then();
    };
    const onMessage = (answer: Answer) => settle(() => resolve(answer));
    const onError = (error: Error) => settle(() => reject(error));
    const onExit = (code: number) => settle(() => reject(new Error(`its thread ended with code ${code}`)));
    worker.on('message', onMessage).on('error', onError).on('exit', onExit);
  });
}

function split(answer: Answer, count: number): readonly Float32Array[] {
  if ('failed' in answer) throw new Error(answer.failed);
  if (!('data' in answer)) throw new Error('its thread gave no vectors');
  const { data } = answer;
  const dimensions = data.length / count;
  return Array.from({ length: count }, (_, i) => data.slice(i * dimensions, (i + 1) * dimensions));
}

/** Beside this file in the sources, and under a name of its own beside the compiled program. */
function workerFile(): string {
  const inSources = fileURLToPath(new URL('worker.mjs', import.meta.url));
  return existsSync(inSources) ? inSources : fileURLToPath(new URL('embedder-worker.js', import.meta.url));
}
