import { hashOf } from '../../kernel/index.ts';
import type { Embedder, VectorShelf } from '../../ports/index.ts';
import type { Row } from './corpus.ts';
import type { Evidence } from './evidence.ts';
import { createPrototypes } from './prototypes.ts';
import type { Reading } from './reading.ts';

/** What the meaning of a text says. */
export interface MeaningEvidence {
  /** Rejects as the embedder does. */
  of(reading: Reading): Promise<Evidence>;
  ofRow(row: number): Promise<Evidence>;
}

interface Prepared {
  evidenceOf(vector: Float32Array, without?: number): Evidence;
  readonly vectors: readonly Float32Array[];
}

/** What the meaning of texts is taken from. */
export interface Meanings {
  readonly embedder: Embedder;
  /** Where the rows’ vectors are kept from one start to the next. */
  readonly shelf?: VectorShelf | undefined;
  /** How long a text waits for its meaning before its words decide: the first one waits for the model. */
  readonly maxWaitMs?: number;
}

/**
 * Embeds the rows when the first text comes, 1 s for five hundred, where the shelf does not have them. Where that fails,
 * the next text tries again.
 */
export function createMeaningEvidence(
  meanings: Meanings,
  rows: readonly Row[],
  intents: number,
): MeaningEvidence {
  let preparing: Promise<Prepared> | undefined;

  async function prepare(): Promise<Prepared> {
    const raw = await vectorsOf(rows, meanings);
    // All sentences have much in common; without that, what sets them apart counts.
    const middle = sumOf(raw).map((value) => value / raw.length);
    const vectors = raw.map((vector) => centred(vector, middle));
    const prototypes = createPrototypes(
      rows.map(({ intent }) => intent),
      {
        intents,
        lengthOfSum: (members) => {
          const sum = sumOf(members.map((row) => vectors[row] ?? new Float32Array()));
          return dot(sum, sum);
        },
      },
    );
    return {
      vectors: raw,
      evidenceOf: (vector, without) => {
        const own = centred(vector, middle);
        return prototypes.summarise(
          vectors.map((other) => dot(own, other)),
          without,
        );
      },
    };
  }

  function prepared(): Promise<Prepared> {
    preparing ??= prepare().catch((error: unknown) => {
      preparing = undefined;
      throw error;
    });
    return preparing;
  }

  return {
    of: async (reading) => {
      const { evidenceOf } = await prepared();
      const [embedding] = await meanings.embedder.embed([reading.meaning]);
      return evidenceOf(embedding?.vector ?? new Float32Array());
    },
    ofRow: async (row) => {
      const { vectors, evidenceOf } = await prepared();
      return evidenceOf(vectors[row] ?? new Float32Array(), row);
    },
  };
}

/** From the shelf, or else from the embedder. */
async function vectorsOf(
  rows: readonly Row[],
  { embedder, shelf }: Meanings,
): Promise<readonly Float32Array[]> {
  const texts = rows.map(({ reading }) => reading.meaning);
  const key = hashOf([embedder.model, ...texts]);
  const kept = await shelf?.read(key);
  if (kept) return split(kept, texts.length);
  const vectors = (await embedder.embed(texts)).map(({ vector }) => vector);
  // Without it the next start takes longer, no more.
  await shelf?.write(key, joinedOf(vectors)).catch(() => undefined);
  return vectors;
}

function joinedOf(vectors: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(vectors.reduce((length, vector) => length + vector.length, 0));
  let place = 0;
  for (const vector of vectors) {
    all.set(vector, place);
    place += vector.length;
  }
  return all;
}

function split(all: Float32Array, count: number): readonly Float32Array[] {
  const length = all.length / count;
  return Array.from({ length: count }, (_, i) => all.subarray(i * length, (i + 1) * length));
}

function sumOf(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors)
    for (let i = 0; i < sum.length; i += 1) sum[i] = (sum[i] ?? 0) + (vector[i] ?? 0);
  return sum;
}

/** Without the mean, and of length one again. */
function centred(vector: Float32Array, mean: Float32Array): Float32Array {
  const moved = vector.map((value, i) => value - (mean[i] ?? 0));
  const length = Math.sqrt(dot(moved, moved)) || 1;
  return moved.map((value) => value / length);
}

function dot(one: Float32Array | undefined, other: Float32Array | undefined): number {
  let sum = 0;
  if (one && other) for (let i = 0; i < one.length; i += 1) sum += (one[i] ?? 0) * (other[i] ?? 0);
  return sum;
}
