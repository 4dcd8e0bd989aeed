import type { Embedder } from '../../ports/index.ts';
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

/** Embeds the rows when the first text comes: 1 s for a thousand. Where that fails, the next text tries again. */
export function createMeaningEvidence(
  embedder: Embedder,
  rows: readonly Row[],
  intents: number,
): MeaningEvidence {
  let preparing: Promise<Prepared> | undefined;

  async function prepare(): Promise<Prepared> {
    const embedded = await embedder.embed(rows.map(({ reading }) => reading.meaning));
    const raw = embedded.map(({ vector }) => vector);
    // All sentences have much in common; without that, what sets them apart counts.
    const middle = meanOf(raw);
    const vectors = raw.map((vector) => centred(vector, middle));
    const prototypes = createPrototypes(
      rows.map(({ intent }) => intent),
      {
        intents,
        likenesses: (row, to) => to.map((other) => dot(vectors[row], vectors[other])),
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
      const [embedding] = await embedder.embed([reading.meaning]);
      return evidenceOf(embedding?.vector ?? new Float32Array());
    },
    ofRow: async (row) => {
      const { vectors, evidenceOf } = await prepared();
      return evidenceOf(vectors[row] ?? new Float32Array(), row);
    },
  };
}

function meanOf(vectors: readonly Float32Array[]): Float32Array {
  const mean = new Float32Array(vectors[0]?.length ?? 0);
  for (const vector of vectors)
    for (let i = 0; i < mean.length; i += 1) mean[i] = (mean[i] ?? 0) + (vector[i] ?? 0) / vectors.length;
  return mean;
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
