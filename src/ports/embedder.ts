/** A text's meaning as a unit vector: the dot product of two is their likeness. Vectors of two models never mix. */
export interface Embedding {
  readonly model: string;
  readonly vector: Float32Array;
}

/** `query` for a question whose answers are looked for among texts; `text` for all else, also to compare texts. */
export type EmbeddingKind = 'text' | 'query';

/** Turns texts into vectors. May take its time before the first answer, and may have none: every caller does without. */
export interface Embedder {
  /** The model that every vector comes from. */
  readonly model: string;
  /**
   * One embedding for each text, in their order; what was asked before comes from memory. A single text goes before
   * lists, so that a message never waits behind an import. Only a text's beginning counts (4,000 characters).
   * Rejects with MODEL_MISSING or MODEL_DAMAGED, then each time; with EMBEDDER_FAILED; with STOPPING after `close`.
   */
  embed(texts: readonly string[], kind?: EmbeddingKind): Promise<readonly Embedding[]>;
  /** Gives back what it holds; what is under way is rejected. May be repeated. */
  close(): Promise<void>;
}

/** Keeps vectors that are made of the same texts at each start. It may forget anything at any time. */
export interface VectorShelf {
  read(key: string): Promise<Float32Array | undefined>;
  write(key: string, values: Float32Array): Promise<void>;
}
