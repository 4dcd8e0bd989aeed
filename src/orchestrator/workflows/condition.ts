import { type Command, dateAt, isoTime } from '../../kernel/index.ts';
import { createCelEnvironment } from './cel.ts';
import { compileTemplate, evaluate, firstLine } from './template.ts';
import type { Template } from './types.ts';

interface ConditionFacts {
  readonly command: Command;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly zone: string;
}

/**
 * Compiles the conditions of policies: CEL over `command`, `now` and `today` (the day in `zone`); kept by their
 * source. Throws EXPRESSION_FAILED. Anything but true does not hold.
 */
export function createCondition(): (source: string, facts: ConditionFacts) => boolean {
  const compiled = new Map<string, Template>();
  return (source, { command, now, zone }) => {
    const template = compiled.get(source) ?? compileTemplate(`\${{ ${source} }}`);
    compiled.set(source, template);
    const { type, version, input, recipient = null, account = null } = command;
    return (
      evaluate(template, {
        command: { type, version, input, recipient, account },
        now: isoTime(now),
        today: dateAt(now, zone),
        zone,
      }) === true
    );
  };
}

const declared = createCelEnvironment({ today: '', zone: 'utc' });
for (const name of ['now', 'today', 'zone']) declared.registerVariable(name, 'string');
declared.registerVariable('command', 'dyn');

/** What is wrong with a condition before it is ever asked, in words; undefined where it can be used. */
export function conditionProblem(source: string): string | undefined {
  try {
    const { valid, type = 'dyn', error } = declared.check(source);
    if (!valid) return `cannot be read: ${firstLine(error)}`;
    return type === 'bool' || type === 'dyn' ? undefined : 'gives neither true nor false';
  } catch (error) {
    return `cannot be read: ${firstLine(error)}`;
  }
}
