import type { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { type ExportDeps, filesOf } from './contents.ts';
import { type Stretch, stretchId, stretchOf } from './stretch.ts';

/** Exports that can be fetched by the id under which a message names them. */
export interface Exports {
  /** The archive of a year or another stretch, made while it is read; undefined for an id that is no export. */
  open(id: string): Promise<{ readonly name: string; readonly bytes: Readable } | undefined>;
}

const EXPORT_ID = /^export_(\S+)$/;

/** The file that a message about an export names. */
export function exportFile(stretch: Stretch): { readonly id: string; readonly name: string } {
  return { id: `export_${stretchId(stretch)}`, name: `export-${stretchId(stretch)}.zip` };
}

/** Holds one file at a time, whatever the archive's size; nothing is kept of it. */
export function createExports(deps: ExportDeps): Exports {
  return {
    open: async (id) => {
      const stretch = stretchOf(EXPORT_ID.exec(id)?.[1] ?? '');
      return stretch && { name: exportFile(stretch).name, bytes: await archiveOf(deps, stretch) };
    },
  };
}

async function archiveOf(deps: ExportDeps, stretch: Stretch): Promise<Readable> {
  const archive = new ZipFile();
  const output = archive.outputStream as Readable;
  archive.on('error', (error: Error) => output.destroy(error));
  const taken = new Set<string>();
  for await (const { path, date, open } of filesOf(deps, stretch)) {
    const name = freeName(path, taken);
    const mtime = new Date(`${date}T12:00:00Z`);
    archive.addReadStreamLazy(name, { mtime }, (give) => {
      open().then(
        (bytes) =>
          give(
            null,
            bytes.on('error', (error) => output.destroy(error)),
          ),
        (error: unknown) => give(error, undefined as never),
      );
    });
  }
  archive.end();
  return output;
}

/** Two numbers may differ only in what no file name can hold. */
function freeName(path: string, taken: Set<string>): string {
  const [, base = path, extension = ''] = /^(.*)(\.\w+)$/.exec(path) ?? [];
  let name = path;
  for (let count = 2; taken.has(name.toLowerCase()); count += 1) name = `${base} ${count}${extension}`;
  taken.add(name.toLowerCase());
  return name;
}
