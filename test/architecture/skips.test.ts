import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const VITEST = fileURLToPath(new URL('../../node_modules/vitest/vitest.mjs', import.meta.url));
const REPORTER = fileURLToPath(new URL('../skips.ts', import.meta.url));
const CONFIG = `
import { createSkipReporter } from ${JSON.stringify(REPORTER)};
export default { test: { globals: true, reporters: [createSkipReporter()] } };
`;

describe('a skipped test', () => {
  it('is printed at the end with its reason, and the run passes', async () => {
    const { code, output } = await runSuite(`it('asks a server', (test) => test.skip('no server here'));`);
    expect(output).toContain('Skipped:\n  asks a server: no server here\n');
    expect(code).toBe(0);
  });

  it('fails the run where it gives no reason', async () => {
    const { code, output } = await runSuite(`it('runs', () => {}); it.skip('is forgotten', () => {});`);
    expect(output).toContain('is forgotten: NO REASON GIVEN');
    expect(code).toBe(1);
  });

  it('is not what a name filter leaves out', async () => {
    const suite = `it('runs', () => {}); it('does not match', () => {});`;
    expect(await runSuite(suite, '--testNamePattern', 'runs')).toEqual({ code: 0, output: '' });
  });
});

/** A run of vitest on one file, in a folder of its own. */
async function runSuite(text: string, ...args: string[]): Promise<{ code: number; output: string }> {
  const root = await mkdtemp(join(tmpdir(), 'suite-'));
  try {
    await writeFile(join(root, 'vitest.config.mjs'), CONFIG);
    await writeFile(join(root, 'some.test.js'), text);
    return await new Promise((resolve) => {
      execFile(process.execPath, [VITEST, 'run', '--root', root, ...args], (error, output) =>
        resolve({ code: Number(error?.code ?? 0), output }),
      );
    });
  } finally {
    await rm(root, { recursive: true });
  }
}
