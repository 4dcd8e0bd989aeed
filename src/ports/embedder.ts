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
  /**
   * The vectors of texts that come with the model, without loading it; undefined for all others. They are a little
   * coarser than those of `embed`. Never rejects.
   */
  known?(texts: readonly string[]): Promise<readonly (Float32Array | undefined)[]>;
  /** Gives back what it holds; what is under way is rejected. May be repeated. */
  close(): Promise<void>;
}
