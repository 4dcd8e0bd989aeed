import { spawn } from 'node:child_process';

/** Every check, with what it sees to. All run, also when one fails. */
const checks = [
  ['types', 'tsc', '-p', 'tsconfig.json'],
  ['types of the page', 'tsc', '-p', 'src/console/page/tsconfig.json'],
  ['lint', 'oxlint', '--deny-warnings'],
  ['format', 'biome', 'ci', '--error-on-warnings'],
  ['floors', 'depcruise', 'src', 'adapters', 'skills', '--config', '.dependency-cruiser.cjs'],
  ['dead code', 'knip'],
];

function run([name, command, ...args]) {
  const started = performance.now();
  return new Promise((resolve) => {
    const child = spawn('npx', ['--no-install', command, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.on('close', (code) => {
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      console.log(`${code === 0 ? '✓' : '✕'} ${name}, ${seconds} s`);
      if (code !== 0) console.log(output);
      resolve(code === 0);
    });
  });
}

const results = [];
const waiting = [...checks];
async function work() {
  for (let check = waiting.shift(); check; check = waiting.shift()) results.push(await run(check));
}
await Promise.all([work(), work()]);
if (results.includes(false)) process.exitCode = 1;
