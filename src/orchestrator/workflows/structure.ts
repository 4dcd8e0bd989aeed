import { type SourceProblem, unknownWord } from './problem.ts';
import type { StepSource, WorkflowSource } from './schema.ts';

/** Whether the steps form an order in which each of them can run. */
export function checkStructure({ steps }: WorkflowSource): SourceProblem[] {
  const names = steps.flatMap((step, index) => checkNames(steps, step, index));
  if (names.length > 0) return names;
  const circles = findCircle(steps);
  return circles.length > 0 ? circles : steps.flatMap((step, index) => checkCanRun(steps, step, index));
}

function checkNames(
  steps: readonly StepSource[],
  { id, needs, onFailure }: StepSource,
  index: number,
): SourceProblem[] {
  const ids = steps.map((step) => step.id);
  const problem = `there are two steps named “${id}”`;
  return [
    ...(ids.indexOf(id) < index
      ? [{ path: ['steps', index, 'id'], problem, mend: 'Name one of them differently.' }]
      : []),
    ...needs.flatMap((word, at) => unknownWord(['steps', index, 'needs', at], 'step', { word, known: ids })),
    ...(onFailure === undefined
      ? []
      : unknownWord(['steps', index, 'onFailure'], 'step', { word: onFailure, known: ids })),
  ];
}

/** One circle is told once, at its first step. */
function findCircle(steps: readonly StepSource[]): SourceProblem[] {
  const upstream = upstreamOf(steps);
  const index = steps.findIndex(({ id }) => upstream.get(id)?.has(id));
  const step = steps[index];
  if (!step) return [];
  const field = step.needs.length > 0 ? 'needs' : 'id';
  const problem = `the step “${step.id}” waits for itself`;
  return [
    {
      path: ['steps', index, field],
      problem,
      mend: 'Take one step out of the circle of `needs` and `onFailure`.',
    },
  ];
}

/** For each step, the steps that have ended before it begins. */
export function upstreamOf(steps: readonly StepSource[]): Map<string, Set<string>> {
  const before = (id: string) => [
    ...(steps.find((step) => step.id === id)?.needs ?? []),
    ...steps.filter(({ onFailure }) => onFailure === id).map((step) => step.id),
  ];
  return new Map(steps.map(({ id }) => [id, reach(before, id)]));
}

function reach(before: (id: string) => readonly string[], from: string): Set<string> {
  const reached = new Set<string>();
  const open = [...before(from)];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue;
    reached.add(id);
    open.push(...before(id));
  }
  return reached;
}

/**
 * A step runs if all that it needs has succeeded and all that it mends has failed; what this implies further up must
 * not contradict itself.
 */
function checkCanRun(steps: readonly StepSource[], step: StepSource, index: number): SourceProblem[] {
  const before = new Set([step.id, ...(upstreamOf(steps).get(step.id) ?? [])]);
  const succeeded = new Set(steps.filter(({ id }) => before.has(id)).flatMap(({ needs }) => needs));
  const torn = steps.find(
    ({ id, onFailure }) => succeeded.has(id) && onFailure !== undefined && before.has(onFailure),
  );
  if (!torn) return [];
  const problem = `the step “${step.id}” can never run: “${torn.id}” would have to succeed and to fail`;
  return [
    { path: ['steps', index, 'id'], problem, mend: `Take one of the two out of what “${step.id}” needs.` },
  ];
}
