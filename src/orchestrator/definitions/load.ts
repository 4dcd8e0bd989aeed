import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { type JsonObject, MainstayError } from '../../kernel/index.ts';
import { checkWorkflow, type SourceProblem, type WorkflowEnvironment } from './check.ts';
import { compileWorkflow } from './compile.ts';
import { sourceSchema, type WorkflowSource } from './schema.ts';
import type { WorkflowDefinition } from './types.ts';

/** Something wrong in a workflow file. Lines count from 1. */
export interface WorkflowProblem {
  readonly file: string;
  readonly line: number;
  readonly problem: string;
  readonly mend: string;
}

interface ReadSource {
  readonly file: string;
  readonly source: JsonObject;
  readonly workflow: WorkflowSource;
  lineOf(path: SourceProblem['path']): number;
}

/**
 * Every workflow in these folders and the folders right below them, checked. Throws WORKFLOW_INVALID for the first
 * problem; all of them stand in its fields, as `file:line`.
 */
export async function loadWorkflows(folders: readonly string[], environment: WorkflowEnvironment): Promise<WorkflowDefinition[]> {
  const files = (await Promise.all(folders.map(workflowFiles))).flat();
  const read = await Promise.all(files.map(async (file) => readSource(file, await readFile(file, 'utf8'))));
  const sources = read.flatMap((one) => ('problems' in one ? [] : [one]));
  const names = sources.map(({ workflow }) => workflow.name);
  const problems = [
    ...read.flatMap((one) => ('problems' in one ? one.problems : [])),
    ...sources.flatMap((one, index) => sameName(sources, one, index)),
    ...sources.flatMap(({ file, workflow, lineOf }) =>
      checkWorkflow(workflow, environment, names).map(({ path, problem, mend }) => ({ file: shown(file), line: lineOf(path), problem, mend })),
    ),
  ];
  if (problems.length > 0) throw invalidWorkflows(problems);
  return sources.map(({ source, file }) => compileWorkflow(source, shown(file)));
}

function invalidWorkflows(problems: readonly WorkflowProblem[]): MainstayError {
  const { file, line, problem, mend } = problems[0] ?? { file: '', line: 1, problem: '', mend: '' };
  return new MainstayError('WORKFLOW_INVALID', {
    values: { file, line, problem, mend },
    fields: problems.map((one) => ({ path: `${one.file}:${one.line}`, message: `${one.problem}. ${one.mend}` })),
  });
}

async function workflowFiles(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  const found = entries.flatMap((entry) => {
    if (entry.isDirectory()) return [join(folder, entry.name, 'workflow.yaml')].filter((file) => existsSync(file));
    return /\.ya?ml$/.test(entry.name) ? [join(folder, entry.name)] : [];
  });
  return found.toSorted();
}

async function readSource(file: string, text: string): Promise<ReadSource | { readonly problems: readonly WorkflowProblem[] }> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const broken = document.errors.map(({ pos, message }) => ({
    file: shown(file),
    line: lines.linePos(pos[0]).line,
    problem: message.split('\n')[0] ?? 'it is no YAML',
    mend: 'Correct the YAML there.',
  }));
  if (broken.length > 0) return { problems: broken };
  const lineOf = (path: SourceProblem['path']) => {
    const range = rangeAt(document, path);
    return range === undefined ? 1 : lines.linePos(range).line;
  };
  const source = { ...(document.toJS() as JsonObject | null) } as JsonObject;
  const templates = await otherwiseTexts(dirname(file), source);
  const whole: JsonObject = Object.keys(templates).length > 0 ? { ...source, templates } : source;
  const parsed = sourceSchema.safeParse(whole);
  if (parsed.success) return { file, source: whole, workflow: parsed.data, lineOf };
  return { problems: parsed.error.issues.map((issue) => schemaProblem(issue, { file, lineOf })) };
}

/** Where the node at the path begins; where there is none, where its nearest parent does. */
function rangeAt(document: ReturnType<typeof parseDocument>, path: SourceProblem['path']): number | undefined {
  for (let length = path.length; length >= 0; length -= 1) {
    const node: unknown = length === 0 ? document.contents : document.getIn(path.slice(0, length), true);
    if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) return Number(node.range[0]);
  }
  return undefined;
}

/** The texts of `otherwise` files, which belong to the workflow's version. A file that is missing reads as none. */
async function otherwiseTexts(folder: string, source: JsonObject): Promise<Record<string, string>> {
  const steps = Array.isArray(source['steps']) ? source['steps'] : [];
  const names = steps.flatMap((step: unknown) => {
    const agent = isObject(step) && isObject(step['agent']) ? step['agent'] : {};
    return typeof agent['otherwise'] === 'string' ? [agent['otherwise']] : [];
  });
  const texts = await Promise.all(
    names.map(async (name) => {
      const file = join(folder, basename(name));
      return existsSync(file) ? [[name, await readFile(file, 'utf8')] as const] : [];
    }),
  );
  return Object.fromEntries(texts.flat());
}

function schemaProblem(issue: z.core.$ZodIssue, { file, lineOf }: { file: string; lineOf: ReadSource['lineOf'] }): WorkflowProblem {
  const path = issue.path.filter((part): part is string | number => typeof part !== 'symbol');
  const at = path.join('.');
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    return { file: shown(file), line: lineOf([...path, key]), problem: `“${key}” has no meaning here`, mend: 'Take it out, or correct its name.' };
  }
  return { file: shown(file), line: lineOf(path), problem: `${at || 'the file'} ${issue.message}`, mend: `Correct ${at || 'the file'}.` };
}

function sameName(sources: readonly ReadSource[], one: ReadSource, index: number): WorkflowProblem[] {
  const first = sources.findIndex(({ workflow }) => workflow.name === one.workflow.name);
  const other = sources[first];
  if (!other || first === index) return [];
  return [{ file: shown(one.file), line: one.lineOf(['name']), problem: `“${one.workflow.name}” is also the name in ${shown(other.file)}`, mend: 'Name one of them differently.' }];
}

/** `skills/invoicing/workflow.yaml` */
function shown(file: string): string {
  return file.split(/[\\/]/).slice(-3).join('/');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
