import type { Meanings } from '../matching/matcher.ts';
import { centred, dot, meanOf } from '../matching/vector-space.ts';

/** Below this likeness nothing is told, and where another kind is nearly as like; tried on sentences of none of them. */
const MIN_LIKENESS = 0.28;
const MIN_MARGIN = 0.06;
/** Greetings and goodbyes are close to thanks. */
const MIN_THANKS = 0.33;
/** A sentence is like a kind if it is like a few of its examples. */
const NEAREST = 3;
const MAX_WAIT_MS = 5_000;

/**
 * Tells which kind of sentence a text is like in its meaning; undefined where it is like none, or the meaning cannot be
 * had in time. The examples are embedded when the first text comes.
 */
export function createLikeness(
  { embedder, maxWaitMs = MAX_WAIT_MS }: Meanings,
  examples: Readonly<Record<string, readonly string[]>>,
): (text: string) => Promise<string | undefined> {
  const rows = Object.entries(examples).flatMap(([kind, texts]) => texts.map((text) => ({ kind, text })));
  let prepared: Promise<(vector: Float32Array) => string | undefined> | undefined;

  async function prepare() {
    const vectors = (await embedder.embed(rows.map(({ text }) => text))).map(({ vector }) => vector);
    // What all sentences share says nothing.
    const middle = meanOf(vectors);
    const kept = rows.map(({ kind }, at) => ({ kind, vector: centred(vectors[at] ?? middle, middle) }));
    return (vector: Float32Array) => nearestKind(kept, centred(vector, middle));
  }

  async function told(text: string): Promise<string | undefined> {
    prepared ??= prepare();
    const [embedding] = await embedder.embed([text]);
    const tell = await prepared;
    return embedding && tell(embedding.vector);
  }

  return async (text) => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<undefined>((resolve) => {
      timer = setTimeout(() => resolve(undefined), maxWaitMs);
    });
    // Without a meaning the words decide; why there is none is told where messages are matched.
    const work = told(text).catch(() => {
      prepared = undefined;
      return undefined;
    });
    return Promise.race([work, late]).finally(() => clearTimeout(timer));
  };
}

function nearestKind(
  rows: readonly { readonly kind: string; readonly vector: Float32Array }[],
  vector: Float32Array,
): string | undefined {
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const [best, second] = kinds
    .map((kind) => {
      const all = rows.filter((row) => row.kind === kind).map((row) => dot(row.vector, vector));
      const near = all.toSorted((one, other) => other - one).slice(0, NEAREST);
      return { kind, likeness: near.reduce((sum, one) => sum + one, 0) / near.length };
    })
    .toSorted((one, other) => other.likeness - one.likeness);
  if (!best || !second) return undefined;
  const least = best.kind === 'thanks' ? MIN_THANKS : MIN_LIKENESS;
  return best.likeness >= least && best.likeness - second.likeness >= MIN_MARGIN ? best.kind : undefined;
}
