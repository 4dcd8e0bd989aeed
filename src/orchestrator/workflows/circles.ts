import type { SourceProblem } from './problem.ts';
import type { WorkflowSource } from './schema.ts';

/** By workflow: steps that would start it again and again, since no condition stands between. */
export function checkCircles(
  workflows: readonly WorkflowSource[],
): ReadonlyMap<string, readonly SourceProblem[]> {
  const starts = new Map(workflows.map((workflow) => [workflow.name, startsOf(workflow)]));
  return new Map(
    workflows.map(({ name, steps }) => [
      name,
      steps.flatMap(({ workflow }, index): SourceProblem[] => {
        if (workflow === undefined || !starts.get(name)?.includes(workflow)) return [];
        if (!reaches(starts, workflow, name)) return [];
        const problem = `“${name}” would start itself again and again`;
        return [{ path: ['steps', index, 'workflow'], problem, mend: 'Give one of the steps an `if`.' }];
      }),
    ]),
  );
}

function startsOf({ steps }: WorkflowSource): readonly string[] {
  return steps.flatMap((step) =>
    step.if === undefined && step.forEach === undefined ? (step.workflow ?? []) : [],
  );
}

function reaches(starts: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [from];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === to) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...(starts.get(name) ?? []));
  }
  return false;
}
