import { type Json, type JsonObject, MainstayError, type OutputReference } from '../../kernel/index.ts';
import { type Reference, referencesIn, refusalOf } from './ast.ts';
import { createCelEnvironment, SCOPE_ROOTS } from './cel.ts';
import { fromCel, toCel, writtenOut } from './cel-values.ts';
import { type Piece, scanTemplate } from './scan.ts';
import type { Template, TemplatePart, TemplateTree } from './types.ts';
import { NO_VALUES, type ValuesInForce } from './values/in-force.ts';

/** Set before each evaluation, which is synchronous, so that there is never more than one reading at a time. */
const reading = { today: '', zone: 'utc' };

/** Evaluates expressions: every root may be anything, since types were checked when the workflow was loaded. */
const environment = createCelEnvironment(reading);
for (const root of ['input', 'values', 'command', ...SCOPE_ROOTS]) environment.registerVariable(root, 'dyn');

const OUTPUT_PATH = /^\s*commands\.([A-Za-z_]\w*\.[A-Za-z_]\w*)\s*$/;

/** `values.NAME` and nothing more: where it is a text, that stands in its place. */
export const LONE_VALUE = /^\s*values\.([A-Za-z]\w*)\s*$/;

/** Compiles a text with expressions, in which the workflow's values are known. Throws EXPRESSION_FAILED. */
export function compileTemplate(source: string, values: ValuesInForce = NO_VALUES): Template {
  const pieces = scanTemplate(source);
  if (!pieces) throw failed(source, 'an expression that begins with ${{ does not end with }}');
  return { source, parts: pieces.flatMap((piece) => compilePiece(piece, values)) };
}

function compilePiece(piece: Piece, values: ValuesInForce): readonly TemplatePart[] {
  if (piece.kind === 'text') return [piece];
  const output = OUTPUT_PATH.exec(piece.source)?.[1];
  if (output !== undefined) return [{ kind: 'output', path: output }];
  const text = values.texts[LONE_VALUE.exec(piece.source)?.[1] ?? ''];
  if (text === undefined) return [compileExpression(piece.source, values)];
  // Beside a text, even an empty one, whatever the value holds is written out.
  return [{ kind: 'text', text: '' }, ...compileTemplate(text, { ...values, texts: {} }).parts];
}

function compileExpression(source: string, values: ValuesInForce): TemplatePart {
  const parsed = parse(source);
  const references = referencesIn(parsed.ast);
  const roots = [...new Set(references.map(({ root }) => root))];
  const texts = textsIn(references, values);
  const rootOf = (root: string, scope: JsonObject): Json => {
    if (root !== 'values') return scope[root] ?? null;
    const written = texts.map(([name, template]) => [name, writtenOut(evaluate(template, scope))] as const);
    return { ...values.constants, ...Object.fromEntries(written) };
  };
  return {
    kind: 'expression',
    source,
    evaluate: (scope) => {
      const given = roots.map((root) => [root, rootOf(root, scope)] as const);
      reading.today = typeof scope['today'] === 'string' ? scope['today'] : '';
      reading.zone = typeof scope['zone'] === 'string' ? scope['zone'] : 'utc';
      try {
        return fromCel(parsed(Object.fromEntries(given.map(([root, value]) => [root, toCel(value)]))));
      } catch (error) {
        throw failed(source, reasonOf(error));
      }
    },
  };
}

/** The texts that an expression may choose from, compiled. */
function textsIn(references: readonly Reference[], { constants, texts }: ValuesInForce) {
  const named = references.flatMap(({ root, path }) => (root === 'values' ? (path[0] ?? []) : []));
  return [...new Set(named)].flatMap((name) => {
    const text = texts[name];
    return text === undefined ? [] : [[name, compileTemplate(text, { constants, texts: {} })] as const];
  });
}

function parse(source: string) {
  try {
    const parsed = environment.parse(source.trim());
    const refusal = refusalOf(parsed.ast);
    if (refusal) throw new RangeError(refusal.problem);
    return parsed;
  } catch (error) {
    throw failed(source, firstLine(error));
  }
}

/** The library's messages go on with a drawing of where; only what comes before it is for a sentence. */
export function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? 'it failed';
}

/** Only null has no fields here, since a field that is missing is null. */
function reasonOf(error: unknown): string {
  const message = firstLine(error);
  const field = /^No such key: (\w+)/.exec(message)?.[1];
  return field === undefined ? message : `there is nothing to read “${field}” from`;
}

function failed(source: string, reason: string): MainstayError {
  return new MainstayError('EXPRESSION_FAILED', {
    values: { expression: source.trim().slice(0, 200), reason: reason.replace(/\.$/, '') },
  });
}

/**
 * A lone expression keeps its type; among other text it is written out. With a reference to an earlier command's
 * output, the result is data that effects resolves. Throws EXPRESSION_FAILED.
 */
export function evaluate({ parts }: Template, scope: JsonObject): Json {
  const [first] = parts;
  if (!first) return '';
  if (parts.length === 1 && first.kind === 'expression') return first.evaluate(scope);
  if (parts.length === 1 && first.kind === 'output') return { $output: first.path };
  const joined = join(parts, scope);
  return joined.every((part) => typeof part === 'string') ? joined.join('') : { $join: joined };
}

/** Neighbouring texts become one, so that what is hashed and shown does not depend on how it was split. */
function join(parts: readonly TemplatePart[], scope: JsonObject): (string | OutputReference)[] {
  const result: (string | OutputReference)[] = [];
  for (const part of parts) {
    if (part.kind === 'output') {
      result.push({ $output: part.path });
      continue;
    }
    const text = part.kind === 'text' ? part.text : writtenOut(part.evaluate(scope));
    const last = result.at(-1);
    if (typeof last === 'string') result[result.length - 1] = last + text;
    else result.push(text);
  }
  return result;
}

/** Compiles every string in it, at any depth. */
export function compileTree(value: Json, values: ValuesInForce = NO_VALUES): TemplateTree {
  if (typeof value === 'string') return compileTemplate(value, values);
  if (Array.isArray(value)) return { list: value.map((item: Json) => compileTree(item, values)) };
  if (typeof value === 'object' && value !== null) {
    return {
      fields: Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, compileTree(item, values)]),
      ),
    };
  }
  return { value };
}

export function evaluateTree(tree: TemplateTree, scope: JsonObject): Json {
  if ('parts' in tree) return evaluate(tree, scope);
  if ('list' in tree) return tree.list.map((item) => evaluateTree(item, scope));
  if ('fields' in tree) {
    return Object.fromEntries(
      Object.entries(tree.fields).map(([key, item]) => [key, evaluateTree(item, scope)]),
    );
  }
  return tree.value;
}
