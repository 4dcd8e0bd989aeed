import { setImmediate } from 'node:timers/promises';
import type { Embedder, VectorShelf } from '../../ports/index.ts';
import { createClassifier } from './classifier.ts';
import type { Row } from './corpus.ts';
import { type Evidence, scarcityOf } from './evidence.ts';
import type { Vocabulary } from './features.ts';
import type { Features } from './linear.ts';
import { createPrototypes } from './prototypes.ts';
import type { Reading } from './reading.ts';
import { vectorsOf } from './vectors.ts';
import { createWhitening } from './whitening.ts';

/** What the meaning of a text says. */
export interface MeaningEvidence {
  /** Rejects as the embedder does. */
  of(reading: Reading): Promise<Evidence>;
}

/** What the meaning of texts is taken from. */
export interface Meanings {
  readonly embedder: Embedder;
  /** Where the rows’ vectors are kept from one start to the next. */
  readonly shelf?: VectorShelf | undefined;
  /** How long a text waits for its meaning before its words decide: the first one waits for the model. */
  readonly maxWaitMs?: number;
}

/** How much the meaning counts beside the words, which have length one; chosen on dev.json. */
const MEANING_SHARE = 1.5;

/**
 * Embeds the rows when the first text comes, 3 ms each, where the shelf does not have them. Where that fails, the next
 * text tries again. With a vocabulary, what is learnt looks at words and meaning together, else at the meaning alone.
 */
export function createMeaningEvidence(
  meanings: Meanings,
  rows: readonly Row[],
  intents: number,
  vocabulary?: Vocabulary,
): MeaningEvidence {
  let preparing: Promise<(reading: Reading, vector: Float32Array) => Evidence> | undefined;

  async function prepare(): Promise<(reading: Reading, vector: Float32Array) => Evidence> {
    const texts = rows.map(({ reading }) => reading.meaning);
    const vectors = await vectorsOf(texts, meanings);
    const intentOfRow = rows.map(({ intent }) => intent);
    const whiten = await createWhitening(vectors, intentOfRow, setImmediate);
    const whitened = vectors.map(whiten);
    const prototypes = createPrototypes(intentOfRow, {
      intents,
      lengthOfSum: (members) => {
        const sum = sumOf(members.map((row) => whitened[row] ?? new Float32Array()));
        return dot(sum, sum);
      },
    });
    // All sentences have much in common; without that, what sets them apart counts.
    const middle = sumOf(vectors).map((value) => value / vectors.length);
    const featuresOf = (reading: Reading, vector: Float32Array): Features => ({
      ...(vocabulary?.of(reading) ?? { pieces: [], weights: [] }),
      dense: centred(vector, middle).map((value) => value * MEANING_SHARE),
    });
    const classifier = await createClassifier(
      {
        features: rows.map(({ reading }, row) => featuresOf(reading, vectors[row] ?? new Float32Array())),
        intentOfRow,
        intents,
        pieces: vocabulary?.size ?? 0,
        dense: middle.length,
      },
      setImmediate,
    );
    const scarce = scarcityOf(rows, intents);
    return (reading, vector) => {
      const own = whiten(vector);
      const near = prototypes.summarise(whitened.map((other) => dot(own, other)));
      const sides = classifier.of(featuresOf(reading, vector));
      return {
        intents: near.intents.map((figures, i) => [
          ...figures,
          sides.intents[i] ?? 0,
          scarce[i] ?? 0,
          (scarce[i] ?? 0) * figures[0],
        ]),
        none: [...near.none, sides.none],
      };
    };
  }

  function prepared(): Promise<(reading: Reading, vector: Float32Array) => Evidence> {
    preparing ??= prepare().catch((error: unknown) => {
      preparing = undefined;
      throw error;
    });
    return preparing;
  }

  return {
    of: async (reading) => {
      const evidenceOf = await prepared();
      const [embedding] = await meanings.embedder.embed([reading.meaning]);
      return evidenceOf(reading, embedding?.vector ?? new Float32Array());
    },
  };
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
