import type { FieldProblem, Json } from '../api/types.ts';
import { parseMoney } from '../convert/money.ts';
import { fromEditable } from '../convert/tokens.ts';
import { words } from '../words.ts';
import type { FormNode, NodeOf } from './node.ts';

/** What the form says: the value, with everything that could not be read; `undefined` is left out of the input. */
export interface Reading {
  readonly value: Json | undefined;
  readonly problems: readonly FieldProblem[];
}

/** Reads what was typed back into a command's input. Only what has no meaning at all is a problem here. */
export function readForm(node: FormNode): Reading {
  switch (node.kind) {
    case 'fixed':
      return { value: node.value, problems: [] };
    case 'joined':
      return { value: json(fromEditable(node.draft, node.references)), problems: [] };
    case 'text':
      return readText(node);
    case 'number':
      return readNumber(node);
    case 'choice':
      return node.draft === undefined && node.required ? needed(node) : { value: node.draft, problems: [] };
    case 'flag':
      return { value: node.draft, problems: [] };
    case 'money':
      return readMoney(node);
    case 'group':
      return readGroup(node);
    case 'rows':
      return readRows(node);
  }
}

/** Every path of the form at which a problem can be shown. */
export function pathsOf(node: FormNode): readonly string[] {
  if (node.kind === 'group') return node.entries.flatMap((entry) => pathsOf(entry.node));
  if (node.kind === 'rows') return [node.path, ...node.rows.flatMap((row) => pathsOf(row.node))];
  return [node.path];
}

/**
 * Each problem at the field that shows it: its own, else the nearest field around it. Those that have none come
 * out under the empty path, and stand above the form.
 */
export function placed(
  problems: readonly FieldProblem[],
  paths: readonly string[],
): ReadonlyMap<string, string> {
  const known = new Set(paths);
  const result = new Map<string, string>();
  for (const { path, message } of problems) {
    const steps = path.replace(/^\//, '').split('/');
    while (steps.length > 0 && !known.has(steps.join('/'))) steps.pop();
    const place = steps.join('/');
    result.set(place, [result.get(place), message].filter(Boolean).join(' '));
  }
  return result;
}

function readText({ draft, required, nullable, input, path }: NodeOf<'text'>): Reading {
  if (draft !== '') return { value: draft, problems: [] };
  if (required && (input === 'date' || input === 'time')) return needed({ path });
  return required ? { value: '', problems: [] } : { value: nullable ? null : undefined, problems: [] };
}

function readNumber(node: NodeOf<'number'>): Reading {
  const text = node.draft.trim().replace(/^(-?\d+),(\d+)$/, '$1.$2');
  if (text === '')
    return node.required ? needed(node) : { value: node.nullable ? null : undefined, problems: [] };
  if (!/^-?\d+(\.\d+)?$/.test(text)) return problem(node.path, words.form.notNumber);
  if (node.whole && !Number.isSafeInteger(Number(text))) return problem(node.path, words.form.notWhole);
  return { value: Number(text), problems: [] };
}

function readMoney(node: NodeOf<'money'>): Reading {
  if (node.amount.trim() === '') {
    return node.required ? needed(node) : { value: node.nullable ? null : undefined, problems: [] };
  }
  const parsed = parseMoney(node.amount, node.currency);
  if (!parsed.ok) return problem(node.path, words.form.money[parsed.problem]);
  return { value: { minor: parsed.money.minor, currency: parsed.money.currency }, problems: [] };
}

/** A group that may be missing, and in which nothing was written, is none. */
function readGroup({ entries, required }: NodeOf<'group'>): Reading {
  if (!required && entries.every(({ node }) => isEmpty(node))) return { value: undefined, problems: [] };
  const read = entries.map(({ name, node }) => ({ name, ...readForm(node) }));
  const present = read.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value] as const]));
  return { value: Object.fromEntries(present), problems: read.flatMap(({ problems }) => problems) };
}

function isEmpty(node: FormNode): boolean {
  if (node.kind === 'text' || node.kind === 'number') return node.draft === '';
  if (node.kind === 'money') return node.amount === '';
  if (node.kind === 'group') return node.entries.every((entry) => isEmpty(entry.node));
  return node.kind === 'choice' && node.draft === undefined;
}

/** No rows at all is no value where one may be missing. */
function readRows({ rows, required }: NodeOf<'rows'>): Reading {
  if (rows.length === 0 && !required) return { value: undefined, problems: [] };
  const read = rows.map(({ node }) => readForm(node));
  return {
    value: read.map(({ value }) => value ?? null),
    problems: read.flatMap(({ problems }) => problems),
  };
}

function needed({ path }: { readonly path: string }): Reading {
  return problem(path, words.form.needed);
}

function problem(path: string, message: string): Reading {
  return { value: undefined, problems: [{ path, message }] };
}

function json(text: ReturnType<typeof fromEditable>): Json {
  return typeof text === 'string'
    ? text
    : { $join: text.$join.map((part) => (typeof part === 'string' ? part : { $output: part.$output })) };
}
