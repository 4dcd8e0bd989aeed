import { isMainstayError, type JsonObject, MainstayError } from '../../kernel/index.ts';
import { evaluate } from '../workflows/index.ts';
import type { Step } from '../workflows/types.ts';
import { type Advancing, letGo, type RunDeps, say, tell } from './advancing.ts';
import type { Action } from './decide.ts';
import { resolveInputs } from './inputs.ts';
import { scopeOf } from './scope.ts';
import type { JournalEntry } from './state.ts';
import { performStep } from './steps.ts';

const LAST_ATTEMPT = Number.MAX_SAFE_INTEGER;

/** Does one thing that the run decided and gives the entries that record it. Stages, and never writes. */
export async function performAction(
  deps: RunDeps,
  advancing: Advancing,
  action: Action,
): Promise<readonly JournalEntry[]> {
  const { at } = advancing.cause;
  switch (action.do) {
    case 'resolve-inputs':
      return resolveInputs(deps, advancing);
    case 'open-step':
      return openStep(deps, advancing, action.step);
    case 'skip-step':
      return [{ kind: 'step-skipped', step: action.step.id, reason: action.reason }];
    case 'start-item':
      return startItem(deps, advancing, action);
    case 'wake-item': {
      const output = { timedOut: true, event: null };
      return [
        { kind: 'item-ended', step: action.step.id, index: action.index, at, status: 'succeeded', output },
      ];
    }
    case 'time-out-item': {
      const { id, timeoutSeconds = 0 } = action.step;
      await letGo(deps, advancing, { step: id, index: action.index });
      const { code, message } = new MainstayError('STEP_TIMED_OUT', {
        values: { step: id, seconds: timeoutSeconds },
      });
      return [
        {
          kind: 'item-ended',
          step: id,
          index: action.index,
          at,
          status: 'failed',
          output: null,
          error: { code, message },
        },
      ];
    }
    case 'end':
      return endRun(deps, advancing, action.status);
  }
}

async function openStep(deps: RunDeps, advancing: Advancing, step: Step): Promise<readonly JournalEntry[]> {
  const opening = openingOf(step, scopeOf(deps, advancing), advancing.cause.at);
  return opening ?? startItem(deps, advancing, { step, index: 0, attempt: 1 });
}

/**
 * What the condition and the list of a step come to; undefined where it is one execution that begins at once. What
 * cannot be evaluated fails in the same way each time, so it counts as the last attempt.
 */
function openingOf(step: Step, scope: JsonObject, at: number): readonly JournalEntry[] | undefined {
  try {
    if (step.if !== undefined && evaluate(step.if, scope) !== true)
      return [{ kind: 'step-skipped', step: step.id, reason: 'its condition does not hold' }];
    if (step.forEach === undefined) return undefined;
    const list = evaluate(step.forEach, scope);
    if (Array.isArray(list)) return [{ kind: 'step-listed', step: step.id, list }];
    const values = { expression: `forEach of ${step.id}`, reason: 'it does not give a list' };
    throw new MainstayError('EXPRESSION_FAILED', { values });
  } catch (error) {
    if (!isMainstayError(error)) throw error;
    const place = { step: step.id, index: 0, at };
    const failure = { code: error.code, message: error.message };
    return [
      { kind: 'item-started', ...place, attempt: LAST_ATTEMPT },
      { kind: 'item-ended', ...place, status: 'failed', output: null, error: failure },
    ];
  }
}

async function startItem(
  deps: RunDeps,
  advancing: Advancing,
  { step, index, attempt }: { readonly step: Step; readonly index: number; readonly attempt: number },
): Promise<readonly JournalEntry[]> {
  const { at } = advancing.cause;
  const started: JournalEntry = { kind: 'item-started', step: step.id, index, attempt, at };
  const result = await performStep(deps, advancing, { step, index, attempt });
  if ('waiting' in result)
    return [started, { kind: 'item-waiting', step: step.id, index, waiting: result.waiting }];
  return [started, { kind: 'item-ended', step: step.id, index, at, ...result }];
}

/** Says what went wrong where the workflow did not mend it, so that no failure is silent. */
function endRun(
  deps: RunDeps,
  advancing: Advancing,
  status: 'succeeded' | 'failed',
): readonly JournalEntry[] {
  const { run, state } = advancing;
  const error = Object.values(state.steps)
    .flatMap((step) => step.items.flatMap((item) => item?.error ?? []))
    .at(0)?.message;
  // Where a card's effects failed, the card itself says so.
  if (status === 'failed' && error) say(deps, advancing, { text: error });
  tell(deps, advancing, {
    type: 'run.finished',
    data: {
      run: run.id,
      workflow: run.body.workflow.name,
      status,
      ...(status === 'failed' && error ? { error } : {}),
    },
  });
  return [{ kind: 'ended', status }];
}
