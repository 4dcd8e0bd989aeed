import type { RecordVersion } from '../../memory/index.ts';
import {
  type ItemState,
  isEnded,
  type JournalEntry,
  type RunState,
  type StepState,
  type StepStatus,
} from './state.ts';

/** Folds one journal entry into the state. Pure; an entry about a run that has ended changes nothing. */
export function evolve(state: RunState, entry: JournalEntry): RunState {
  if (state.status !== 'running' && state.status !== 'waiting') return state;
  switch (entry.kind) {
    case 'started':
      return { ...state, startedAt: entry.at, inputs: { ...state.inputs, ...entry.provided } };
    case 'input-known':
      return {
        ...state,
        inputs: { ...state.inputs, [entry.name]: entry.value },
        asked: state.asked === entry.name ? null : state.asked,
        restsOn: resting(state.restsOn, entry.rested),
      };
    case 'input-asked':
      return { ...state, asked: entry.name };
    case 'inputs-resolved':
      return { ...state, inputsResolved: true, asked: null };
    case 'ended':
      return { ...state, status: entry.status, asked: null };
    default:
      return evolveStep(state, entry);
  }
}

type StepEntry = Extract<JournalEntry, { step: string }>;

function evolveStep(state: RunState, entry: StepEntry): RunState {
  const step = state.steps[entry.step] ?? { status: 'running', list: null, items: [] };
  const rested = 'rested' in entry ? entry.rested : undefined;
  const inputs = entry.kind === 'item-restarted' ? { ...state.inputs, ...entry.inputs } : state.inputs;
  const restsOn = resting(state.restsOn, rested);
  return { ...state, inputs, restsOn, steps: { ...state.steps, [entry.step]: nextStep(step, entry) } };
}

function nextStep(step: StepState, entry: StepEntry): StepState {
  if (entry.kind === 'step-listed')
    return { ...step, list: entry.list, status: entry.list.length === 0 ? 'succeeded' : 'running' };
  if (entry.kind === 'step-skipped') return { ...step, status: 'skipped' };
  const items = step.items.slice();
  items[entry.index] = nextItem(items[entry.index], entry);
  return { ...step, items, status: statusOf(items, step.list?.length ?? 1) };
}

function nextItem(item: ItemState | undefined, entry: Extract<StepEntry, { index: number }>): ItemState {
  if (entry.kind === 'item-started') {
    const { attempt, at } = entry;
    return {
      status: 'running',
      attempt,
      startedAt: at,
      endedAt: null,
      waiting: null,
      output: null,
      error: null,
    };
  }
  if (!item)
    throw new RangeError(
      `The journal has ${entry.kind} for item ${entry.index} of ${entry.step}, which never started.`,
    );
  if (entry.kind === 'item-waiting') return { ...item, status: 'waiting', waiting: entry.waiting };
  if (entry.kind === 'item-restarted')
    return { ...item, status: 'running', waiting: null, endedAt: null, attempt: item.attempt + 1 };
  const { status, at, output, error } = entry;
  return { ...item, status, endedAt: at, waiting: null, output, error: error ?? null };
}

/** A step has ended when all its items have; the worst of their statuses is its own. */
function statusOf(items: readonly (ItemState | undefined)[], count: number): StepStatus {
  const statuses = Array.from({ length: count }, (_, index) => items[index]?.status ?? 'running');
  if (statuses.some((status) => !isEnded(status)))
    return statuses.includes('waiting') ? 'waiting' : 'running';
  const worst = (['failed', 'expired', 'rejected', 'succeeded', 'skipped'] as const).find((status) =>
    statuses.includes(status),
  );
  return worst ?? 'succeeded';
}

/** The newest version wins: a step that read a record again rests on what it saw last. */
function resting(
  before: readonly RecordVersion[],
  rested: readonly RecordVersion[] | undefined,
): readonly RecordVersion[] {
  if (!rested || rested.length === 0) return before;
  const read = new Set(rested.map(({ id }) => id));
  return [...before.filter(({ id }) => !read.has(id)), ...rested];
}
