import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Prints every skipped test at the end with its reason, so that nothing is passed over silently. */
export default class SkipReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const skipped = modules.flatMap((module) => [...module.children.allTests('skipped')]);
    if (skipped.length > 0) console.log(`\nSkipped:\n${skipped.map(line).join('\n')}`);
  }
}

function line(test: TestCase): string {
  const result = test.result();
  const note = result.state === 'skipped' ? result.note : undefined;
  return `  ${test.fullName}: ${note ?? 'no reason given'}`;
}
