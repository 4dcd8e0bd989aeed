import { applyOutbox, carriedOf, type Stored } from '../../events/index.ts';
import { isoTime } from '../../kernel/index.ts';
import { changeConversation, type OpenQuestion, readConversation } from '../../memory/index.ts';
import { type Advancing, type RunDeps, say } from './advancing.ts';
import { chunkId, journal, openingChunk, type Run, runs } from './run.ts';

/** The incoming message whose turn an advance is part of: its place in the log is marked as handled with it. */
export interface Turn {
  readonly eventId: string;
  readonly sequence: number;
  readonly conversation: string;
  readonly text: string;
  readonly at: number;
  /** Whether nobody asked: what it says makes no sound in quiet hours. */
  readonly unasked?: boolean;
  /** Whether questions are let go of, so that none before them is asked again. */
  readonly forgets?: boolean;
  /** The question that the message answered. */
  readonly settles?: OpenQuestion;
}

/** Whether the run has not ended. */
export function isOpen({ status }: Run): boolean {
  return status === 'running' || status === 'waiting';
}

/** The run decides, and carries what it causes. */
export function stageRun(advancing: Advancing, wakeAt: number | null): Stored<Run> {
  const { unit, outbox, run, state, entries, cause } = advancing;
  const at = isoTime(cause.at);
  const status = state.status === 'running' ? 'waiting' : state.status;
  if (run.revision === 0) {
    const [first, ...rest] = entries;
    if (first?.kind === 'started')
      outbox.insert(journal.name, openingChunk(run.id, run.body, first.provided));
    if (rest.length > 0)
      outbox.insert(journal.name, journal.toDocument(chunkId(run.id, 1), { run: run.id, at, entries: rest }));
  } else if (entries.length > 0) {
    const id = chunkId(run.id, run.revision + 1);
    outbox.insert(journal.name, journal.toDocument(id, { run: run.id, at, entries }));
  }
  const body: Run = {
    ...run.body,
    status,
    wakeAt: isOpen({ ...run.body, status }) ? wakeAt : null,
    changedAt: at,
    outbox: carriedOf(unit, outbox),
  };
  if (run.revision === 0) unit.insert(runs.name, runs.toDocument(run.id, body));
  else unit.replace(runs.name, runs.toDocument(run.id, body), run.revision);
  applyOutbox(unit, outbox.entries);
  return { id: run.id, revision: run.revision + 1, body };
}

/** Keeps the conversation's place and its open questions; one that was put back is asked again. */
export async function stageConversation(
  advancing: Advancing,
  turn: Turn | undefined,
  deps: RunDeps,
): Promise<void> {
  const ended = advancing.state.status !== 'running' && advancing.state.status !== 'waiting';
  const found = await readConversation(advancing.unit, advancing.run.body.conversation);
  if (!found) return;
  const settled = (question: OpenQuestion) =>
    (question.run === advancing.run.id && (ended || advancing.closed.includes(question.key))) ||
    (turn?.settles !== undefined && question.run === turn.settles.run && question.key === turn.settles.key);
  const before = found.body.questions.filter((question) => !settled(question));
  const removed = before.length < found.body.questions.length;
  const questions = [...before, ...advancing.asked];
  const last = before.at(-1);
  const isAgain = removed && advancing.asked.length === 0 && turn?.forgets !== true && last?.left !== true;
  const again = isAgain ? last : undefined;
  if (again) say(deps, advancing, { text: again.text, choices: again.choices.map(({ label }) => label) });
  const handled = Math.max(found.body.handled, turn?.sequence ?? 0);
  if (handled === found.body.handled && !removed && advancing.asked.length === 0) return;
  const isAsked = again !== undefined || advancing.asked.length > 0;
  const isLeft = !isAsked && !removed && handled > found.body.handled;
  const kept = isLeft ? questions.map((question) => ({ ...question, left: true as const })) : questions;
  changeConversation(advancing.unit, found, { handled, questions: kept });
}
