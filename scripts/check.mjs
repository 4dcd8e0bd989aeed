// @ts-check
import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../', import.meta.url));
/** As many as the machines that this runs on have cores. */
const AT_ONCE = 2;

const { scripts } = JSON.parse(await readFile(`${ROOT}package.json`, 'utf8'));
const waiting = Object.keys(scripts).filter((name) => name.startsWith('check:'));
const failed = (await Promise.all(Array.from({ length: AT_ONCE }, work))).flat();

if (failed.length > 0) {
  console.log(`\nFailed: ${failed.join(', ')}`);
  process.exitCode = 1;
}

/** Runs checks until none is left, also after one has failed. */
async function work() {
  const names = [];
  for (let name = waiting.shift(); name; name = waiting.shift()) if (!(await passes(name))) names.push(name);
  return names;
}

/**
 * Runs one check and says how it went; what it printed is shown only where it failed.
 *
 * @param {string} name
 * @returns {Promise<boolean>}
 */
function passes(name) {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn('npm', ['run', '--silent', name], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (/** @type {Buffer} */ chunk) => {
      output += chunk;
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
