import type { Embedder } from '../../ports/index.ts';

/**
 * The vector of each text, in their order: from those that come with the model, else from the model, 3 ms each. Rejects
 * as the embedder does.
 */
export async function vectorsOf(
  texts: readonly string[],
  embedder: Embedder,
): Promise<readonly Float32Array[]> {
  const different = [...new Set(texts)];
  const shipped = (await embedder.known?.(different)) ?? [];
  const missing = different.filter((_, i) => !shipped[i]);
  const embeddings = missing.length > 0 ? await embedder.embed(missing) : [];
  if (embeddings.length !== missing.length)
    throw new TypeError(`${missing.length} texts gave ${embeddings.length} vectors.`);
  const vectors = new Map(missing.map((text, i) => [text, embeddings[i]?.vector] as const));
  different.forEach((text, i) => {
    if (shipped[i]) vectors.set(text, shipped[i]);
  });
  return texts.map((text) => vectors.get(text) ?? new Float32Array());
}
