import { DateTime } from 'luxon';
import type { Json } from '../../kernel/index.ts';
import type { Checking } from './checking.ts';
import { checkTree } from './expressions.ts';
import type { Path, SourceProblem } from './problem.ts';
import type { InputSpec } from './types.ts';
import { typesOfInput } from './value-type.ts';

/** Checks what a workflow asks for: that every default fits its type, and that a record has a kind. */
export function checkInputs(checking: Checking): SourceProblem[] {
  const { input, steps } = checking.workflow;
  return [
    ...Object.entries(input).flatMap(([name, spec]) => checkInput(checking, spec, ['input', name])),
    ...steps.flatMap(({ ask }, index) => (ask ? checkInput(checking, ask, ['steps', index, 'ask']) : [])),
  ];
}

function checkInput(checking: Checking, spec: InputSpec, path: Path): SourceProblem[] {
  const kindless = {
    path: [...path, 'type'],
    problem: 'a record has to be of a kind',
    mend: 'Add its kind, such as `kind: customer`.',
  };
  return [
    ...(spec.type === 'record' && spec.kind === undefined ? [kindless] : []),
    ...(spec.default === undefined
      ? []
      : checkDefault(checking, { ...spec, default: spec.default }, [...path, 'default'])),
  ];
}

function checkDefault(
  checking: Checking,
  spec: InputSpec & { readonly default: Json },
  path: Path,
): SourceProblem[] {
  const { type, default: tree } = spec;
  const problems = checkTree(checking, { path }, { tree, types: typesOfInput(spec) });
  if (problems.length > 0 || type !== 'date' || typeof tree !== 'string' || tree.includes('${{'))
    return problems;
  if (/^\d{4}-\d{2}-\d{2}$/.test(tree) && DateTime.fromISO(tree, { zone: 'utc' }).isValid) return [];
  return [{ path, problem: `“${tree}” is no date`, mend: 'Write it as 2026-12-07, or as ${{ today }}.' }];
}
