import { writtenOut } from '../cel-values.ts';
import type { Path, SourceProblem } from '../problem.ts';
import type { ConfigTimes } from '../timing.ts';
import { timeOf, type Valued, valueOf } from './in-force.ts';
import { isText, settableSchema, type ValueSpec } from './spec.ts';
import { placeholderProblems } from './text.ts';

/** Checks the values themselves: that each fits its kind, has placeholders that it knows, and does something. */
export function checkValues(workflow: Valued, times: ConfigTimes): SourceProblem[] {
  const used = namesIn(workflow);
  return Object.entries(workflow.values).flatMap(([name, spec]) => {
    const path = ['values', name];
    const unused = { path, problem: `nothing refers to the value “${name}”`, mend: mendUnused(name) };
    return [...checkValue(workflow, { name, spec, times }), ...(used.has(name) ? [] : [unused])];
  });
}

function mendUnused(name: string): string {
  return `Use it as in \${{ values.${name} }}, or take it out.`;
}

/** Every name that stands behind `values.` anywhere in the workflow. */
function namesIn(workflow: Valued): ReadonlySet<string> {
  return new Set(
    [...JSON.stringify(workflow).matchAll(/\bvalues\.([A-Za-z]\w*)/g)].map(([, name = '']) => name),
  );
}

interface Checked {
  readonly name: string;
  readonly spec: ValueSpec;
  readonly times: ConfigTimes;
}

function checkValue(workflow: Valued, { name, spec, times }: Checked): SourceProblem[] {
  const path: Path = ['values', name, 'default'];
  const value = valueOf(workflow, name);
  if (isText(spec)) return placeholderProblems(writtenOut(value), spec).map((found) => ({ path, ...found }));
  const given = spec.kind === 'time' ? timeOf(writtenOut(value), times) : value;
  if (given === null || settableSchema(spec).safeParse(given).success) return [];
  const [issue] = settableSchema(spec).safeParse(given).error?.issues ?? [];
  return [
    { path, problem: `“${writtenOut(given)}” does not fit the value “${name}”`, mend: issue?.message ?? '' },
  ];
}
