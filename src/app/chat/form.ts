import { Document, isMap, isNode, isScalar, LineCounter, parseDocument, type YAMLMap } from 'yaml';
import type { Form, InputSchema as Schema } from '../../console/index.ts';
import type { Json, JsonObject } from '../../kernel/index.ts';
import { type FormProblem, fromForm, isFixed, resolved, toForm } from './editable.ts';

/** Marks the lines that say what is wrong, so that they go when the file is read again. */
const WRONG = '# ✕ ';

const INTRO = [
  ' Save and close the editor for a new card. Close it without a change to leave the card as it is.',
  ' Words in {braces} are assigned on approval.',
].join('\n');

type FormCommand = Form['commands'][number];

/** The form as a YAML file: a part for each command, in order; what cannot be changed stands in comments. */
export function writeForm({ commands }: Form, title: string): string {
  const document = new Document(commands.map((command) => fieldsOf(command)));
  document.commentBefore = ` ${title.replaceAll('\n', ' ')}\n${INTRO}`;
  commands.forEach((command, index) => {
    const part: unknown = document.getIn([index], true);
    if (isMap(part)) comment(part, command);
  });
  return document.toString({ lineWidth: 0 });
}

function fieldsOf({ schema, input }: FormCommand): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input)
      .filter(([name, value]) => !isFixed(propertyOf(schema, name), value))
      .map(([name, value]) => [name, toForm(propertyOf(schema, name), value, schema)]),
  );
}

function propertyOf(schema: Schema, name: string): Schema {
  return resolved(schema.properties?.[name] ?? {}, schema);
}

function comment(part: YAMLMap, { title, schema, input }: FormCommand): void {
  const fixed = Object.entries(input).flatMap(([name, value]) =>
    isFixed(propertyOf(schema, name), value)
      ? [`   ${name}: ${fixedText(propertyOf(schema, name), value)}`]
      : [],
  );
  const absent = Object.keys(schema.properties ?? {}).filter((name) => input[name] === undefined);
  const lines = [
    ` ${title}`,
    ...(fixed.length > 0 ? [' Stays as it is:', ...fixed] : []),
    ...(absent.length > 0 ? [` May be added: ${absent.join(', ')}`] : []),
  ];
  const [first] = part.items;
  if (first && isScalar(first.key)) first.key.commentBefore = lines.join('\n');
}

function fixedText({ oneOf = [] }: Schema, value: Json): string {
  const name = oneOf.find((option) => option.const === value)?.title;
  return name ?? (typeof value === 'string' ? value : 'assigned on approval');
}

export interface FormReading {
  /** One input for each command. */
  readonly inputs: readonly JsonObject[];
  readonly problems: readonly FormProblem[];
}

/** Reads the edited file. What is no YAML, or lacks a part, is a problem at the top. */
export function readForm(text: string, { commands }: Form): FormReading {
  // Failsafe: every scalar stays the text that was written, so that 007 and no are what they look like.
  const document = parseDocument(text, { schema: 'failsafe' });
  const [broken] = document.errors;
  if (broken) return { inputs: [], problems: [{ path: '', message: broken.message.split('\n')[0] ?? '' }] };
  const parts: unknown = document.toJS();
  if (!Array.isArray(parts) || parts.length !== commands.length) {
    const message = `There have to be ${commands.length} parts, each beginning with a dash.`;
    return { inputs: [], problems: [{ path: '', message }] };
  }
  const readings = commands.map(({ schema, input }, index) =>
    fromForm(schema, (parts[index] ?? {}) as unknown, {
      path: `inputs/${index}`,
      root: schema,
      before: input,
    }),
  );
  const inputs = readings.map(({ value }, index) => withFixed(value, commands[index]));
  return { inputs, problems: readings.flatMap(({ problems }) => problems) };
}

function withFixed(value: Json | undefined, command: FormCommand | undefined): JsonObject {
  const fixed = Object.entries(command?.input ?? {}).filter(
    ([name, one]) => command && isFixed(propertyOf(command.schema, name), one),
  );
  return { ...((value ?? {}) as JsonObject), ...Object.fromEntries(fixed) };
}

/** The edited text with what is wrong said above the field that it concerns, or at the top. */
export function withProblems(text: string, problems: readonly FormProblem[]): string {
  const clean = withoutProblems(text);
  const counter = new LineCounter();
  const document = parseDocument(clean, { schema: 'failsafe', lineCounter: counter });
  const lines = clean.split('\n');
  const marks = problems.map(({ path, message }) => ({ line: lineOf(document, counter, path), message }));
  for (const { line, message } of marks.toSorted((one, other) => other.line - one.line)) {
    const indent = /^[\s-]*/.exec(lines[line] ?? '')?.[0].replaceAll('-', ' ') ?? '';
    lines.splice(line, 0, `${indent}${WRONG}${message}`);
  }
  return lines.join('\n');
}

export function withoutProblems(text: string): string {
  return text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith(WRONG))
    .join('\n');
}

/** The line, from 0, on which the field stands, or the nearest part around it that is there. */
function lineOf(document: ReturnType<typeof parseDocument>, counter: LineCounter, path: string): number {
  const keys = path
    .split('/')
    .slice(1)
    .map((key) => (/^\d+$/.test(key) ? Number(key) : key));
  for (let length = keys.length; length > 0; length -= 1) {
    const offset = offsetOf(document, keys.slice(0, length));
    if (offset !== undefined) return counter.linePos(offset).line - 1;
  }
  return 0;
}

/** Where the key stands, not its value, which may begin below. */
function offsetOf(
  document: ReturnType<typeof parseDocument>,
  keys: readonly (string | number)[],
): number | undefined {
  const last = keys.at(-1);
  const parent: unknown = document.getIn(keys.slice(0, -1), true) ?? document.contents;
  if (isMap(parent)) {
    const key: unknown = parent.items.find((pair) => isScalar(pair.key) && pair.key.value === last)?.key;
    return isNode(key) ? key.range?.[0] : undefined;
  }
  const node: unknown = document.getIn(keys, true);
  return isNode(node) ? node.range?.[0] : undefined;
}
