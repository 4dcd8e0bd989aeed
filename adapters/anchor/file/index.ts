import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Anchor, AnchoredHead } from '../../../src/ports/index.ts';

/**
 * Keeps the log's head in the file `head` of the home folder. A file that cannot be read as a head counts as a
 * forged one, not as none: its MAC will not fit.
 */
export function createFileAnchor(home: string): Anchor {
  const file = join(home, 'head');
  return {
    read: async () => {
      try {
        return parseHead(await readFile(file, 'utf8'));
      } catch (error) {
        if (isMissing(error)) return undefined;
        throw error;
      }
    },
    write: async (head) => {
      const temporary = `${file}.new`;
      const handle = await open(temporary, 'w', 0o600);
      await handle.writeFile(`${head.sequence} ${head.hash} ${head.mac}\n`);
      await handle.close();
      await rename(temporary, file);
    },
  };
}

function parseHead(text: string): AnchoredHead {
  const [sequence, hash = '', mac = ''] = text.trim().split(' ');
  return { sequence: Number(sequence) || 0, hash, mac };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
