import { type Document, isMap, isNode, LineCounter, type Node, parseDocument } from 'yaml';
import type { z } from 'zod';
import type { Json, JsonObject } from '../../kernel/index.ts';
import { didYouMean, type Path, type SourceProblem } from './problem.ts';
import { KEPT_KEYS, SOURCE_KEYS, sourceSchema, type WorkflowSource } from './schema.ts';

/** Something wrong in a workflow file. Lines and columns count from 1. */
export interface WorkflowProblem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly problem: string;
  readonly mend: string;
}

/** A workflow file as it was read; without `workflow` where it is none. */
export interface ReadSource {
  readonly file: string;
  /** As far as it can be told although the rest is broken. */
  readonly name: string | undefined;
  readonly source: JsonObject;
  readonly workflow?: WorkflowSource;
  readonly problems: readonly WorkflowProblem[];
  /** Gives the problem its place in the file, or in the `otherwise` text that it stands in. */
  locate(problem: SourceProblem): WorkflowProblem;
}

interface Reading {
  /** As errors are to name it. */
  readonly file: string;
  readonly text: string;
  /** The texts of the `otherwise` files that the source names, by their keys. */
  templates(source: JsonObject): Promise<Readonly<Record<string, string>>>;
}

/** Reads one workflow file; what is wrong with it is told, not thrown. */
export async function readSource({ file, text, templates }: Reading): Promise<ReadSource> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, stringKeys: true });
  const at = (offset: number) => positionOf(lines, offset);
  const problems = [...document.errors, ...document.warnings].map((error) =>
    yamlProblem(file, at(error.pos[0]), error),
  );
  const plain = problems.length > 0 ? undefined : plainSource(document);
  if (!plain) return unreadable(file, problems);
  const texts = await templates(plain);
  const locate = locator({ file, document, text, texts, at });
  const source: JsonObject = Object.keys(texts).length > 0 ? { ...plain, templates: texts } : plain;
  const read = { file, name: typeof plain['name'] === 'string' ? plain['name'] : undefined, source, locate };
  const kept = KEPT_KEYS.filter((key) => key in plain);
  if (kept.length > 0) return { ...read, problems: unknownKeys([], kept).map(locate) };
  const { data, error } = sourceSchema.safeParse(source);
  if (data) return { ...read, workflow: data, problems: [] };
  return { ...read, problems: error.issues.flatMap(schemaProblems).map(locate) };
}

interface Position {
  readonly line: number;
  readonly column: number;
}

function yamlProblem(
  file: string,
  { line, column }: Position,
  { message }: { readonly message: string },
): WorkflowProblem {
  const [problem = 'this is no YAML'] = message.split(/ at line \d+|:?\n/);
  return { file, line, column, problem, mend: 'Correct the YAML there.' };
}

function unreadable(file: string, problems: readonly WorkflowProblem[]): ReadSource {
  const problem = 'this is no workflow';
  const top = { file, line: 1, column: 1, problem, mend: 'Begin it with `name:`, `version:` and `title:`.' };
  return {
    file,
    name: undefined,
    source: {},
    problems: problems.length > 0 ? problems : [top],
    locate: () => top,
  };
}

/** Undefined where it is no map, or unfolds without end. */
function plainSource(document: Document): JsonObject | undefined {
  try {
    const plain = document.toJS({ maxAliasCount: 100 }) as Json;
    return isMap(document.contents) ? (plain as JsonObject) : undefined;
  } catch {
    return undefined;
  }
}

interface Located {
  readonly file: string;
  readonly document: Document;
  readonly text: string;
  readonly texts: Readonly<Record<string, string>>;
  at(offset: number): Position;
}

function locator({ file, document, text, texts, at }: Located): ReadSource['locate'] {
  return ({ path, problem, mend, within, template }) => {
    const start = within && `\${{${within.expression}`;
    if (template !== undefined) {
      const own = texts[template] ?? '';
      const found = start === undefined ? own.indexOf('${{') : own.indexOf(start) + 3 + (within?.offset ?? 0);
      return { file: `skills/${template}`, ...positionIn(own, Math.max(0, found)), problem, mend };
    }
    const [from, to] = rangeAt(document, path, within !== undefined);
    const found = start === undefined ? -1 : text.slice(from, to).indexOf(start);
    return { file, ...at(found === -1 ? from : from + found + 3 + (within?.offset ?? 0)), problem, mend };
  };
}

/** Where the value at the path stands, or else its key; where there is none, its nearest parent. */
function rangeAt(document: Document, path: Path, value: boolean): readonly [number, number] {
  for (let length = path.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(path.slice(0, length), true);
    const key = value && length === path.length ? undefined : keyAt(document, path.slice(0, length));
    const found = key ?? (isNode(node) ? node : undefined);
    if (found?.range) return [found.range[0], found.range[1]];
  }
  return [0, 0];
}

function keyAt(document: Document, path: Path): Node | undefined {
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  const keys = parent.items.map(({ key }) => key).filter(isNode);
  return keys.find((key) => String(key) === String(path.at(-1)));
}

function schemaProblems(issue: z.core.$ZodIssue): SourceProblem[] {
  const path = issue.path.filter((part): part is string | number => typeof part !== 'symbol');
  if (issue.code === 'unrecognized_keys') return unknownKeys(path, issue.keys);
  const what = labelOf(path);
  if (issue.message.endsWith('received undefined')) {
    const last = String(path.at(-1) ?? '');
    return [{ path: path.slice(0, -1), problem: `${what} is missing`, mend: `Add \`${last}:\`.` }];
  }
  const message = issue.message
    .replace(/^Invalid (input|option): expected/, 'must be')
    .replace(/, received .*$/, '');
  return [
    {
      path,
      problem: `${what} ${message.replace(/^[A-Z]/, (first) => first.toLowerCase())}`,
      mend: `Correct ${what}.`,
    },
  ];
}

function unknownKeys(path: Path, keys: readonly string[]): SourceProblem[] {
  return keys.map((key) => {
    const nearest = didYouMean(key, SOURCE_KEYS);
    const mend = nearest.startsWith('Did') ? nearest : 'Take it out, or correct its name.';
    return { path: [...path, key], problem: `“${key}” has no meaning here`, mend };
  });
}

/** `“title”`, `item 2 of “steps”` */
function labelOf(path: Path): string {
  const last = path.at(-1);
  if (last === undefined) return 'the file';
  return typeof last === 'number' ? `item ${last + 1} of “${path.at(-2) ?? ''}”` : `“${last}”`;
}

function positionOf(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function positionIn(text: string, offset: number): Position {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
