import { join } from 'node:path';
import { createTransformersEmbedder } from '../../adapters/embedder/transformers/index.ts';
import { embedderContract } from './embedder.ts';

const folder = join(import.meta.dirname, '../../models/bge-small-en-v1.5');

embedderContract('transformers', () => createTransformersEmbedder({ folder }));
