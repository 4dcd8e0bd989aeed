import type { ASTNode, Environment } from '@marcbachmann/cel-js';
import type { Json } from '../../kernel/index.ts';
import { type Reference, referencesIn, refusalOf } from './ast.ts';
import { createCelEnvironment, SCOPE_ROOTS } from './cel.ts';
import { writtenOut } from './cel-values.ts';
import type { Checking, Found, Place } from './checking.ts';
import { checkOutputReference, checkStepReference } from './outputs.ts';
import { didYouMean, type SourceProblem } from './problem.ts';
import { scanTemplate } from './scan.ts';
import type { WorkflowSource } from './schema.ts';
import { firstLine, LONE_VALUE } from './template.ts';
import { checkedType, fits, TEXT, typeWords, type ValueTypes } from './value-type.ts';
import { valueOf } from './values/in-force.ts';
import { isText, typeOfValue } from './values/spec.ts';
import { expandText } from './values/text.ts';

/** Inputs with the types that they will have, so that most mistakes show before anything runs. */
export function typedEnvironment({ input, values }: WorkflowSource): Environment {
  const environment = createCelEnvironment({ today: '', zone: 'utc' });
  const schema = Object.fromEntries(Object.entries(input).map(([name, spec]) => [name, checkedType(spec)]));
  environment.registerVariable({ name: 'input', schema });
  const valued = Object.fromEntries(Object.entries(values).map(([name, spec]) => [name, typeOfValue(spec)]));
  environment.registerVariable({ name: 'values', schema: valued });
  for (const root of SCOPE_ROOTS) environment.registerVariable(root, ROOT_TYPES[root]);
  return environment;
}

const ROOT_TYPES: Readonly<Record<(typeof SCOPE_ROOTS)[number], string>> = {
  steps: 'dyn',
  event: 'dyn',
  item: 'dyn',
  index: 'int',
  now: 'string',
  today: 'string',
  zone: 'string',
  business: 'dyn',
};

/** Checks every text in the tree; at its top, a value is to be of one of these types. */
export function checkTree(
  checking: Checking,
  place: Place,
  { tree, types }: { tree: Json; types: ValueTypes },
): SourceProblem[] {
  if (typeof tree === 'string') return checkText(checking, place, { text: tree, types });
  const own = checkLiteral(place, tree, types);
  if (typeof tree !== 'object' || tree === null) return own;
  const inner = Object.entries(tree).flatMap(([key, item]) => {
    const path = [...place.path, Array.isArray(tree) ? Number(key) : key];
    return checkTree(checking, { ...place, path }, { tree: item, types: undefined });
  });
  return [...own, ...inner];
}

function checkLiteral({ path }: Place, value: Json, types: ValueTypes): SourceProblem[] {
  const type = typeOfLiteral(value);
  if (types === undefined || fits(type, types) || (type === 'map' && types.includes('Money'))) return [];
  const problem = `this is ${typeWords([type])}, not ${typeWords(types)}`;
  return [{ path, problem, mend: `Make it ${typeWords(types)}.` }];
}

function typeOfLiteral(value: Json): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'double';
  if (typeof value === 'boolean') return 'bool';
  if (value === null) return 'null';
  if (typeof value === 'string') return 'string';
  return Array.isArray(value) ? 'list' : 'map';
}

/** A lone expression gives a value of one of these types; a text with others in it, or with none, is a text. */
export function checkText(
  checking: Checking,
  place: Place,
  { text, types }: { text: string; types: ValueTypes },
): SourceProblem[] {
  const { path, template } = place;
  const at = template === undefined ? { path } : { path, template };
  const pieces = scanTemplate(text);
  if (!pieces) {
    return [{ ...at, problem: 'an expression that begins with ${{ does not end', mend: 'Close it with }}.' }];
  }
  const expressions = pieces.flatMap((piece) => (piece.kind === 'expression' ? [piece.source] : []));
  const isWhole = (expression: string) =>
    textIn(checking, place, LONE_VALUE.exec(expression)?.[1]) !== undefined;
  const lone = pieces.length === 1 && expressions.length === 1 && !expressions.some(isWhole);
  if (!lone && !fits('string', types)) {
    const mend = 'Write it as one expression, in ${{ and }}.';
    return [{ ...at, problem: `“${text.slice(0, 80)}” is a text, not ${typeWords(types ?? [])}`, mend }];
  }
  return expressions.flatMap((expression) => {
    if (isWhole(expression)) return checkWritten(checking, place, expression);
    const found = checkExpression(checking, place, { expression, types: lone ? types : TEXT });
    if (found.length === 0) return checkChosen(checking, place, expression);
    return found.map(({ problem, mend, offset = 0 }) =>
      Object.assign({ problem, mend, within: { expression, offset } }, at),
    );
  });
}

/** The name, where it is that of a text value; inside a text, others are not to be had. */
function textIn({ workflow }: Checking, { written }: Place, name: string | undefined): string | undefined {
  const spec = name === undefined || written ? undefined : workflow.values[name];
  return spec && isText(spec) ? name : undefined;
}

/** Texts among which an expression chooses: none of them may refer to what comes after it. */
function checkChosen(checking: Checking, place: Place, expression: string): SourceProblem[] {
  const { earlier: _, ...where } = place;
  const references = referencesIn(checking.cel.parse(expression.trim()).ast);
  const named = references.flatMap(({ root, path }) => (root === 'values' ? (path[0] ?? []) : []));
  return [...new Set(named)].flatMap((name) =>
    textIn(checking, place, name) === undefined ? [] : checkWritten(checking, where, `values.${name}`),
  );
}

/** A text value where it is used, with all that its placeholders may stand for. */
function checkWritten(checking: Checking, place: Place, expression: string): SourceProblem[] {
  const name = LONE_VALUE.exec(expression)?.[1] ?? '';
  const spec = checking.workflow.values[name];
  if (!spec || !isText(spec)) return [];
  const { template: _, ...where } = place;
  const path = ['values', name, 'default'];
  const text = expandText(writtenOut(valueOf(checking.workflow, name)), spec);
  const texts = [text, ...Object.values(spec.words)];
  return texts.flatMap((one) =>
    checkText(checking, { ...where, path, written: true }, { text: one, types: TEXT }).map(
      ({ problem, mend }) => ({ path, problem, mend }),
    ),
  );
}

function checkExpression(
  checking: Checking,
  place: Place,
  { expression, types }: { expression: string; types: ValueTypes },
): Found[] {
  const source = expression.trim();
  const indent = expression.length - expression.trimStart().length;
  const shift = (found: Found) => ({ ...found, offset: indent + (found.offset ?? 0) });
  const parsed = parse(checking.cel, source);
  if ('problem' in parsed) return [shift(parsed)];
  const refusal = refusalOf(parsed.ast);
  if (refusal) return [shift(refusal)];
  const references = referencesIn(parsed.ast);
  if (references.some(({ root }) => root === 'commands'))
    return checkOutputReference(checking, source, place.earlier).map(shift);
  const wrong = references.flatMap((reference) =>
    checkReference(checking, place, reference).map(({ problem, mend }) => ({
      problem,
      mend,
      offset: reference.start,
    })),
  );
  return (wrong.length > 0 ? wrong : checkType(checking.cel, source, types)).map(shift);
}

function parse(cel: Environment, source: string): { readonly ast: ASTNode } | Found {
  try {
    return { ast: cel.parse(source).ast };
  } catch (error) {
    return {
      problem: `“${short(source)}” cannot be read: ${firstLine(error)}`,
      mend: 'Correct the expression.',
      offset: startOf(error),
    };
  }
}

function checkReference(checking: Checking, place: Place, reference: Reference): Omit<Found, 'offset'>[] {
  const { root, path } = reference;
  const [name] = path;
  const inputs = checking.workflow.input;
  if (place.starting && ['input', 'steps', 'item', 'index'].includes(root)) {
    const problem = `“${root}” is not known yet when the event comes`;
    return [{ problem, mend: 'Look at event.subject and event.data.' }];
  }
  if (root === 'input' && typeof name === 'string') {
    const known = Object.keys(inputs);
    if (!known.includes(name))
      return [{ problem: `there is no input “${name}”`, mend: didYouMean(name, known) }];
    if (place.step !== undefined || inputs[name]?.default === undefined) return [];
    return [
      {
        problem: `“${name}” has a default itself and may not be known yet`,
        mend: 'Use an input without a default.',
      },
    ];
  }
  if (root === 'values' && typeof name === 'string') return checkValueReference(checking, place, name);
  if (root === 'steps') return checkStepReference(checking, place, path);
  if ((root === 'item' || root === 'index') && !place.each) {
    return [
      {
        problem: `there is no “${root}” here`,
        mend: 'Use it in a step with `forEach`, beside its `if` and `forEach`.',
      },
    ];
  }
  return [];
}

function checkValueReference(
  { workflow }: Checking,
  { written }: Place,
  name: string,
): Omit<Found, 'offset'>[] {
  const values = Object.entries(workflow.values).filter(([, spec]) => !written || !isText(spec));
  const known = values.map(([one]) => one);
  if (known.includes(name)) return [];
  if (!Object.hasOwn(workflow.values, name))
    return [{ problem: `there is no value “${name}”`, mend: didYouMean(name, known) }];
  return [{ problem: `a text cannot hold the text “${name}”`, mend: 'Write it out.' }];
}

function checkType(cel: Environment, source: string, types: ValueTypes): Found[] {
  const { valid, type = 'dyn', error } = cel.check(source);
  if (!valid) return [typeError(source, error)];
  if (fits(type, types)) return [];
  const mend =
    types === TEXT && type.startsWith('list')
      ? 'Write list(…) around it.'
      : `Make it give ${typeWords(types ?? [])}.`;
  return [
    {
      problem: `“${short(source)}” gives ${typeWords([type])}, not ${typeWords(types === TEXT ? ['string'] : (types ?? []))}`,
      mend,
    },
  ];
}

function typeError(source: string, error: unknown): Found {
  const message = firstLine(error);
  const offset = startOf(error);
  const unknown = /^Unknown variable: (\w+)/.exec(message)?.[1];
  if (unknown !== undefined) {
    return {
      problem: `there is no “${unknown}” to refer to`,
      mend: didYouMean(unknown, ['input', 'values', ...SCOPE_ROOTS]),
      offset,
    };
  }
  return { problem: `“${short(source)}”: ${message}`, mend: 'Correct the expression.', offset };
}

function startOf(error: unknown): number {
  const range: unknown =
    typeof error === 'object' && error !== null && 'range' in error ? error.range : undefined;
  const start: unknown =
    typeof range === 'object' && range !== null && 'start' in range ? range.start : undefined;
  return typeof start === 'number' ? start : 0;
}

function short(source: string): string {
  return source.length > 80 ? `${source.slice(0, 79)}…` : source;
}
