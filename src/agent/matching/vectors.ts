import { sha256 } from '../../kernel/index.ts';
import type { Embedder, VectorShelf } from '../../ports/index.ts';

/** A text is known by so many numbers before its vector; whole numbers below 2^24 are exact in 32 bits. */
const MARKS = 2;
const MARK_DIGITS = 6;

/**
 * The vector of each text, in their order: from the shelf, or else from the embedder, 3 ms each; a changed example costs
 * that example only. Rejects as the embedder does. The shelf then holds these texts and no others.
 */
export async function vectorsOf(
  texts: readonly string[],
  { embedder, shelf }: { readonly embedder: Embedder; readonly shelf?: VectorShelf | undefined },
): Promise<readonly Float32Array[]> {
  const kept = (await shelf?.read(embedder.model)) ?? new Float32Array();
  const known = new Map(split(kept).map((entry) => [nameOf(entry), entry.subarray(MARKS)] as const));
  const names = texts.map((text) => nameOf(marksOf(text)));
  const missing = [...new Set(texts.filter((_, i) => !known.has(names[i] ?? '')))];
  if (missing.length > 0) {
    const embeddings = await embedder.embed(missing);
    for (const [i, { vector }] of embeddings.entries()) known.set(nameOf(marksOf(missing[i] ?? '')), vector);
  }
  const vectors = names.map((name) => known.get(name) ?? new Float32Array());
  const isSame = missing.length === 0 && known.size === new Set(names).size;
  // Without it the next start takes longer, no more.
  if (shelf && !isSame) await shelf.write(embedder.model, joinedOf(texts, vectors)).catch(() => undefined);
  return vectors;
}

function marksOf(text: string): Float32Array {
  const hash = sha256(text);
  return Float32Array.from({ length: MARKS }, (_, i) =>
    Number.parseInt(hash.slice(i * MARK_DIGITS, (i + 1) * MARK_DIGITS), 16),
  );
}

function nameOf(entry: Float32Array): string {
  return entry.subarray(0, MARKS).join(' ');
}

/** The length of an entry stands first. */
function split(kept: Float32Array): readonly Float32Array[] {
  const length = kept[0] ?? 0;
  if (!(length > MARKS) || (kept.length - 1) % length !== 0) return [];
  return Array.from({ length: (kept.length - 1) / length }, (_, i) =>
    kept.subarray(1 + i * length, 1 + (i + 1) * length),
  );
}

function joinedOf(texts: readonly string[], vectors: readonly Float32Array[]): Float32Array {
  const entries = new Map(texts.map((text, i) => [text, vectors[i] ?? new Float32Array()] as const));
  const length = MARKS + (vectors[0]?.length ?? 0);
  const all = new Float32Array(1 + entries.size * length);
  all[0] = length;
  let place = 1;
  for (const [text, vector] of entries) {
    all.set(marksOf(text), place);
    all.set(vector, place + MARKS);
    place += length;
  }
  return all;
}
