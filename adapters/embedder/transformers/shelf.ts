import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from '../../../src/kernel/index.ts';
import type { VectorShelf } from '../../../src/ports/index.ts';

const SUM_BYTES = 32;

/**
 * One file of vectors in the folder, with its sum before them: what is damaged reads as missing. Writing under another
 * key removes the last one, since it was made of texts that have changed.
 */
export function createVectorShelf(folder: string): VectorShelf {
  const fileOf = (key: string) => `${sha256(key)}.f32`;
  return {
    read: async (key) => {
      const bytes = await readFile(join(folder, fileOf(key))).catch(() => undefined);
      if (!bytes || bytes.length < SUM_BYTES) return undefined;
      const values = bytes.subarray(SUM_BYTES);
      if (sha256(values) !== bytes.subarray(0, SUM_BYTES).toString('hex')) return undefined;
      return new Float32Array(Uint8Array.from(values).buffer);
    },
    write: async (key, values) => {
      const file = fileOf(key);
      const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await writeFile(join(folder, `${file}.new`), [Buffer.from(sha256(bytes), 'hex'), bytes], {
        mode: 0o600,
      });
      await rename(join(folder, `${file}.new`), join(folder, file));
      const old = (await readdir(folder)).filter((name) => name !== file);
      await Promise.all(old.map((name) => rm(join(folder, name))));
    },
  };
}
