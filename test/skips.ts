import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';

/**
 * Prints every skipped test at the end with its reason, so that nothing is passed over silently. A skip without a
 * reason fails the run; `test.skip('why')` inside the test gives one.
 */
export function createSkipReporter(): Reporter {
  let filtered = false;
  return {
    onInit({ config }: Vitest): void {
      filtered = config.testNamePattern !== undefined;
    },
    onTestRunEnd(modules: readonly TestModule[]): void {
      // With a name filter, what does not match counts as skipped.
      if (filtered) return;
      const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')]);
      if (skipped.length > 0) console.log(`\nSkipped:\n${skipped.map(line).join('\n')}`);
      if (skipped.some((test) => reasonOf(test) === undefined)) process.exitCode = 1;
    },
  };
}

function line(test: TestCase): string {
  return `  ${test.fullName}: ${reasonOf(test) ?? 'NO REASON GIVEN, which fails the run'}`;
}

function reasonOf(test: TestCase): string | undefined {
  const result = test.result();
  return result.state === 'skipped' ? result.note : undefined;
}
