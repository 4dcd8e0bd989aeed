import { isMainstayError, MainstayError } from '../../kernel/index.ts';
import { type Advancing, type RunDeps, record, say, tell } from './advancing.ts';
import { type Action, decide } from './decide.ts';
import { performAction } from './perform.ts';
import type { JournalEntry } from './state.ts';

/** More actions than this in one advance can only be a loop. */
const MAX_ACTIONS = 1000;

/** Does what the run decides until it waits or ends; gives when there will be something to do without an event. */
export async function drive(deps: RunDeps, advancing: Advancing): Promise<number | null> {
  for (let done = 0; done < MAX_ACTIONS; ) {
    const { actions, wakeAt } = decide(advancing.definition, advancing.state, advancing.cause.at);
    if (actions.length === 0) return wakeAt;
    for (const action of actions) {
      record(advancing, await performSafely(deps, advancing, action));
      done += 1;
      if (advancing.state.asked !== null) break;
    }
  }
  throw new RangeError(`Run ${advancing.run.id} did ${MAX_ACTIONS} things without waiting.`);
}

/** An action that fails ends its step and not the process; where the fault is ours, it is reported too. */
async function performSafely(
  deps: RunDeps,
  advancing: Advancing,
  action: Action,
): Promise<readonly JournalEntry[]> {
  try {
    return await performAction(deps, advancing, action);
  } catch (error) {
    if (!isMainstayError(error)) deps.onError(error, { run: advancing.run.id });
    return failedEntries(deps, advancing, { action, error });
  }
}

function failedEntries(
  deps: RunDeps,
  advancing: Advancing,
  { action, error }: { readonly action: Action; readonly error: unknown },
): readonly JournalEntry[] {
  const { run, cause } = advancing;
  const shown = isMainstayError(error)
    ? error
    : new MainstayError('INTERNAL', { values: { reference: run.id } });
  const failure = { code: shown.code, message: shown.message };
  if (!('step' in action)) {
    say(deps, advancing, { text: failure.message });
    // What was asked for cannot be done, and was answered: nothing broke.
    const status = isMainstayError(error) && error.blame === 'user' ? 'cancelled' : 'failed';
    const told = status === 'failed' ? { error: failure.message } : {};
    tell(deps, advancing, {
      type: 'run.finished',
      data: { run: run.id, workflow: run.body.workflow.name, status, ...told },
    });
    return [{ kind: 'ended', status }];
  }
  const step = action.step.id;
  const index = 'index' in action ? action.index : 0;
  const attempt = 'attempt' in action ? action.attempt : 1;
  const started = action.do === 'start-item' || action.do === 'open-step';
  return [
    ...(started ? [{ kind: 'item-started', step, index, attempt, at: cause.at } as const] : []),
    { kind: 'item-ended', step, index, at: cause.at, status: 'failed', output: null, error: failure },
  ];
}
