import { commandName, type Json, parseCommandName } from '../../kernel/index.ts';
import type { Checking, Place } from './checking.ts';
import { checkText, checkTree } from './expressions.ts';
import { didYouMean, type Path, type SourceProblem, unknownWord } from './problem.ts';
import type { StepSource } from './schema.ts';
import { type FieldTypes, fieldsOfSchema, TEXT, typesOfInput } from './value-type.ts';

/** A tool that reads, or a command of our own books. */
export function checkCall(checking: Checking, step: StepSource, path: Path): SourceProblem[] {
  if (step.call === undefined) return [];
  const { commands, tools } = checking.environment;
  const at = [...path, 'call'];
  const given = {
    name: step.call,
    with: step.with ?? {},
    place: { path: [...path, 'with'], step: step.id, each: step.forEach !== undefined },
  };
  if (!parseCommandName(step.call)) {
    const tool = tools.find(({ name }) => name === step.call);
    const known = tools.map(({ name }) => name);
    return tool
      ? checkWith(checking, { ...given, fields: fieldsOfSchema(tool.input) })
      : unknownWord(at, 'tool', { word: step.call, known });
  }
  const handler = commands.find((command) => commandName(command) === step.call);
  if (handler?.where === 'remote') {
    const problem = `“${step.call}” leaves the machine, so it cannot be called directly`;
    return [{ path: at, problem, mend: 'Put it into a `suggest` step.' }];
  }
  return checkCommand(checking, given, at);
}

interface Given {
  readonly name: string;
  readonly with: Readonly<Record<string, Json>>;
  /** Where its `with` stands. */
  readonly place: Place;
}

function checkCommand(checking: Checking, given: Given, path: Path): SourceProblem[] {
  const { commands } = checking.environment;
  const handler = commands.find((command) => commandName(command) === given.name);
  if (!handler) return unknownWord(path, 'command', { word: given.name, known: commands.map(commandName) });
  return checkWith(checking, { ...given, fields: fieldsOfSchema(handler.input) });
}

/** What is given to a command, a tool or a workflow: the fields that it takes, of their types. */
function checkWith(
  checking: Checking,
  {
    name,
    with: given,
    place,
    fields,
  }: Given & { readonly fields: Readonly<Record<string, FieldTypes>> | undefined },
): SourceProblem[] {
  const known = Object.keys(fields ?? {});
  const missing = Object.entries(fields ?? {}).filter(
    ([field, { required }]) => required && !Object.hasOwn(given, field),
  );
  return [
    ...missing.map(([field]) => ({
      path: place.path,
      problem: `${name} needs “${field}”`,
      mend: `Add ${field} to its \`with\`.`,
    })),
    ...Object.entries(given).flatMap(([field, tree]): SourceProblem[] => {
      const path = [...place.path, field];
      const taken = fields && Object.hasOwn(fields, field) ? fields[field] : undefined;
      if (fields && !taken)
        return [{ path, problem: `${name} takes no “${field}”`, mend: didYouMean(field, known) }];
      const types = taken && !taken.required ? taken.types && [...taken.types, 'null'] : taken?.types;
      return checkTree(checking, { ...place, path }, { tree, types });
    }),
  ];
}

/** A run of another workflow. */
export function checkChild(checking: Checking, step: StepSource, path: Path): SourceProblem[] {
  if (step.workflow === undefined) return [];
  const known = [...checking.others.keys()];
  const unknown = unknownWord([...path, 'workflow'], 'workflow', { word: step.workflow, known });
  if (unknown.length > 0) return unknown;
  const inputs = checking.others.get(step.workflow)?.input;
  const place = { path: [...path, 'with'], step: step.id, each: step.forEach !== undefined };
  const fields = inputs && fieldsOfInputs(inputs);
  return checkWith(checking, { name: `the workflow ${step.workflow}`, with: step.with ?? {}, place, fields });
}

/** The inputs that the event gives to the workflow that it starts. */
export function checkStartingWith(
  checking: Checking,
  given: Readonly<Record<string, Json>>,
  path: Path,
): SourceProblem[] {
  const { name, input } = checking.workflow;
  const fields = fieldsOfInputs(input);
  const place = { path, starting: true };
  return checkWith(checking, { name: `the workflow ${name}`, with: given, place, fields });
}

function fieldsOfInputs(inputs: Checking['workflow']['input']): Readonly<Record<string, FieldTypes>> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, spec]) => [name, { required: false, types: typesOfInput(spec) }]),
  );
}

/** A card with the commands behind it. */
export function checkSuggest(
  checking: Checking,
  { id, forEach, suggest }: StepSource,
  path: Path,
): SourceProblem[] {
  if (!suggest) return [];
  const { title, reason, commands, facts = [], notes = [], insteadOf } = suggest;
  const place = (...field: Path) => ({ path: [...path, ...field], step: id, each: forEach !== undefined });
  const named = commands.flatMap(({ as, do: name }) => (as === undefined ? [] : [{ as, do: name }]));
  return [
    ...checkText(checking, { ...place('title'), earlier: named }, { text: title, types: TEXT }),
    ...(reason === undefined ? [] : checkText(checking, place('reason'), { text: reason, types: TEXT })),
    ...facts.flatMap(({ label, text }, index) => [
      ...checkText(checking, place('facts', index, 'label'), { text: label, types: TEXT }),
      ...checkText(checking, place('facts', index, 'text'), { text, types: TEXT }),
    ]),
    ...notes.flatMap((text, index) => checkText(checking, place('notes', index), { text, types: TEXT })),
    ...(insteadOf === undefined
      ? []
      : checkTree(checking, place('insteadOf'), { tree: insteadOf, types: ['list'] })),
    ...commands.flatMap((command, index) => {
      const earlier = commands
        .slice(0, index)
        .flatMap(({ as, do: name }) => (as === undefined ? [] : [{ as, do: name }]));
      const given = {
        name: command.do,
        with: command.with,
        place: { ...place('commands', index, 'with'), earlier },
      };
      const sameName = checkName(command, earlier, place('commands', index, 'as').path);
      return sameName.concat(checkCommand(checking, given, place('commands', index, 'do').path));
    }),
  ];
}

function checkName(
  { as }: { readonly as?: string },
  earlier: readonly { readonly as: string }[],
  path: Path,
): SourceProblem[] {
  if (!earlier.some((other) => other.as === as)) return [];
  return [{ path, problem: `two commands are named “${as}”`, mend: 'Name one of them differently.' }];
}
