import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { hashOf, type Json, type JsonObject, MainstayError } from '../../kernel/index.ts';
import type { Shelf } from '../../ports/index.ts';
import { checkWorkflow } from './check.ts';
import type { WorkflowEnvironment } from './checking.ts';
import { checkCircles } from './circles.ts';
import { compileWorkflow } from './compile.ts';
import type { SourceProblem } from './problem.ts';
import { templateKey } from './schema.ts';
import { type ReadSource, readSource, type WorkflowProblem } from './source.ts';
import type { WorkflowDefinition } from './types.ts';

/**
 * Every workflow in these folders and the folders right below them, checked. Throws WORKFLOW_INVALID for the first
 * problem; all of them stand in its fields, as `file:line:column`.
 */
export async function loadWorkflows(
  folders: readonly string[],
  environment: WorkflowEnvironment,
  checked?: Checked,
): Promise<WorkflowDefinition[]> {
  const check = () => checkedSources(folders, environment);
  const sources = checked
    ? await checked.shelf.kept('workflows', await keyOf(folders, environment, checked.build), check)
    : await check();
  return sources.map(({ source, file }) => compileWorkflow(source, file));
}

/** Where checked workflows are kept, so that the same files need not be checked again by the same program. */
export interface Checked {
  readonly shelf: Shelf;
  readonly build: string;
}

/** Commands and tools are told by the build. */
async function keyOf(
  folders: readonly string[],
  { times, events }: WorkflowEnvironment,
  build: string,
): Promise<string> {
  const files = (await Promise.all(folders.map(filesIn))).flat();
  return hashOf([build, times ?? null, events ?? null, files]);
}

/** All files in the folder and right below it, with their texts: a workflow may name any of them. */
async function filesIn(folder: string): Promise<(readonly [file: string, text: string])[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = entries.map(async (entry) => {
    const path = join(folder, entry.name);
    const names = entry.isDirectory() ? (await readdir(path)).map((name) => join(path, name)) : [path];
    return names.filter((name) => basename(name) !== 'phrasings.yaml');
  });
  const files = (await Promise.all(nested)).flat().toSorted();
  // What is no file has no text.
  const textOf = (file: string) => readFile(file, 'utf8').catch(() => '');
  return Promise.all(files.map(async (file) => [shown(file), await textOf(file)] as const));
}

async function checkedSources(
  folders: readonly string[],
  environment: WorkflowEnvironment,
): Promise<readonly { readonly source: JsonObject; readonly file: string }[]> {
  const read = await readFolders(folders);
  const problems = checkAll(read, environment).flat();
  if (problems.length > 0) throw invalidWorkflows(problems);
  return read.map(({ source, file }) => ({ source, file }));
}

/** A workflow file as it lies there, and what is wrong with it. */
export interface CheckedFile {
  /** As it was named, or as `skills/invoicing/workflow.yaml`. */
  readonly file: string;
  /** As far as it can be told. */
  readonly name: string | undefined;
  /** What a version of it would be, with its `otherwise` texts. */
  readonly source: JsonObject;
  readonly problems: readonly WorkflowProblem[];
}

/**
 * Checks files without loading anything: those named, or where none is, all in the folders. A named file may refer to
 * what is in the folders, and stands in the place of one of the same name. Throws where a file cannot be read.
 */
export async function checkWorkflowFiles(
  folders: readonly string[],
  environment: WorkflowEnvironment,
  named: readonly string[],
): Promise<CheckedFile[]> {
  const files = await Promise.all(
    named.map((file) => {
      const path = resolve(file);
      return readWorkflow(path, { folders: [dirname(dirname(path)), ...folders], shownAs: file });
    }),
  );
  const installed = await readFolders(folders);
  const names = new Set(files.map(({ name }) => name));
  const others = installed.filter(({ name }) => name === undefined || !names.has(name));
  const read = named.length === 0 ? installed : [...others, ...files];
  const problems = checkAll(read, environment);
  const checked = read.map(({ file, name, source }, at) => ({
    file,
    name,
    source,
    problems: problems[at] ?? [],
  }));
  return named.length === 0 ? checked : checked.slice(others.length);
}

async function readFolders(folders: readonly string[]): Promise<ReadSource[]> {
  const read = folders.map(async (folder) => {
    const files = await workflowFiles(folder);
    const own = { folders: [folder, ...folders] };
    return Promise.all(files.map((file) => readWorkflow(file, { ...own, shownAs: shown(file) })));
  });
  return (await Promise.all(read)).flat();
}

async function readWorkflow(
  file: string,
  { folders, shownAs }: { readonly folders: readonly string[]; readonly shownAs: string },
): Promise<ReadSource> {
  const text = await readFile(file, 'utf8');
  const templates = (source: JsonObject) => otherwiseTexts(source, folders);
  return readSource({ file: shownAs, text, templates });
}

/** The problems of each file, in their order; what is broken in one file does not make others wrong that refer to it. */
function checkAll(read: readonly ReadSource[], environment: WorkflowEnvironment): WorkflowProblem[][] {
  const others = new Map(
    read.flatMap(({ name, workflow }) => (name === undefined ? [] : [[name, workflow] as const])),
  );
  const circles = checkCircles(read.flatMap(({ workflow }) => workflow ?? []));
  return read.map((one, index) => [
    ...one.problems,
    ...[
      ...sameName(read, one, index),
      ...(one.workflow ? checkWorkflow(one.workflow, environment, others) : []),
      ...(circles.get(one.name ?? '') ?? []),
    ].map(one.locate),
  ]);
}

function sameName(read: readonly ReadSource[], { name }: ReadSource, index: number): SourceProblem[] {
  const first = read.findIndex((other) => name !== undefined && other.name === name);
  const other = read[first];
  if (!other || first === index) return [];
  return [
    {
      path: ['name'],
      problem: `“${name}” is also the name in ${other.file}`,
      mend: 'Name one of them differently.',
    },
  ];
}

function invalidWorkflows(problems: readonly WorkflowProblem[]): MainstayError {
  const { file = '', line = 1, problem = '', mend = '' } = problems[0] ?? {};
  return new MainstayError('WORKFLOW_INVALID', {
    values: { file, line, problem, mend },
    fields: problems.map((one) => ({
      path: `${one.file}:${one.line}:${one.column}`,
      message: `${one.problem}. ${one.mend}`,
    })),
  });
}

async function workflowFiles(folder: string): Promise<string[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  const found = entries.flatMap((entry) => {
    if (entry.isDirectory())
      return [join(folder, entry.name, 'workflow.yaml')].filter((file) => existsSync(file));
    return /\.ya?ml$/.test(entry.name) ? [join(folder, entry.name)] : [];
  });
  return found.toSorted();
}

/** The texts of `otherwise` files, which belong to the workflow's version; each stands in the folder of its skill. */
async function otherwiseTexts(
  source: JsonObject,
  folders: readonly string[],
): Promise<Record<string, string>> {
  const steps = Array.isArray(source['steps']) ? source['steps'] : [];
  const keys = steps.flatMap((step: Json) => {
    const { skill, otherwise } = fieldsOf(fieldsOf(step)['agent']);
    return typeof skill === 'string' && typeof otherwise === 'string'
      ? [templateKey({ skill, otherwise })]
      : [];
  });
  const plain = keys.filter((key) => /^[\w-]+\/[\w.-]+$/.test(key));
  const texts = await Promise.all(
    plain.map(async (key) => {
      const file = folders.map((folder) => join(folder, key)).find((candidate) => existsSync(candidate));
      return file === undefined ? [] : [[key, await readFile(file, 'utf8')] as const];
    }),
  );
  return Object.fromEntries(texts.flat());
}

function fieldsOf(value: Json | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

/** `skills/invoicing/workflow.yaml` */
function shown(file: string): string {
  const folder = dirname(file);
  return [basename(dirname(folder)), basename(folder), basename(file)]
    .filter((part) => part !== '')
    .join('/');
}
