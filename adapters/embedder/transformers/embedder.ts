import { isMainstayError, MainstayError } from '../../../src/kernel/index.ts';
import type { Embedder, Embedding, EmbeddingKind } from '../../../src/ports/index.ts';
import { createVectorCache } from './cache.ts';
import type { Thread } from './thread.ts';

/** A model reads 512 tokens; what is beyond them would only be cut into tokens in vain. */
const MAX_CHARS = 4_000;
const BATCH_SIZE = 16;
/** 4 MB of vectors. */
const MAX_CACHED = 2_500;
const QUERY_PREFIX = 'Represent this sentence for searching relevant passages: ';

export interface EmbedderOptions {
  /** Goes with every vector. */
  readonly model: string;
  start(): Promise<Thread>;
}

interface Job {
  readonly texts: readonly string[];
  readonly vectors: Float32Array[];
  resolve(vectors: readonly Float32Array[]): void;
  reject(error: unknown): void;
}

/**
 * Batches, caches, and replaces a thread that dies, once for the batch that it held. `start` is called when the first
 * text comes; where it rejects, it is not tried again, and every call rejects with its error.
 */
export function createEmbedder({ model, start }: EmbedderOptions): Embedder {
  const cache = createVectorCache(MAX_CACHED);
  const jobs = new Set<Job>();
  let thread: Promise<Thread> | undefined;
  let unusable: unknown;
  let draining: Promise<void> | undefined;
  let closed = false;

  async function load(): Promise<Thread> {
    try {
      return await start();
    } catch (error) {
      unusable = isMainstayError(error) ? error : failed(error);
      throw unusable;
    }
  }

  async function compute(texts: readonly string[]): Promise<readonly Float32Array[]> {
    if (unusable !== undefined) throw unusable;
    for (let attempt = 1; ; attempt += 1) {
      const current = await (thread ??= load());
      try {
        return await current.embed(texts);
      } catch (error) {
        thread = undefined;
        if (attempt === 2 || closed) throw failed(error);
      }
    }
  }

  /** One batch after the other; a single text goes before lists. */
  async function drain(): Promise<void> {
    for (;;) {
      const waiting = [...jobs];
      const job = waiting.find(({ texts }) => texts.length === 1) ?? waiting[0];
      if (!job) return;
      try {
        const from = job.vectors.length;
        job.vectors.push(...(await compute(job.texts.slice(from, from + BATCH_SIZE))));
        if (job.vectors.length < job.texts.length) continue;
        job.resolve(job.vectors);
      } catch (error) {
        job.reject(error);
      }
      jobs.delete(job);
    }
  }

  function request(texts: readonly string[]): Promise<readonly Float32Array[]> {
    return new Promise((resolve, reject) => {
      jobs.add({ texts, vectors: [], resolve, reject });
      draining ??= drain().finally(() => {
        draining = undefined;
      });
    });
  }

  return {
    embed: async (texts, kind = 'text') => {
      if (closed) throw new MainstayError('STOPPING');
      const asked = texts.map((text) => {
        const input = inputOf(text, kind);
        const key = cache.keyOf(input);
        return { input, key, found: cache.get(key) };
      });
      const fresh = new Map(asked.filter(({ found }) => !found).map(({ key, input }) => [key, input]));
      const vectors = fresh.size === 0 ? [] : await request([...fresh.values()]);
      const computed = new Map([...fresh.keys()].map((key, i) => [key, vectors[i]]));
      for (const [key, vector] of computed) if (vector) cache.set(key, vector);
      return asked.map(({ key, found }): Embedding => {
        const vector = found ?? computed.get(key);
        if (!vector) throw failed(new Error('it gave too few vectors'));
        return { model, vector };
      });
    },
    close: async () => {
      closed = true;
      for (const job of jobs) job.reject(new MainstayError('STOPPING'));
      jobs.clear();
      // What the thread computes just now is waited for, 0.1 s at most.
      await draining;
      const loaded = await thread?.catch(() => undefined);
      thread = undefined;
      await loaded?.close();
    },
  };
}

function inputOf(text: string, kind: EmbeddingKind): string {
  const whole = text.slice(0, MAX_CHARS).toWellFormed();
  return kind === 'query' ? `${QUERY_PREFIX}${whole}` : whole;
}

function failed(error: unknown): MainstayError {
  const reason = error instanceof Error ? error.message : String(error);
  return new MainstayError('EMBEDDER_FAILED', { values: { reason }, cause: error });
}
