import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const SCRIPT = fileURLToPath(new URL('../../.ci/run', import.meta.url));

/** Stands in for npm (and for chromium, which is then not installed): what each step prints and how it ends. */
const STUB = `#!/usr/bin/env bash
case "$1" in
  ci) exit "$INSTALL" ;;
  run) printf '%s\\n' "$CHECKS"; exit "$CHECK" ;;
  test) if [ -n "$REPORT" ]; then echo "$REPORT" >"$MAINSTAY_TEST_REPORT"; fi; exit "$TEST" ;;
esac
`;
const GOOD = {
  INSTALL: '0',
  CHECK: '0',
  CHECKS: '✓ check:types, 1 s\n✓ check:lint, 1 s',
  TEST: '0',
  REPORT: '{ "numPassedTests": 5, "numFailedTests": 0 }',
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ci-'));
  await mkdir(join(folder, '.ci'));
  await cp(SCRIPT, join(folder, '.ci/run'));
  for (const name of ['npm', 'chromium']) {
    await writeFile(join(folder, name), STUB);
    await chmod(join(folder, name), 0o755);
  }
});
afterAll(() => rm(folder, { recursive: true }));

describe('.ci/run', () => {
  it('counts the install, each check and each test, and passes when all did', async () => {
    expect(await runWith({})).toEqual({ code: 0, last: '8 passed, 0 failed' });
  });

  it.each([
    ['the install fails', { INSTALL: '1' }, '0 passed, 1 failed'],
    ['a check fails', { CHECK: '1', CHECKS: '✓ check:types, 1 s\n✕ check:lint, 1 s' }, '7 passed, 1 failed'],
    ['the checks crash', { CHECK: '1', CHECKS: '' }, '6 passed, 1 failed'],
    [
      'tests fail',
      { TEST: '1', REPORT: '{ "numPassedTests": 5, "numFailedTests": 2 }' },
      '8 passed, 2 failed',
    ],
    ['a test file cannot be read', { TEST: '1' }, '8 passed, 1 failed'],
    ['the tests crash', { TEST: '139', REPORT: '' }, '3 passed, 1 failed'],
    ['the report is cut off', { REPORT: '{ "numPassed' }, '3 passed, 1 failed'],
    ['no test ran', { REPORT: '{ "numPassedTests": 0, "numFailedTests": 0 }' }, '3 passed, 1 failed'],
  ])('fails, and still says so on its last line, when %s', async (_, changes, last) => {
    expect(await runWith(changes)).toEqual({ code: 1, last });
  });
});

function runWith(changes: Partial<typeof GOOD>): Promise<{ code: number; last: string | undefined }> {
  const env = { ...GOOD, ...changes, PATH: `${folder}:${process.env['PATH']}` };
  return new Promise((resolve) => {
    execFile('bash', [join(folder, '.ci/run')], { env }, (error, output) =>
      resolve({ code: Number(error?.code ?? 0), last: output.trimEnd().split('\n').at(-1) }),
    );
  });
}
