import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { sha256 } from '../../../src/kernel/index.ts';
import type { Shelf } from '../../../src/ports/index.ts';

const SUM_BYTES = 32;
/** So many of a name are kept, the newest: what they were made of changes now and then, and sometimes back. */
const KEPT = 6;

/**
 * One file for each name and key in the folder, with its sum before it. What is there already in the folder that came
 * with the product is read from it and never written. What is damaged, or cannot be written, is made anew.
 */
export function createFileShelf(folder: string, shipped?: string): Shelf {
  return {
    kept: async (name, key, make) => {
      const file = `${name}-${sha256(key).slice(0, 32)}`;
      const places = shipped === undefined ? [folder] : [shipped, folder];
      for (const place of places) {
        const found = revived(await readFile(join(place, file)).catch(() => undefined));
        if (found) return found.value as Awaited<ReturnType<typeof make>>;
      }
      const made = await make();
      await write(folder, file, serialize(made))
        .then(() => removeOld(folder, name))
        .catch(() => undefined);
      return made;
    },
  };
}

/** Nothing where it is damaged, or was written in the way of another version of Node.js. */
function revived(bytes: Buffer | undefined): { readonly value: unknown } | undefined {
  if (!bytes || bytes.length < SUM_BYTES) return undefined;
  const content = bytes.subarray(SUM_BYTES);
  if (sha256(content) !== bytes.toString('hex', 0, SUM_BYTES)) return undefined;
  try {
    return { value: deserialize(content) };
  } catch {
    return undefined;
  }
}

async function write(folder: string, file: string, bytes: Uint8Array): Promise<void> {
  const fresh = join(folder, `new-${process.pid}-${file}`);
  await mkdir(folder, { recursive: true });
  await writeFile(fresh, [Buffer.from(sha256(bytes), 'hex'), bytes]);
  await rename(fresh, join(folder, file));
}

async function removeOld(folder: string, name: string): Promise<void> {
  const files = (await readdir(folder)).filter((file) => file.startsWith(`${name}-`));
  const aged = await Promise.all(
    files.map(async (file) => ({ file, at: (await stat(join(folder, file))).mtimeMs })),
  );
  const old = aged.toSorted((one, other) => other.at - one.at).slice(KEPT);
  await Promise.all(old.map(({ file }) => rm(join(folder, file), { force: true })));
}
