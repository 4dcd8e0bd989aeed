import { expect, it } from 'vitest';
import type { Embedder } from '../../ports/index.ts';
import { vectorsOf } from './vectors.ts';

function asking(): Embedder & { readonly asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    model: 'test',
    embed: async (texts) => {
      asked.push(...texts);
      return texts.map((text) => ({ model: 'test', vector: Float32Array.of(text.length, 0.5) }));
    },
    close: async () => undefined,
  };
}

const TEXTS = ['undo', 'why', 'undo', 'what is waiting'];

it('asks for each text once', async () => {
  const embedder = asking();
  const vectors = await vectorsOf(TEXTS, embedder);
  expect(vectors.map((vector) => vector[0])).toEqual([4, 3, 4, 15]);
  expect(embedder.asked).toEqual(['undo', 'why', 'what is waiting']);
});

it('takes those that come with the model from there', async () => {
  const embedder = {
    ...asking(),
    known: async (texts: readonly string[]) =>
      texts.map((text) => (text === 'why' ? Float32Array.of(7, 7) : undefined)),
  };
  const vectors = await vectorsOf(TEXTS, embedder);
  expect(vectors.map((vector) => vector[0])).toEqual([4, 7, 4, 15]);
  expect(embedder.asked).toEqual(['undo', 'what is waiting']);
});

it('takes fewer vectors than texts for a failure', async () => {
  const embedder: Embedder = { ...asking(), embed: async () => [] };
  await expect(vectorsOf(TEXTS, embedder)).rejects.toThrow('3 texts gave 0 vectors');
});
