import type { Embedder } from '../../ports/index.ts';
import { learnPlanes, sidesOf } from './classifier.ts';
import type { Row } from './corpus.ts';
import { type Evidence, scarcityOf } from './evidence.ts';
import { piecesOf, type Vocabulary } from './features.ts';
import type { Features, Planes } from './linear.ts';
import type { Reading } from './reading.ts';
import { centred, dot, meanOf } from './vector-space.ts';
import { learnWhitening, type Whitening, whiten } from './whitening.ts';

/** What the meaning of all examples teaches, and their words where there is a vocabulary: plain data, to be kept. */
export interface LearntMeaning {
  /** All sentences have much in common; without that, what sets them apart counts. */
  readonly common: Float32Array;
  readonly planes: Planes;
  readonly whitening: Whitening;
  /** The middle of each intent’s examples, whitened. */
  readonly middles: readonly Float32Array[];
  readonly scarcity: readonly number[];
}

export interface MeaningLesson {
  readonly rows: readonly Row[];
  /** Their vectors, in their order. */
  readonly vectors: readonly Float32Array[];
  readonly intents: number;
  readonly vocabulary?: Vocabulary | undefined;
}

/** How much the meaning counts beside the words, which have length one; chosen on dev.json. */
const MEANING_SHARE = 1.5;

/** Learns from all rows, 2 s for five thousand; `breathe` is awaited every few milliseconds. */
export async function learnMeaning(
  { rows, vectors, intents, vocabulary }: MeaningLesson,
  breathe: () => Promise<void>,
): Promise<LearntMeaning> {
  const intentOfRow = rows.map(({ intent }) => intent);
  const whitening = await learnWhitening(vectors, intentOfRow, breathe);
  const common = meanOf(vectors);
  const planes = await learnPlanes(
    {
      features: rows.map(({ reading }, row) =>
        featuresOf(reading, vectors[row] ?? new Float32Array(), { vocabulary, common }),
      ),
      intentOfRow,
      intents,
      pieces: vocabulary?.rarities.length ?? 0,
      dense: common.length,
    },
    breathe,
  );
  const middles = Array.from({ length: intents }, (_, intent) => {
    const own = vectors.filter((_vector, row) => intentOfRow[row] === intent);
    return whiten(own.length > 0 ? meanOf(own) : common, whitening);
  });
  return { common, planes, whitening, middles, scarcity: scarcityOf(rows, intents) };
}

/** What a text’s meaning says, looked at as it was learnt. Rejects as the embedder does. */
export async function meaningEvidence(
  reading: Reading,
  learnt: LearntMeaning,
  { embedder, vocabulary }: { readonly embedder: Embedder; readonly vocabulary?: Vocabulary | undefined },
): Promise<Evidence> {
  const [embedding] = await embedder.embed([reading.meaning]);
  const vector = embedding?.vector ?? new Float32Array();
  const own = whiten(vector, learnt.whitening);
  const sides = sidesOf(featuresOf(reading, vector, { vocabulary, common: learnt.common }), learnt.planes);
  return {
    intents: learnt.middles.map((middle, i) => {
      const likeness = dot(own, middle);
      const scarce = learnt.scarcity[i] ?? 0;
      return [likeness, sides.intents[i] ?? 0, scarce, scarce * likeness];
    }),
    none: [sides.none],
  };
}

function featuresOf(
  reading: Reading,
  vector: Float32Array,
  { vocabulary, common }: { readonly vocabulary: Vocabulary | undefined; readonly common: Float32Array },
): Features {
  const pieces = vocabulary ? piecesOf(vocabulary, reading) : { pieces: [], weights: [] };
  return { ...pieces, dense: centred(vector, common).map((value) => value * MEANING_SHARE) };
}
