import { basename } from 'node:path';
import type { Embedder } from '../../../src/ports/index.ts';
import { createEmbedder } from './embedder.ts';
import { type KnownVectors, readKnown } from './known.ts';
import { verifyModel } from './model.ts';
import { startThread } from './thread.ts';

export { knownFile } from './known.ts';
export { verifyModel } from './model.ts';

const DIMENSIONS = 384;

/**
 * The model in `folder` on @huggingface/transformers, in a worker thread. It is verified and loaded when the first text
 * comes (0.4 s, 150 MB); one that cannot be loaded is not tried again before the next start.
 */
export function createTransformersEmbedder({ folder }: { readonly folder: string }): Embedder {
  let known: Promise<KnownVectors> | undefined;
  return {
    ...createEmbedder({
      model: `${basename(folder)}-q8`,
      start: async () => {
        await verifyModel(folder);
        return startThread(folder);
      },
    }),
    known: async (texts) => {
      const { get } = await (known ??= readKnown(folder, DIMENSIONS));
      return texts.map(get);
    },
  };
}
