import { MainstayError } from '../../../src/kernel/index.ts';
import type { Embedder, EmbeddingKind } from '../../../src/ports/index.ts';
import { createVectorCache } from './cache.ts';
import { createQueue } from './queue.ts';
import { createRunner } from './runner.ts';
import type { Thread } from './thread.ts';

/** A model reads 512 tokens; what is beyond them would only be cut into tokens in vain. */
const MAX_CHARS = 4_000;
/** 4 MB of vectors. */
const MAX_CACHED = 2_500;
const QUERY_PREFIX = 'Represent this sentence for searching relevant passages: ';

export interface EmbedderOptions {
  /** Goes with every vector. */
  readonly model: string;
  /** Called when the first text comes. */
  start(): Promise<Thread>;
}

/** An embedder over a thread that has the model. */
export function createEmbedder({ model, start }: EmbedderOptions): Embedder {
  const cache = createVectorCache(MAX_CACHED);
  const runner = createRunner(start);
  const queue = createQueue(runner);
  let isClosed = false;
  return {
    model,
    embed: async (texts, kind = 'text') => {
      if (isClosed) throw new MainstayError('STOPPING');
      const inputs = texts.map((text) => inputOf(text, kind));
      const keys = inputs.map(cache.keyOf);
      const known = new Map(keys.map((key) => [key, cache.get(key)]));
      const fresh = new Map(inputs.map((input, i) => [keys[i] ?? '', input]));
      for (const [key, vector] of known) if (vector) fresh.delete(key);
      // Texts of one batch are filled up to the longest: like lengths together take half the time.
      const sorted = [...fresh].toSorted(([, one], [, other]) => one.length - other.length);
      const vectors = sorted.length === 0 ? [] : await queue.request(sorted.map(([, input]) => input));
      sorted.forEach(([key], i) => {
        known.set(key, vectors[i]);
        if (vectors[i]) cache.set(key, vectors[i]);
      });
      return keys.map((key) => ({ model, vector: known.get(key) ?? new Float32Array() }));
    },
    close: async () => {
      isClosed = true;
      await queue.close();
      await runner.close();
    },
  };
}

function inputOf(text: string, kind: EmbeddingKind): string {
  const whole = text.slice(0, MAX_CHARS).toWellFormed();
  return kind === 'query' ? `${QUERY_PREFIX}${whole}` : whole;
}
