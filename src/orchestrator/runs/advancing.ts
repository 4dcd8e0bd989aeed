import type { Understanding } from '../../agent/index.ts';
import type { Approvals, Proposed } from '../../approvals/index.ts';
import type { Registry } from '../../connectors/index.ts';
import type { Effects } from '../../effects/index.ts';
import type { EventLog, Outbox, Stored, UnitOfWork, Units } from '../../events/index.ts';
import {
  type Cause,
  type Clock,
  causedBy,
  type EventData,
  type EventType,
  type IdSource,
  isoTime,
  type NewEvent,
} from '../../kernel/index.ts';
import { type OpenQuestion, postMessage, type SettingsKeeper } from '../../memory/index.ts';
import type { AgentLoop, Scheduler, Store, Tool } from '../../ports/index.ts';
import type { Workflows } from '../workflows/store.ts';
import type { WorkflowDefinition } from '../workflows/types.ts';
import { evolve } from './evolve.ts';
import type { Run } from './run.ts';
import type { JournalEntry, RunState } from './state.ts';

export interface RunDeps {
  readonly store: Store;
  readonly units: Units;
  readonly log: EventLog;
  readonly workflows: Workflows;
  readonly registry: Registry;
  readonly effects: Effects;
  readonly approvals: Approvals;
  readonly settings: SettingsKeeper;
  readonly understanding: Understanding;
  readonly tools: ReadonlyMap<string, Tool>;
  /** The agent's loop; without a model there is none. */
  readonly loop: AgentLoop | undefined;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** Called with errors of ours that no caller can handle. */
  onError(error: unknown, about: { run: string }): void;
}

/** One advance of one run. It only collects; the worker writes everything as one batch. */
export interface Advancing {
  readonly unit: UnitOfWork;
  readonly outbox: Outbox;
  readonly run: Stored<Run>;
  readonly definition: WorkflowDefinition;
  readonly cause: Cause;
  /** The incoming event that what is said now answers. */
  readonly turn: string;
  /** Whether what is said now makes no sound: nobody asked, and it is within quiet hours. */
  readonly silent: boolean;
  state: RunState;
  readonly entries: JournalEntry[];
  /** Cards to be started once they are on disk. */
  readonly proposed: Proposed[];
  /** Child runs to be advanced once they are on disk. */
  readonly children: string[];
  /** Child runs that nobody waits for any more: cancelled once this is on disk. */
  readonly abandoned: string[];
  /** Questions asked in this advance. */
  readonly asked: OpenQuestion[];
  /** Keys of the run's questions to which an answer comes too late. */
  readonly closed: string[];
}

/** Journals entries and folds them into the state. */
export function record(advancing: Advancing, entries: readonly JournalEntry[]): void {
  for (const entry of entries) {
    advancing.entries.push(entry);
    advancing.state = evolve(advancing.state, entry);
  }
}

/** Emits an event about the run. */
export function tell<T extends Extract<EventType, `run.${string}` | `question.${string}`>>(
  deps: RunDeps,
  { outbox, run, cause }: Advancing,
  { type, data }: { readonly type: T; readonly data: EventData<T> },
): void {
  outbox.emit({
    id: deps.ids('evt'),
    source: '/orchestrator',
    type,
    subject: run.id,
    ...causedBy(cause),
    data,
  } as NewEvent);
}

/** Under which key a conversation keeps a step's question. */
export function questionKey({ step, index }: { readonly step: string; readonly index: number }): string {
  return `step:${step}:${index}`;
}

/** What an execution waited for is not wanted any more: nobody can decide its card or answer its question, its child run ends. */
export async function letGo(
  deps: RunDeps,
  { unit, cause, state, abandoned, closed }: Advancing,
  place: { readonly step: string; readonly index: number },
): Promise<void> {
  const waiting = state.steps[place.step]?.items[place.index]?.waiting;
  if (waiting?.on === 'question') closed.push(questionKey(place));
  const subject = waiting?.subject ?? null;
  if (subject === null) return;
  if (waiting?.on === 'suggestion') await deps.approvals.withdraw(unit, { id: subject, cause });
  if (waiting?.on === 'run') abandoned.push(subject);
}

/** Says something in the run's conversation. */
export function say(
  deps: RunDeps,
  advancing: Advancing,
  saying: {
    readonly text: string;
    readonly choices?: readonly string[];
    readonly cards?: readonly string[];
    readonly attachments?: readonly { readonly id: string; readonly name: string }[];
  },
): void {
  const { outbox, run, turn, cause, silent } = advancing;
  const { conversation } = run.body;
  const { text, choices = [], cards = [], attachments = [] } = saying;
  postMessage(
    outbox,
    {
      id: deps.ids('msg'),
      eventId: deps.ids('evt'),
      conversation,
      text,
      turn,
      choices,
      cards,
      attachments,
      silent,
    },
    cause,
  );
}

/** Asks the operator; the conversation keeps the question until it is answered. */
export function ask(
  deps: RunDeps,
  advancing: Advancing,
  asking: Pick<OpenQuestion, 'key' | 'text' | 'choices'>,
): void {
  const { run, cause } = advancing;
  const { key, text, choices } = asking;
  say(deps, advancing, { text, choices: choices.map(({ label }) => label) });
  tell(deps, advancing, {
    type: 'question.asked',
    data: { run: run.id, conversation: run.body.conversation, step: key, text },
  });
  advancing.asked.push({ run: run.id, key, text, choices, askedAt: isoTime(cause.at) });
}
