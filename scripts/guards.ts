import { spawn } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { GUARDS, type Guard } from '../test/faults/guards.ts';

/**
 * `npm run guards`: takes each guard of docs/guarantees.md out of a copy of the sources and runs the test that is said to
 * miss it; the exit code is not 0 where one passes without its guard. Some minutes; `npm run guards -- 7` tries one rule.
 */
const root = fileURLToPath(new URL('../', import.meta.url));
/** Without its guard something may go on for ever, which is missed as well. */
const LIMIT_MS = 90_000;
const copy = await mkdtemp(join(tmpdir(), 'mainstay-guards-'));
const LEFT_OUT = new Set(['node_modules', '.git', '.mainstay', 'faults.json', 'faults.md']);
await cp(root, copy, { recursive: true, filter: (path) => !LEFT_OUT.has(path.slice(root.length)) });
await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));

const rules = process.argv.slice(2).map(Number);
let kept = 0;
for (const guard of GUARDS.filter(({ rule }) => rules.length === 0 || rules.includes(rule))) {
  const missed = await isMissed(guard);
  if (!missed) kept += 1;
  console.log(
    `${missed ? '✓' : '✕'} ${guard.rule}. ${guard.guard}: ${missed ? 'missed by' : 'NOT MISSED by'} ${guard.test.file} ${guard.test.name}`,
  );
}
await rm(copy, { recursive: true });
if (kept > 0) process.exitCode = 1;

/** Whether the test fails without the guard. Throws where the guard does not stand in its file, once. */
async function isMissed({ file, with: present, without, test }: Guard): Promise<boolean> {
  const path = join(copy, file);
  const source = await readFile(path, 'utf8');
  if (source.split(present).length !== 2) throw new Error(`“${present}” does not stand once in ${file}.`);
  await writeFile(
    path,
    source.replace(present, () => without),
  );
  const names = test.name === '' ? [] : ['-t', test.name];
  const passed = await passes(['run', '--project', test.project, test.file, ...names]);
  await writeFile(path, source);
  return !passed;
}

/** Runs tests of the copy in processes of their own, which all end with the limit. */
function passes(args: readonly string[]): Promise<boolean> {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const child = spawn(process.execPath, [vitest, ...args], { cwd: copy, stdio: 'ignore', detached: true });
  const limit = setTimeout(() => child.pid && process.kill(-child.pid, 'SIGKILL'), LIMIT_MS);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => {
      clearTimeout(limit);
      resolve(code === 0);
    });
  });
}
