import { createHash } from 'node:crypto';

/** Remembers the vectors of the texts that were asked last, by the hash of their content, in memory only. */
export interface VectorCache {
  keyOf(text: string): string;
  get(key: string): Float32Array | undefined;
  set(key: string, vector: Float32Array): void;
}

/** Forgets what was asked longest ago once it holds more than `maxEntries`. */
export function createVectorCache(maxEntries: number): VectorCache {
  // A map keeps the order of insertion: what is used again moves to its end.
  const entries = new Map<string, Float32Array>();
  return {
    keyOf: (text) => createHash('sha256').update(text).digest('base64'),
    get: (key) => {
      const found = entries.get(key);
      if (!found) return undefined;
      entries.delete(key);
      entries.set(key, found);
      return found;
    },
    set: (key, vector) => {
      entries.delete(key);
      entries.set(key, vector);
      for (const oldest of entries.keys()) {
        if (entries.size <= maxEntries) break;
        entries.delete(oldest);
      }
    },
  };
}
