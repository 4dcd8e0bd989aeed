import { cp, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createEmbedder } from './embedder.ts';
import { createTransformersEmbedder, verifyModel } from './index.ts';
import { startThread, type Thread } from './thread.ts';

const MODEL = join(import.meta.dirname, '../../../models/bge-small-en-v1.5');

describe('a model', () => {
  let folder: string;
  beforeEach(async () => {
    folder = join(await mkdtemp(join(tmpdir(), 'mainstay-model-')), 'bge-small-en-v1.5');
    await cp(MODEL, folder, { recursive: true });
  });
  afterEach(() => rm(join(folder, '..'), { recursive: true }));

  it('is used where every file fits its sum', async () => {
    await expect(verifyModel(folder)).resolves.toBeUndefined();
  });

  it('is refused where a file was cut short', async () => {
    await truncate(join(folder, 'onnx/model_quantized.onnx'), 34_014_425);
    const embedder = createTransformersEmbedder({ folder });
    await expect(embedder.embed(['hello'])).rejects.toMatchObject({ code: 'MODEL_DAMAGED' });
    await expect(embedder.embed(['again'])).rejects.toThrow('onnx/model_quantized.onnx');
    await embedder.close();
  });

  it('is refused where a single byte changed', async () => {
    const file = join(folder, 'tokenizer.json');
    const bytes = await readFile(file);
    bytes[70_000] = (bytes[70_000] ?? 0) ^ 1;
    await writeFile(file, bytes);
    await expect(verifyModel(folder)).rejects.toMatchObject({ code: 'MODEL_DAMAGED' });
  });

  it.each(['SHA256SUMS', 'tokenizer.json', 'onnx/model_quantized.onnx'])(
    'is refused without %s',
    async (file) => {
      await rm(join(folder, file));
      await expect(verifyModel(folder)).rejects.toMatchObject({ code: 'MODEL_MISSING' });
      await expect(verifyModel(folder)).rejects.toThrow(file);
    },
  );

  it('is refused where its sums name nothing', async () => {
    await writeFile(join(folder, 'SHA256SUMS'), '');
    await expect(verifyModel(folder)).rejects.toMatchObject({ code: 'MODEL_DAMAGED' });
  });
});

describe('the thread', () => {
  function watched() {
    const threads: Thread[] = [];
    const embedder = createEmbedder({
      model: 'watched',
      start: async () => {
        const thread = await startThread(MODEL);
        threads.push(thread);
        return thread;
      },
    });
    return { threads, embedder };
  }

  it('starts with the first text, and only once for many at the same time', async () => {
    const { threads, embedder } = watched();
    expect(threads).toHaveLength(0);
    await Promise.all(['one', 'two', 'three'].map((text) => embedder.embed([text])));
    expect(threads).toHaveLength(1);
    await embedder.close();
  });

  it('is replaced after it died between two texts', async () => {
    const { threads, embedder } = watched();
    const [before] = await embedder.embed(['what is waiting?']);
    await threads[0]?.kill();
    const [after, known] = await embedder.embed(['who owes me?', 'what is waiting?']);
    expect(threads).toHaveLength(2);
    expect(after?.vector).toHaveLength(384);
    expect(known?.vector).toEqual(before?.vector);
    await embedder.close();
  });

  it('is replaced where it dies under a batch, and the batch is still answered', async () => {
    const { threads, embedder } = watched();
    await embedder.embed(['hello']);
    const answered = embedder.embed(Array.from({ length: 64 }, (_, i) => `text ${i}`));
    await threads[0]?.kill();
    expect(await answered).toHaveLength(64);
    expect(threads).toHaveLength(2);
    await embedder.close();
  });

  it('is given up for a batch under which it dies twice, and started for the next', async () => {
    const { threads, embedder } = watched();
    await embedder.embed(['hello']);
    const dying = threads[0];
    const deadly = createEmbedder({
      model: 'deadly',
      start: async () => ({
        embed: async (texts) => {
          if (texts.includes('poison')) throw new Error('it fell over');
          return (dying as Thread).embed(texts);
        },
        close: async () => undefined,
        kill: async () => undefined,
      }),
    });
    await expect(deadly.embed(['poison'])).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
    expect(await deadly.embed(['hello'])).toHaveLength(1);
    await deadly.close();
    await embedder.close();
  });

  it('is not tried again where it cannot start', async () => {
    let starts = 0;
    const embedder = createEmbedder({
      model: 'broken',
      start: () => {
        starts += 1;
        return startThread(join(MODEL, 'missing'));
      },
    });
    await expect(embedder.embed(['one'])).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
    await expect(embedder.embed(['two'])).rejects.toMatchObject({ code: 'EMBEDDER_FAILED' });
    expect(starts).toBe(1);
    await embedder.close();
  });

  it('computes no text twice', async () => {
    let computed = 0;
    const thread = await startThread(MODEL);
    const embedder = createEmbedder({
      model: 'counting',
      start: async () => ({
        ...thread,
        embed: (texts) => {
          computed += texts.length;
          return thread.embed(texts);
        },
      }),
    });
    await embedder.embed(['a', 'b', 'a']);
    await embedder.embed(['b', 'c']);
    expect(computed).toBe(3);
    await embedder.embed(['a'], 'query');
    expect(computed).toBe(4);
    await embedder.close();
  });
});
