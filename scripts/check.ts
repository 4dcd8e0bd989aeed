import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
/** Checks at once: as many as a small machine has cores. */
const WORKERS = 2;

const manifest = JSON.parse(await readFile(`${ROOT}package.json`, 'utf8')) as {
  scripts: Record<string, string>;
};
const waiting = Object.keys(manifest.scripts).filter((name) => name.startsWith('check:'));
const failed = (await Promise.all(Array.from({ length: WORKERS }, work))).flat();

console.log(failed.length === 0 ? 'All checks passed.' : `Failed: ${failed.join(', ')}`);
if (failed.length > 0) process.exitCode = 1;

/** Runs checks until none is left, also after one has failed; gives the names of those that failed. */
async function work(): Promise<string[]> {
  const names: string[] = [];
  for (let name = waiting.shift(); name; name = waiting.shift()) if (!(await passes(name))) names.push(name);
  return names;
}

/** Runs one check and says how it went; what it printed is shown only where it failed. */
function passes(name: string): Promise<boolean> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', name], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (chunk: Buffer) => {
      output += chunk.toString();
    };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.once('error', reject);
    child.once('close', (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${code === 0 ? '✓' : '✕'} ${name}, ${seconds} s`);
      if (code !== 0) console.log(output.trimEnd());
      resolve(code === 0);
    });
  });
}
