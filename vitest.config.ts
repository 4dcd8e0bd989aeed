import { defineConfig } from 'vitest/config';

const report = process.env['MAINSTAY_TEST_REPORT'];

export default defineConfig({
  test: {
    include: ['{src,adapters,skills,test,bench}/**/*.test.ts'],
    globalSetup: ['test/build-once.ts'],
    pool: 'forks',
    // The tests with processes and browsers measure nothing, but two of them at once are enough for two cores.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    reporters: ['default', 'test/skips.ts', ...(report ? [['json', { outputFile: report }] as [string, object]] : [])],
  },
});
