import { commandName, parseCommandName } from '../../kernel/index.ts';
import type { Checking, Found, Place } from './checking.ts';
import { didYouMean } from './problem.ts';
import type { StepSource } from './schema.ts';

const ERROR = ['code', 'message'];

/** `commands.NAME.OUTPUT` and nothing more: it is kept as data until the earlier command has run. */
export function checkOutputReference(checking: Checking, source: string, earlier: Place['earlier']): Found[] {
  if (!earlier) {
    return [
      {
        problem: 'outputs of commands are not known here',
        mend: 'Refer to the suggestion’s step, as in steps.propose.invoice.id.',
      },
    ];
  }
  const [, name, output] = /^commands\.(\w+)\.(\w+)$/.exec(source) ?? [];
  if (name === undefined || output === undefined) {
    return [
      {
        problem: `“${source}” computes with a command's output`,
        mend: 'Refer to it plainly, as in ${{ commands.invoice.number }}.',
      },
    ];
  }
  const command = earlier.find(({ as }) => as === name);
  if (!command) {
    const names = earlier.map(({ as }) => as);
    return [
      { problem: `no earlier command of this suggestion is named “${name}”`, mend: didYouMean(name, names) },
    ];
  }
  return unknownOutput(output, command.do, outputsOfCommand(checking, command.do));
}

/** `steps.ID`, `steps.ID.OUTPUT` and, for suggestions, `steps.ID.COMMAND.OUTPUT`. */
export function checkStepReference(
  checking: Checking,
  { step: at }: Place,
  path: readonly (string | null)[],
): Found[] {
  const [id, output, inner] = path;
  if (at === undefined)
    return [
      { problem: 'no step has run when defaults are filled in', mend: 'Use inputs, `today` or `now`.' },
    ];
  if (typeof id !== 'string')
    return [{ problem: '“steps” has to name a step', mend: 'Write it as in steps.draft.text.' }];
  const { steps } = checking.workflow;
  const step = steps.find((one) => one.id === id);
  if (!step)
    return [
      {
        problem: `there is no step “${id}”`,
        mend: didYouMean(
          id,
          steps.map((one) => one.id),
        ),
      },
    ];
  if (!checking.upstream.get(at)?.has(id)) {
    return [
      {
        problem: `“${at}” refers to “${id}”, which may not have run by then`,
        mend: `Add ${id} to its \`needs\`.`,
      },
    ];
  }
  const outputs = outputsOf(checking, step);
  if (typeof output !== 'string' || !outputs || output === 'status') return [];
  if (output === 'error') return typeof inner === 'string' ? unknownOutput(inner, `${id}.error`, ERROR) : [];
  const own = unknownOutput(output, id, ['status', ...Object.keys(outputs), 'error']);
  return own.length > 0 || typeof inner !== 'string'
    ? own
    : unknownOutput(inner, `${id}.${output}`, outputs[output]);
}

function unknownOutput(output: string, of: string, known: readonly string[] | undefined): Found[] {
  if (!known || known.includes(output)) return [];
  return [{ problem: `“${of}” gives no “${output}”`, mend: didYouMean(output, known) }];
}

type Outputs = Readonly<Record<string, readonly string[] | undefined>>;

/** What a step gives, by name, each with what it holds in turn; undefined where that is open. */
function outputsOf(checking: Checking, step: StepSource): Outputs | undefined {
  if (step.forEach !== undefined) return { items: undefined };
  if (step.reply) return {};
  if (step.ask) return { answer: undefined };
  if (step.wait) return { timedOut: undefined, event: undefined };
  if (step.call !== undefined)
    return open(parseCommandName(step.call) && outputsOfCommand(checking, step.call));
  if (step.workflow !== undefined) {
    const child = checking.others.get(step.workflow);
    return open(child && ['run', ...child.steps.map(({ id }) => id)]);
  }
  const commands = step.suggest?.commands ?? [];
  if (commands.length === 0) return undefined;
  const named = commands.flatMap(({ as, do: name }) =>
    as === undefined ? [] : [[as, outputsOfCommand(checking, name)] as const],
  );
  return { reason: undefined, ...Object.fromEntries(named) };
}

function open(names: readonly string[] | undefined): Outputs | undefined {
  return names && Object.fromEntries(names.map((name) => [name, undefined]));
}

function outputsOfCommand({ environment }: Checking, name: string): readonly string[] | undefined {
  return environment.commands.find((command) => commandName(command) === name)?.outputs;
}
