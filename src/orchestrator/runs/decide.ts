import type { Step, WorkflowDefinition } from '../workflows/types.ts';
import { type ItemState, isEnded, type RunState, type StepState } from './state.ts';

/** What the worker is to do next. */
export type Action =
  | { readonly do: 'resolve-inputs' }
  /** Evaluate `if` and `forEach`, then start what they say. */
  | { readonly do: 'open-step'; readonly step: Step }
  | { readonly do: 'skip-step'; readonly step: Step; readonly reason: string }
  | { readonly do: 'start-item'; readonly step: Step; readonly index: number; readonly attempt: number }
  /** Its time came before what it waits for. */
  | { readonly do: 'wake-item'; readonly step: Step; readonly index: number }
  | { readonly do: 'time-out-item'; readonly step: Step; readonly index: number }
  | { readonly do: 'end'; readonly status: 'succeeded' | 'failed' };

export interface Decision {
  readonly actions: readonly Action[];
  /** When there will be something to do although nothing comes in; epoch milliseconds. */
  readonly wakeAt: number | null;
}

const NOTHING: Decision = { actions: [], wakeAt: null };

/** What a run in this state does next at this time (epoch ms). Pure: the same state always decides the same. */
export function decide(definition: WorkflowDefinition, state: RunState, now: number): Decision {
  if (state.status !== 'running' && state.status !== 'waiting') return NOTHING;
  if (state.asked !== null) return NOTHING;
  if (!state.inputsResolved) return { actions: [{ do: 'resolve-inputs' }], wakeAt: null };
  const decisions = definition.steps.map((step) => decideStep(definition, { state, step, now }));
  const actions = decisions.flatMap((decision) => decision.actions);
  if (actions.length > 0) return { actions, wakeAt: null };
  const ended = definition.steps.every((step) => hasEnded(step, state.steps[step.id]));
  if (ended) return { actions: [{ do: 'end', status: endStatus(definition, state) }], wakeAt: null };
  const wakes = decisions.flatMap(({ wakeAt }) => wakeAt ?? []);
  return { actions: [], wakeAt: wakes.length > 0 ? Math.min(...wakes) : null };
}

interface StepContext {
  readonly state: RunState;
  readonly step: Step;
  readonly now: number;
}

function decideStep(definition: WorkflowDefinition, { state, step, now }: StepContext): Decision {
  const found = state.steps[step.id];
  if (!found) return decideOpening(definition, state, step);
  if (found.status === 'skipped' || hasEnded(step, found)) return NOTHING;
  const count = found.list?.length ?? 1;
  const decisions = Array.from({ length: count }, (_, index) =>
    decideItem(step, { item: found.items[index], index, now }),
  );
  const wakes = decisions.flatMap(({ wakeAt }) => wakeAt ?? []);
  return {
    actions: decisions.flatMap(({ actions }) => actions),
    wakeAt: wakes.length > 0 ? Math.min(...wakes) : null,
  };
}

/** Whether the step may begin: all that it needs has succeeded, and something of what it mends has failed. */
function decideOpening(definition: WorkflowDefinition, state: RunState, step: Step): Decision {
  const statusOf = (other: Step) => state.steps[other.id]?.status;
  const needed = definition.steps.filter(({ id }) => step.needs.includes(id));
  const mended = definition.steps.filter(({ onFailure }) => onFailure === step.id);
  if ([...needed, ...mended].some((other) => !hasEnded(other, state.steps[other.id]))) return NOTHING;
  const nothingToMend = mended.every((other) => statusOf(other) !== 'failed') ? mended[0] : undefined;
  const against = needed.find((other) => statusOf(other) !== 'succeeded') ?? nothingToMend;
  if (!against) return { actions: [{ do: 'open-step', step }], wakeAt: null };
  const reason = `${against.id} ${statusOf(against) ?? 'did not run'}`;
  return { actions: [{ do: 'skip-step', step, reason }], wakeAt: null };
}

function decideItem(
  step: Step,
  {
    item,
    index,
    now,
  }: { readonly item: ItemState | undefined; readonly index: number; readonly now: number },
): Decision {
  if (!item) return { actions: [{ do: 'start-item', step, index, attempt: 1 }], wakeAt: null };
  if (item.status === 'failed') return decideRetry(step, { item, index, now });
  if (isEnded(item.status)) return NOTHING;
  const wakeAt = item.waiting?.wakeAt ?? null;
  if (wakeAt !== null && wakeAt <= now) return { actions: [{ do: 'wake-item', step, index }], wakeAt: null };
  const deadline = step.timeoutSeconds === undefined ? null : item.startedAt + step.timeoutSeconds * 1000;
  if (deadline !== null && deadline <= now)
    return { actions: [{ do: 'time-out-item', step, index }], wakeAt: null };
  const times = [wakeAt, deadline].flatMap((time) => time ?? []);
  return { actions: [], wakeAt: times.length > 0 ? Math.min(...times) : null };
}

function decideRetry(
  step: Step,
  { item, index, now }: { readonly item: ItemState; readonly index: number; readonly now: number },
): Decision {
  if (!mayRetry(step, item)) return NOTHING;
  const dueAt = (item.endedAt ?? now) + (step.retry?.delaySeconds ?? 0) * 1000;
  if (dueAt > now) return { actions: [], wakeAt: dueAt };
  return { actions: [{ do: 'start-item', step, index, attempt: item.attempt + 1 }], wakeAt: null };
}

function mayRetry(step: Step, item: ItemState): boolean {
  return item.status === 'failed' && item.attempt < (step.retry?.attempts ?? 1);
}

function hasEnded(step: Step, found: StepState | undefined): boolean {
  if (!found || !isEnded(found.status)) return false;
  return !found.items.some((item) => item && mayRetry(step, item));
}

/** A failure counts unless a step was there to mend it and succeeded. */
function endStatus(definition: WorkflowDefinition, state: RunState): 'succeeded' | 'failed' {
  const failed = definition.steps.filter((step) => state.steps[step.id]?.status === 'failed');
  const unmended = failed.filter(
    (step) => !step.onFailure || state.steps[step.onFailure]?.status !== 'succeeded',
  );
  return unmended.length > 0 ? 'failed' : 'succeeded';
}
