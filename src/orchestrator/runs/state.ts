import type { Json } from '../../kernel/index.ts';
import type { RecordVersion } from '../../memory/index.ts';

export type StepStatus = 'running' | 'waiting' | 'succeeded' | 'failed' | 'rejected' | 'expired' | 'skipped';

/** What a waiting step waits for; whichever comes first of it and `wakeAt`. */
export interface Waiting {
  readonly on: 'suggestion' | 'question' | 'event' | 'run' | 'time';
  /** Ends the wait: the types of event that do, about this subject where one is named. */
  readonly types: readonly string[];
  readonly subject: string | null;
  /** Epoch milliseconds. */
  readonly wakeAt: number | null;
}

/** One execution of a step; a step with `forEach` has one for each item. */
export interface ItemState {
  readonly status: StepStatus;
  readonly attempt: number;
  readonly startedAt: number;
  readonly endedAt: number | null;
  readonly waiting: Waiting | null;
  readonly output: Json;
  readonly error: { readonly code: string; readonly message: string } | null;
}

export interface StepState {
  readonly status: StepStatus;
  /** What `forEach` gave; null for a step that runs once. */
  readonly list: readonly Json[] | null;
  readonly items: readonly ItemState[];
}

export type RunStatus = 'running' | 'waiting' | 'succeeded' | 'failed' | 'cancelled';

/** Everything that is known of a run, folded from its journal. */
export interface RunState {
  readonly status: RunStatus;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly inputs: Readonly<Record<string, Json>>;
  readonly inputsResolved: boolean;
  /** The input that was asked for and is not answered yet. */
  readonly asked: string | null;
  readonly steps: Readonly<Record<string, StepState>>;
  /** The record versions that it has read. */
  readonly restsOn: readonly RecordVersion[];
}

export const NEW_RUN: RunState = {
  status: 'running',
  startedAt: 0,
  inputs: {},
  inputsResolved: false,
  asked: null,
  steps: {},
  restsOn: [],
};

/** One recorded fact of a run. Everything that `decide` rests on is in here, so a replay decides the same. */
export type JournalEntry =
  | { readonly kind: 'started'; readonly at: number; readonly provided: Readonly<Record<string, Json>> }
  | {
      readonly kind: 'input-known';
      readonly name: string;
      readonly value: Json;
      readonly rested?: readonly RecordVersion[];
    }
  | { readonly kind: 'input-asked'; readonly name: string }
  | { readonly kind: 'inputs-resolved'; readonly at: number }
  | { readonly kind: 'step-listed'; readonly step: string; readonly list: readonly Json[] }
  | { readonly kind: 'step-skipped'; readonly step: string; readonly reason: string }
  | {
      readonly kind: 'item-started';
      readonly step: string;
      readonly index: number;
      readonly attempt: number;
      readonly at: number;
    }
  | {
      readonly kind: 'item-waiting';
      readonly step: string;
      readonly index: number;
      readonly waiting: Waiting;
    }
  | {
      readonly kind: 'item-ended';
      readonly step: string;
      readonly index: number;
      readonly at: number;
      readonly status: Exclude<StepStatus, 'running' | 'waiting'>;
      readonly output: Json;
      readonly error?: { readonly code: string; readonly message: string };
      readonly rested?: readonly RecordVersion[];
    }
  /** What it rested on changed: the step is drafted anew from inputs as they are now. */
  | {
      readonly kind: 'item-restarted';
      readonly step: string;
      readonly index: number;
      readonly reason: string;
      readonly inputs: Readonly<Record<string, Json>>;
      readonly rested: readonly RecordVersion[];
    }
  | { readonly kind: 'ended'; readonly status: Extract<RunStatus, 'succeeded' | 'failed' | 'cancelled'> };

/** Whether a step's status will not change by itself any more. */
export function isEnded(status: StepStatus): boolean {
  return status !== 'running' && status !== 'waiting';
}
