import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const PAGE = fileURLToPath(new URL('../src/console/page/', import.meta.url));

/**
 * Builds the console's page into `outDir`, which is emptied first: `index.html`, `app.HASH.js`, `app.HASH.css`.
 * The two may be cached for good, since their names change with their content. Throws where the sources have an
 * error. Plain JavaScript, because the build runs on a Node that reads no TypeScript.
 *
 * @param {string} outDir an absolute path, created where it is missing
 * @returns {Promise<{ files: { name: string, bytes: number }[] }>} what was written, beside index.html
 */
export async function buildPage(outDir) {
  await rm(outDir, { recursive: true, force: true });
  await mkdir(outDir, { recursive: true });
  const { metafile } = await build({
    entryPoints: [
      { in: join(PAGE, 'main.tsx'), out: 'app' },
      { in: join(PAGE, 'styles/index.css'), out: 'app' },
    ],
    absWorkingDir: PAGE,
    outdir: outDir,
    entryNames: '[name].[hash]',
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  const files = Object.entries(metafile.outputs).map(([path, { bytes }]) => ({
    name: basename(path),
    bytes,
  }));
  const nameOf = (ending) => files.find(({ name }) => name.endsWith(ending))?.name ?? '';
  const template = await readFile(join(PAGE, 'index.html'), 'utf8');
  const html = template.replace('%STYLE%', `/${nameOf('.css')}`).replace('%SCRIPT%', `/${nameOf('.js')}`);
  await writeFile(join(outDir, 'index.html'), html);
  return { files };
}
