import { examine, nextStep } from '../examination.ts';
import type { Finding } from '../finding.ts';
import { createStyle } from '../terminal/style.ts';

/** `mainstay doctor`: exits 1 where something is broken; what is only missing is no failure. */
export async function doctorCommand(options: { readonly json?: boolean }): Promise<void> {
  const findings = await examine(process.env);
  const next = nextStep(findings);
  if (options.json) console.log(JSON.stringify({ findings, next }));
  else {
    console.log(findings.map(findingText).join('\n'));
    console.log(`\nNext: ${next}`);
  }
  if (findings.some(({ state }) => state === 'broken')) process.exitCode = 1;
}

function findingText({ state, name, text, mend }: Finding): string {
  const style = createStyle(process.stdout);
  const mark = { works: style.good('✓'), missing: '?', broken: style.bad('✕') }[state];
  return `${mark} ${name}: ${text}${mend === undefined ? '' : `\n    ${mend}`}`;
}
