import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
export const MAIN = join(import.meta.dirname, '../../dist/src/main.js');

/** Runs `mainstay …` to its end. */
export async function mainstay(
  args: readonly string[],
  env: Record<string, string>,
): Promise<{ code: number; out: string }> {
  const options = { env: { PATH: process.env['PATH'], MAINSTAY_PORT: '0', ...env }, timeout: 20_000 };
  return run(process.execPath, [MAIN, ...args], options).then(
    ({ stdout, stderr }) => ({ code: 0, out: stdout + stderr }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      out: error.stdout + error.stderr,
    }),
  );
}
