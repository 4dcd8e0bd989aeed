import { type ASTNode, type Environment } from '@marcbachmann/cel-js';
import { distance } from 'fastest-levenshtein';
import { z } from 'zod';
import { EVENT_TYPES, isMainstayError, type Json, parseCommandName, commandName } from '../../kernel/index.ts';
import type { CommandHandler, Tool } from '../../ports/index.ts';
import { createCelEnvironment, SCOPE_ROOTS } from './cel.ts';
import { scanTemplate } from './scan.ts';
import type { StepSource, WorkflowSource } from './schema.ts';
import { firstLine } from './template.ts';

/** What a workflow may use. */
export interface WorkflowEnvironment {
  readonly commands: readonly CommandHandler[];
  readonly tools: readonly Pick<Tool, 'name'>[];
}

/** Something that does not hold: where in the source, what, and how to mend it. */
export interface SourceProblem {
  readonly path: readonly (string | number)[];
  readonly problem: string;
  readonly mend: string;
}

interface Checking {
  readonly workflow: WorkflowSource;
  readonly environment: WorkflowEnvironment;
  readonly workflowNames: readonly string[];
  /** For each step, the steps that must have ended before it. */
  readonly upstream: ReadonlyMap<string, ReadonlySet<string>>;
  readonly cel: Environment;
}

/** Checks what the schema cannot: references, order, commands and the types of expressions. */
export function checkWorkflow(workflow: WorkflowSource, environment: WorkflowEnvironment, workflowNames: readonly string[]): SourceProblem[] {
  const structure = checkStructure(workflow);
  if (structure.length > 0) return structure;
  const checking: Checking = { workflow, environment, workflowNames, upstream: upstreamOf(workflow.steps), cel: typedEnvironment(workflow) };
  return workflow.steps.flatMap((step, index) => checkStep(checking, step, ['steps', index]));
}

function checkStructure({ steps }: WorkflowSource): SourceProblem[] {
  const ids = steps.map(({ id }) => id);
  const problems = steps.flatMap(({ id, needs, onFailure }, index): SourceProblem[] => [
    ...(ids.indexOf(id) < index ? [{ path: ['steps', index, 'id'], problem: `there are two steps named “${id}”`, mend: 'Name one of them differently.' }] : []),
    ...needs.flatMap((need, at) => unknownStep(ids, need, ['steps', index, 'needs', at])),
    ...(onFailure === undefined ? [] : unknownStep(ids, onFailure, ['steps', index, 'onFailure'])),
  ]);
  return problems.length > 0 ? problems : findCycle(steps);
}

function unknownStep(ids: readonly string[], id: string, path: SourceProblem['path']): SourceProblem[] {
  return ids.includes(id) ? [] : [{ path, problem: `there is no step “${id}”`, mend: didYouMean(id, ids) }];
}

function findCycle(steps: readonly StepSource[]): SourceProblem[] {
  const upstream = upstreamOf(steps);
  return steps.flatMap(({ id }, index) =>
    upstream.get(id)?.has(id)
      ? [{ path: ['steps', index, 'needs'], problem: `the step “${id}” waits for itself`, mend: 'Take one of the steps out of the circle of `needs`.' }]
      : [],
  );
}

function upstreamOf(steps: readonly StepSource[]): Map<string, Set<string>> {
  const before = new Map(
    steps.map((step) => [step.id, [...step.needs, ...steps.filter((other) => other.onFailure === step.id).map((other) => other.id)]] as const),
  );
  return new Map(steps.map(({ id }) => [id, reach(before, id)]));
}

function reach(before: ReadonlyMap<string, readonly string[]>, from: string): Set<string> {
  const reached = new Set<string>();
  const open = [...(before.get(from) ?? [])];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    open.push(...(before.get(id) ?? []));
  }
  return reached;
}

function checkStep(checking: Checking, step: StepSource, path: SourceProblem['path']): SourceProblem[] {
  const one = (value: string | undefined, field: readonly (string | number)[], expect: Expectation) =>
    value === undefined ? [] : checkText(checking, { text: value, path: [...path, ...field], step, expect });
  return [
    ...one(step.if, ['if'], 'bool'),
    ...one(step.forEach, ['forEach'], 'list'),
    ...(step.call === undefined ? [] : checkCall(checking, step, path)),
    ...(step.workflow === undefined || checking.workflowNames.includes(step.workflow)
      ? []
      : [{ path: [...path, 'workflow'], problem: `there is no workflow “${step.workflow}”`, mend: didYouMean(step.workflow, checking.workflowNames) }]),
    ...(step.workflow === undefined ? [] : checkTree(checking, { tree: step.with ?? {}, path: [...path, 'with'], step })),
    ...(step.agent ? one(checking.workflow.templates[step.agent.otherwise], ['agent', 'otherwise'], 'text') : []),
    ...(step.suggest ? checkSuggest(checking, step, path) : []),
    ...one(step.ask?.question, ['ask', 'question'], 'text'),
    ...(step.wait ? checkWait(checking, step, path) : []),
    ...one(step.reply?.text, ['reply', 'text'], 'text'),
    ...(step.reply?.choices === undefined ? [] : checkTree(checking, { tree: step.reply.choices, path: [...path, 'reply', 'choices'], step })),
  ];
}

function checkWait(checking: Checking, step: StepSource, path: SourceProblem['path']): SourceProblem[] {
  const { event, subject, until } = step.wait ?? {};
  const types = Object.keys(EVENT_TYPES);
  return [
    ...(event !== undefined && !types.includes(event) ? [{ path: [...path, 'wait', 'event'], problem: `there is no event “${event}”`, mend: didYouMean(event, types) }] : []),
    ...(subject === undefined ? [] : checkText(checking, { text: subject, path: [...path, 'wait', 'subject'], step, expect: 'text' })),
    ...(until === undefined ? [] : checkText(checking, { text: until, path: [...path, 'wait', 'until'], step, expect: 'string' })),
  ];
}

function checkCall(checking: Checking, step: StepSource, path: SourceProblem['path']): SourceProblem[] {
  const { commands, tools } = checking.environment;
  const call = step.call ?? '';
  const inner = checkTree(checking, { tree: step.with ?? {}, path: [...path, 'with'], step });
  if (!parseCommandName(call)) {
    const names = tools.map((tool) => tool.name);
    return names.includes(call) ? inner : [{ path: [...path, 'call'], problem: `there is no tool “${call}”`, mend: didYouMean(call, names) }];
  }
  const handler = commands.find((command) => commandName(command) === call);
  if (handler?.where === 'remote') {
    return [{ path: [...path, 'call'], problem: `“${call}” leaves the machine, so it cannot be called directly`, mend: 'Put it into a `suggest` step.' }];
  }
  return [...checkCommand(checking, { name: call, given: step.with ?? {}, path: [...path, 'call'], withPath: [...path, 'with'] }), ...inner];
}

function checkCommand(
  { environment }: Checking,
  { name, given, path, withPath }: { name: string; given: Readonly<Record<string, Json>>; path: SourceProblem['path']; withPath: SourceProblem['path'] },
): SourceProblem[] {
  const handler = environment.commands.find((command) => commandName(command) === name);
  if (!handler) return [{ path, problem: `there is no command “${name}”`, mend: didYouMean(name, environment.commands.map(commandName)) }];
  const { properties = {}, required = [] } = z.toJSONSchema(handler.input, { io: 'input' });
  const known = Object.keys(properties);
  return [
    ...Object.keys(given)
      .filter((field) => !known.includes(field))
      .map((field) => ({ path: [...withPath, field], problem: `${name} takes no “${field}”`, mend: didYouMean(field, known) })),
    ...required
      .filter((field) => !(field in given))
      .map((field) => ({ path: withPath, problem: `${name} needs “${field}”`, mend: `Add ${field} to its \`with\`.` })),
  ];
}

function checkSuggest(checking: Checking, step: StepSource, path: SourceProblem['path']): SourceProblem[] {
  const { title = '', reason, commands = [] } = step.suggest ?? {};
  const at = [...path, 'suggest'];
  return [
    ...checkText(checking, { text: title, path: [...at, 'title'], step, expect: 'text' }),
    ...(reason === undefined ? [] : checkText(checking, { text: reason, path: [...at, 'reason'], step, expect: 'text' })),
    ...commands.flatMap((command, index) => {
      const here = [...at, 'commands', index];
      const earlier = commands.slice(0, index).flatMap((other) => (other.as === undefined ? [] : [{ as: other.as, do: other.do }]));
      return [
        ...checkCommand(checking, { name: command.do, given: command.with, path: [...here, 'do'], withPath: [...here, 'with'] }),
        ...checkTree(checking, { tree: command.with, path: [...here, 'with'], step, earlier }),
      ];
    }),
  ];
}

type Expectation = 'bool' | 'list' | 'string' | 'text' | 'any';

interface TextCheck {
  readonly text: string;
  readonly path: SourceProblem['path'];
  readonly step: StepSource;
  readonly expect: Expectation;
  /** The named commands before this one in the same suggestion. */
  readonly earlier?: readonly { readonly as: string; readonly do: string }[];
}

function checkTree(checking: Checking, { tree, ...rest }: Omit<TextCheck, 'text' | 'expect'> & { readonly tree: Json }): SourceProblem[] {
  if (typeof tree === 'string') return checkText(checking, { ...rest, text: tree, expect: 'any' });
  if (typeof tree !== 'object' || tree === null) return [];
  return Object.entries(tree).flatMap(([key, item]) =>
    checkTree(checking, { ...rest, tree: item as Json, path: [...rest.path, Array.isArray(tree) ? Number(key) : key] }),
  );
}

function checkText(checking: Checking, check: TextCheck): SourceProblem[] {
  const { text, path, expect } = check;
  const pieces = scanTemplate(text);
  if (!pieces) return [{ path, problem: 'an expression that begins with ${{ does not end', mend: 'Close it with }}.' }];
  const expressions = pieces.flatMap((piece) => (piece.kind === 'expression' ? [piece.source] : []));
  const lone = pieces.length === 1 && expressions.length === 1;
  if ((expect === 'bool' || expect === 'list') && !lone) {
    return [{ path, problem: `“${text}” is no expression`, mend: 'Write it as one ${{ … }}.' }];
  }
  return expressions.flatMap((source) => checkExpression(checking, { ...check, text: source, expect: lone ? expect : 'text' }));
}

const TYPES_FOR: Readonly<Record<Exclude<Expectation, 'any' | 'text'>, readonly string[]>> = {
  bool: ['bool', 'dyn'],
  list: ['list', 'dyn'],
  string: ['string', 'dyn'],
};

function checkExpression(checking: Checking, check: TextCheck): SourceProblem[] {
  const { text, path, expect } = check;
  const source = text.trim();
  if (/\bcommands\b/.test(source)) return checkOutput(source, check);
  const result = checking.cel.check(source);
  if (!result.valid) return [{ path, problem: `“${source}”: ${firstLine(result.error)}`, mend: mendFor(checking, result.error) }];
  const { ast } = checking.cel.parse(source);
  const references = checkReferences(checking, ast, check);
  if (references.length > 0 || expect === 'any' || expect === 'text') return references;
  const type = String(result.type);
  if (TYPES_FOR[expect].some((allowed) => type === allowed || type.startsWith(`${allowed}<`))) return [];
  return [{ path, problem: `“${source}” gives ${type}, not ${expect}`, mend: `Make it give ${expect === 'bool' ? 'true or false' : `a ${expect}`}.` }];
}

/** `commands.NAME.OUTPUT` and nothing more: it is kept as data until the earlier command has run. */
function checkOutput(source: string, { path, earlier = [] }: TextCheck): SourceProblem[] {
  const match = /^commands\.(\w+)\.(\w+)$/.exec(source);
  if (!match) return [{ path, problem: `“${source}” computes with a command's output`, mend: 'Refer to it plainly, as in ${{ commands.invoice.number }}.' }];
  const [, name = ''] = match;
  if (earlier.some((command) => command.as === name)) return [];
  const names = earlier.map((command) => command.as);
  return [{ path, problem: `no earlier command of this suggestion is named “${name}”`, mend: didYouMean(name, names) }];
}

/** Every `input.X` and `steps.X` must exist, and the step must come before. */
function checkReferences(checking: Checking, ast: ASTNode, { path, step }: TextCheck): SourceProblem[] {
  return membersOf(ast).flatMap(({ root, member }): SourceProblem[] => {
    if (root !== 'steps') return [];
    const ids = checking.workflow.steps.map(({ id }) => id);
    const unknown = unknownStep(ids, member, path);
    if (unknown.length > 0 || checking.upstream.get(step.id)?.has(member)) return unknown;
    return [{ path, problem: `“${step.id}” refers to “${member}”, which may not have run by then`, mend: `Add ${member} to its \`needs\`.` }];
  });
}

function membersOf(node: unknown): { root: string; member: string }[] {
  if (Array.isArray(node)) return node.flatMap(membersOf);
  if (!isNode(node)) return [];
  const [object, member] = Array.isArray(node.args) ? node.args : [];
  const own = node.op === '.' && isNode(object) && object.op === 'id' ? [{ root: String(object.args), member: String(member) }] : [];
  return [...own, ...membersOf(node.args)];
}

function isNode(value: unknown): value is { op: string; args: unknown } {
  return typeof value === 'object' && value !== null && 'op' in value && 'args' in value;
}

/** Inputs with the types that they will have, so that most mistakes show before anything runs. */
function typedEnvironment({ input }: WorkflowSource): Environment {
  const environment = createCelEnvironment();
  const schema = Object.fromEntries(Object.entries(input).map(([name, spec]) => [name, spec.optional ? 'dyn' : (CEL_TYPES[spec.type] ?? 'dyn')]));
  environment.registerVariable({ name: 'input', schema });
  for (const root of SCOPE_ROOTS) environment.registerVariable(root, ROOT_TYPES[root] ?? 'dyn');
  return environment;
}

const ROOT_TYPES: Readonly<Record<string, string>> = { now: 'string', today: 'string', zone: 'string', index: 'int' };

const CEL_TYPES: Readonly<Record<string, string>> = { string: 'string', email: 'string', date: 'string', money: 'Money', days: 'int', integer: 'int' };

function mendFor({ workflow }: Checking, error: unknown): string {
  const missing = /No such key: (\w+)/.exec(firstLine(error))?.[1];
  if (missing !== undefined) return didYouMean(missing, Object.keys(workflow.input));
  const unknown = /Unknown variable: (\w+)/.exec(firstLine(error))?.[1];
  if (unknown !== undefined) return didYouMean(unknown, ['input', ...SCOPE_ROOTS]);
  return 'Correct the expression.';
}

function didYouMean(word: string, known: readonly string[]): string {
  const [nearest] = known.toSorted((a, b) => distance(word, a) - distance(word, b));
  if (nearest !== undefined && distance(word, nearest) <= Math.max(2, word.length / 3)) return `Did you mean “${nearest}”?`;
  return known.length === 0 ? 'There are none to choose from.' : `There are: ${known.slice(0, 12).join(', ')}.`;
}

export function problemOfError(error: unknown): string {
  return isMainstayError(error) ? error.message : firstLine(error);
}
