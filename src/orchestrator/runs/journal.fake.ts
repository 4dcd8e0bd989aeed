import type { Json } from '../../kernel/index.ts';
import { type Action, decide } from './decide.ts';
import { evolve } from './evolve.ts';
import { type ItemState, type JournalEntry, NEW_RUN, type RunState, type Waiting } from './state.ts';

type Definition = Parameters<typeof decide>[0];
export type Step = Definition['steps'][number];

/** A situation in which a run is to decide. */
export interface Situation {
  readonly definition: Definition;
  readonly state: RunState;
  readonly now: number;
}

/** A step of a kind that `decide` does not look at. */
export function step(
  id: string,
  options: Partial<Pick<Step, 'needs' | 'retry' | 'timeoutSeconds' | 'onFailure'>> = {},
): Step {
  return { id, needs: [], kind: 'call', call: 'pending.list', with: { fields: {} }, ...options };
}

export function definitionOf(steps: readonly Step[]): Definition {
  return {
    name: 'w',
    version: 1,
    hash: 'h',
    title: 'W',
    file: 'w.yaml',
    on: {},
    input: {},
    values: {},
    set: {},
    steps,
    source: {},
  };
}

export function runOf(entries: readonly JournalEntry[]): RunState {
  return entries.reduce(evolve, NEW_RUN);
}

export function given(entries: readonly JournalEntry[], steps: readonly Step[], { now = 0 } = {}): Situation {
  return { definition: definitionOf(steps), state: runOf(entries), now };
}

/** What is decided, as short words: `open-step a`, `start-item a.0 #2`, `end failed`. */
export function decided({ definition, state, now }: Situation): string[] {
  return decide(definition, state, now).actions.map(wordsOf);
}

export function wordsOf(action: Action): string {
  if (action.do === 'resolve-inputs') return action.do;
  if (action.do === 'end') return `end ${action.status}`;
  const item = 'index' in action ? `.${action.index}` : '';
  const attempt = 'attempt' in action ? ` #${action.attempt}` : '';
  return `${action.do} ${action.step.id}${item}${attempt}`;
}

/** A run whose inputs are known. */
export const opened: readonly JournalEntry[] = [
  { kind: 'started', at: 0, provided: {} },
  { kind: 'inputs-resolved', at: 0 },
];

export function listed(id: string, list: readonly Json[]): JournalEntry {
  return { kind: 'step-listed', step: id, list };
}

export function skipped(id: string): JournalEntry {
  return { kind: 'step-skipped', step: id, reason: 'told so' };
}

export function started(id: string, index = 0, { attempt = 1, at = 0 } = {}): JournalEntry {
  return { kind: 'item-started', step: id, index, attempt, at };
}

export function waiting(id: string, on: Partial<Waiting> = {}): JournalEntry {
  return {
    kind: 'item-waiting',
    step: id,
    index: 0,
    waiting: { on: 'time', types: [], subject: null, wakeAt: null, ...on },
  };
}

interface Ending {
  readonly index?: number;
  readonly at?: number;
  readonly status?: Exclude<ItemState['status'], 'running' | 'waiting'>;
  readonly output?: Json;
}

export function ended(
  id: string,
  { index = 0, at = 0, status = 'succeeded', output = null }: Ending = {},
): JournalEntry {
  return { kind: 'item-ended', step: id, index, at, status, output };
}

export function failed(id: string, ending: Omit<Ending, 'status'> = {}): JournalEntry {
  return ended(id, { ...ending, status: 'failed' });
}
