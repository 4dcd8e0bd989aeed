import { defineConfig } from 'vitest/config';
import { createSkipReporter } from './test/skips.ts';

const report = process.env['MAINSTAY_TEST_REPORT'];

/** What starts the compiled product, or a browser. */
const processes = ['test/{process,crash,e2e}/**/*.test.ts', 'test/faults/processes.test.ts'];

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    reporters: ['default', createSkipReporter(), ...(report ? (['json'] as const) : [])],
    ...(report ? { outputFile: { json: report } } : {}),
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{src,adapters,skills,test,scripts,bench}/**/*.test.ts'],
          exclude: processes,
          // A worker reads the sources once, not for each file: no test replaces modules or leaves a global changed.
          isolate: false,
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'process',
          include: processes,
          globalSetup: ['./test/build-once.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          // After the units, so that the two kinds do not wait for each other's cores.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
