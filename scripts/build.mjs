import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildPage } from './build-page.mjs';

const root = fileURLToPath(new URL('../', import.meta.url));
const server = join(root, 'dist', 'src');
const started = performance.now();

// A few files instead of some two thousand: what a start takes longest for is finding and opening them. What is imported
// late, or runs in a thread, stays in files of its own. Packages stay outside that are native, bring files beside their
// code, start threads from it, or import late what is no module (@fastify/cookie), which would lose its names.
const OUTSIDE = [
  '@fastify/cookie',
  '@huggingface/transformers',
  'better-sqlite3',
  'pdfkit',
  'pino',
  'pino-pretty',
];
// What is bundled and not written as a module still asks for Node's own parts by `require`.
const REQUIRE = `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`;
const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: [
    { in: 'src/main.ts', out: 'main' },
    { in: 'src/app/warm.ts', out: 'warm' },
    { in: 'adapters/embedder/transformers/worker.mjs', out: 'embedder-worker' },
  ],
  outdir: server,
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  external: OUTSIDE,
  banner: { js: REQUIRE },
  minifyWhitespace: true,
  sourcemap: true,
  logLevel: 'warning',
  write: false,
});
await buildPage(join(root, 'dist', 'page'));

// A build that fails leaves the last one whole, and a server that runs still finds its parts while this one is
// written: the names of parts change with their content, and main.js, which names them, comes last.
await mkdir(server, { recursive: true });
const isMain = ({ path }) => basename(path) === 'main.js';
for (const { path, contents } of outputFiles.toSorted(
  (one, other) => Number(isMain(one)) - Number(isMain(other)),
)) {
  await writeFile(path, contents, { mode: isMain({ path }) ? 0o755 : 0o644 });
}
// Dependencies are a part of what was built.
const all = createHash('sha256').update(await readFile(join(root, 'package-lock.json')));
for (const { path, contents } of outputFiles) if (!path.endsWith('.map')) all.update(contents);
await writeFile(join(server, 'BUILD'), all.digest('hex'));
// Workflows that were changed since are not started with.
const skills = join(root, 'skills');
const shipped = (await readdir(skills, { recursive: true, withFileTypes: true }))
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .toSorted();
const sums = shipped.map(async (path) => {
  const sum = createHash('sha256').update(await readFile(path));
  return [relative(skills, path).split(sep).join('/'), sum.digest('hex')];
});
await writeFile(join(server, 'SKILLS'), JSON.stringify(Object.fromEntries(await Promise.all(sums)), null, 1));
const written = new Set(['BUILD', 'SKILLS', ...outputFiles.map(({ path }) => basename(path))]);
// A server that runs imports some parts late, so the parts of a build before this one stay for a while.
const STAY_MS = 7 * 24 * 60 * 60 * 1000;
for (const name of await readdir(server)) {
  const { mtimeMs } = await stat(join(server, name));
  if (!written.has(name) && Date.now() - mtimeMs > STAY_MS) await rm(join(server, name), { recursive: true });
}

await import(join(server, 'warm.js'));

console.log(`built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
