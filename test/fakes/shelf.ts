import { join } from 'node:path';
import { createFileShelf } from '../../adapters/shelf/files/index.ts';
import type { Shelf } from '../../src/ports/index.ts';

const ROOT = join(import.meta.dirname, '../..');
const disk = createFileShelf(join(ROOT, 'node_modules/.cache/mainstay'), join(ROOT, 'dist/cache'));
const memory = new Map<string, Promise<unknown>>();

/**
 * What tests share, since it takes long: what is learnt from examples, for all files and runs, and what the sources in
 * this process made of the workflow files.
 */
export const sharedShelf: Shelf = {
  kept: async (name, key, make) => {
    if (name !== 'workflows') return disk.kept(name, key, make);
    const made = memory.get(key) ?? make();
    memory.set(key, made);
    return made as ReturnType<typeof make>;
  },
};
