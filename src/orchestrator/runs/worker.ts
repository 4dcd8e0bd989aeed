import { type Attempted, createOutbox, type Stored, type UnitOfWork } from '../../events/index.ts';
import { type Cause, type Event, type JsonObject, type Lanes, MainstayError } from '../../kernel/index.ts';
import { isQuiet } from '../../memory/index.ts';
import type { Recovery } from '../recovery.ts';
import { type Advancing, type RunDeps, record, tell } from './advancing.ts';
import { decide } from './decide.ts';
import { drive } from './drive.ts';
import { createFamilies, type Families } from './families.ts';
import { foldJournal, newRun, openRuns, type Run, readJournal, readRun } from './run.ts';
import { isOpen, stageConversation, stageRun, type Turn } from './stage.ts';
import type { JournalEntry } from './state.ts';
import { applyStimulus, type Stimulus } from './stimulus.ts';
import type { WaitRegister } from './waits.ts';

export interface Starting {
  readonly id: string;
  readonly workflow: string;
  readonly provided: JsonObject;
  readonly turn: Turn;
  /** Effects of our own that are undone first, in one commit with its beginning: what it does instead. */
  readonly undoes?: readonly string[];
}

export interface Worker {
  /** Starts the run of a turn; a run with this id that is there already is left alone. Call in the turn's lane. */
  start(starting: Starting): Promise<void>;
  /** Goes on with a run in its conversation's lane; a run that has ended is left alone. */
  advance(id: string, stimulus: Stimulus, turn?: Turn): Promise<void>;
  /** What is under way of the runs that this incoming event began or continued, where they have child runs. */
  underWay(turn: string): readonly Promise<void>[];
  /** Registers and goes on with every run that the last process left; gives up the one that ended it. */
  recover(recovery: Recovery): Promise<void>;
}

/** What the worker's functions share. */
interface Work {
  readonly deps: RunDeps;
  readonly lanes: Lanes;
  readonly waits: WaitRegister;
  readonly families: Families;
}

export function createWorker(deps: RunDeps, { lanes, waits }: { lanes: Lanes; waits: WaitRegister }): Worker {
  const families = createFamilies();
  const work: Work = { deps, lanes, waits, families };
  return {
    start: (starting) => startRun(work, starting),
    advance: (id, stimulus, turn) => families.track(id, advanceRun(work, { id, stimulus, turn })),
    underWay: (turn) => families.underWay(turn),
    recover: async (recovery) => {
      for (const run of await openRuns(deps.store)) {
        try {
          if (!(await recovery.mayTry(run.id))) {
            await advanceRun(work, { id: run.id, stimulus: { kind: 'give-up' } });
            continue;
          }
          await takeUp(work, run);
        } catch (error) {
          deps.onError(error, { run: run.id });
        }
      }
    },
  };
}

/** Tries again where something else changed first what the run writes. */
async function startRun(work: Work, starting: Starting): Promise<void> {
  await work.deps.units.attempt((unit) => tryStart(work, unit, starting));
}

async function tryStart(
  work: Work,
  unit: UnitOfWork,
  { id, workflow, provided, turn, undoes = [] }: Starting,
): Promise<Attempted<void>> {
  const { deps } = work;
  const definition = deps.workflows.newest(workflow);
  if (!definition) throw new MainstayError('NOT_FOUND', { values: { kind: 'workflow', id: workflow } });
  if (await readRun(deps.store, id)) return { value: undefined };
  const body = newRun({
    definition,
    conversation: turn.conversation,
    trigger: turn.eventId,
    text: turn.text,
    parent: null,
    sequence: deps.log.head().sequence,
    at: deps.clock.now(),
  });
  const advancing = prepare(deps, unit, { run: { id, revision: 0, body }, definition, entries: [], turn });
  const { cause } = advancing;
  for (const effect of undoes) await deps.effects.stageUndo(unit, { id: effect, cause });
  record(advancing, [{ kind: 'started', at: cause.at, provided }]);
  const input = Object.keys(provided).length > 0 ? { input: provided } : {};
  tell(deps, advancing, {
    type: 'run.started',
    data: { run: id, workflow, version: definition.hash, ...input },
  });
  return finish(work, advancing, turn);
}

interface Advance {
  readonly id: string;
  readonly stimulus: Stimulus;
  /** Given where the caller is in the conversation's lane already. */
  readonly turn?: Turn | undefined;
}

async function advanceRun(work: Work, advance: Advance): Promise<void> {
  if (advance.turn) return advanceInLane(work, advance);
  const run = await readRun(work.deps.store, advance.id);
  if (run) await work.lanes.run(run.body.conversation, () => advanceInLane(work, advance));
}

/** Tries again where something else changed first. */
async function advanceInLane(work: Work, { id, stimulus, turn }: Advance): Promise<void> {
  const { deps, waits } = work;
  const advanced = await deps.units.attempt<boolean>(async (unit) => {
    const run = await readRun(deps.store, id);
    if (!run || !isOpen(run.body)) {
      waits.drop(id);
      return { value: false };
    }
    const definition = await deps.workflows.byHash(run.body.workflow.version);
    const entries = await readJournal(deps.store, id);
    const advancing = prepare(deps, unit, { run, definition, entries, turn });
    const applied = await applyStimulus(deps, advancing, stimulus);
    if (!applied && !turn) return { value: false };
    const finished = await finish(work, advancing, turn);
    return 'lost' in finished ? finished : { value: true };
  });
  if (advanced) await followSuccessor(work, id, stimulus);
}

/** A card that replaced another may have come to its end before the run could listen to it. Call in the run's lane. */
async function followSuccessor(work: Work, id: string, stimulus: Stimulus): Promise<void> {
  if (stimulus.kind !== 'event' || stimulus.event.type !== 'suggestion.superseded') return;
  const { data, sequence } = stimulus.event;
  for await (const event of work.deps.log.scan({ subject: data.by, afterSequence: sequence }))
    await advanceInLane(work, { id, stimulus: { kind: 'event', event } });
}

/** Drives the run as far as it goes, writes it as one batch, and starts what follows. */
async function finish(work: Work, advancing: Advancing, turn: Turn | undefined): Promise<Attempted<void>> {
  const { deps, waits, families } = work;
  const wakeAt = await drive(deps, advancing);
  await stageConversation(advancing, turn, deps);
  const run = isAsBefore(advancing, { turn, wakeAt }) ? advancing.run : stageRun(advancing, wakeAt);
  const result = await advancing.unit.commit();
  if (!result.ok) return { lost: result };
  waits.keep(run.id, advancing.state);
  setTimer(work, run);
  for (const proposed of advancing.proposed) await deps.approvals.proposed(proposed);
  if (!isOpen(run.body)) families.end(run.id);
  else if (advancing.children.length > 0) families.add(advancing.turn, run.id, advancing.children);
  for (const child of advancing.children) inBackground(work, { id: child, stimulus: { kind: 'time' } });
  for (const child of advancing.abandoned) inBackground(work, { id: child, stimulus: { kind: 'cancel' } });
  // What came between its look at the log and now, or with this very advance, it could not hear.
  if (advancing.entries.some(beginsToListen))
    guarded(work, run.id, async () => handOn(work, run, await missedBy(work, run)));
  return { value: undefined };
}

/** Whether an advance that is no turn has found nothing to do: it leaves no trace. */
function isAsBefore(
  { run, entries }: Advancing,
  { turn, wakeAt }: { readonly turn: Turn | undefined; readonly wakeAt: number | null },
): boolean {
  return turn === undefined && run.revision > 0 && entries.length === 0 && run.body.wakeAt === wakeAt;
}

function beginsToListen(entry: JournalEntry): boolean {
  return entry.kind === 'item-waiting' && entry.waiting.on === 'event';
}

/** A child run has its turn in the lane once its parent's is over. */
function inBackground(work: Work, advance: Advance): void {
  guarded(work, advance.id, () => advanceRun(work, advance));
}

function guarded({ deps, families }: Work, run: string, task: () => Promise<void>): void {
  void families.track(run, task()).catch((error: unknown) => deps.onError(error, { run }));
}

/**
 * Registers what the run waits for, hands it what came while it could not listen, and goes on where it was left. One that
 * only waits is looked at and no more, since there may be thousands.
 */
async function takeUp(work: Work, run: Stored<Run>): Promise<void> {
  const { deps, waits } = work;
  const state = foldJournal(await readJournal(deps.store, run.id));
  waits.keep(run.id, state);
  const missed = await missedBy(work, run);
  const definition = await deps.workflows.byHash(run.body.workflow.version);
  const { actions, wakeAt } = decide(definition, state, deps.clock.now());
  if (missed.length + actions.length === 0 && wakeAt === run.body.wakeAt) return setTimer(work, run);
  await handOn(work, run, missed);
  await advanceRun(work, { id: run.id, stimulus: { kind: 'time' } });
}

function setTimer(work: Work, { id, body: { wakeAt } }: Stored<Run>): void {
  const { scheduler } = work.deps;
  if (wakeAt === null) scheduler.cancel(`run:${id}`);
  else scheduler.at(`run:${id}`, wakeAt, () => advanceRun(work, { id, stimulus: { kind: 'time' } }));
}

/**
 * What came since the run began and it may not have heard, oldest first: from the first event that it waits for on, all
 * about a named subject, since it may wait for another type after it.
 */
async function missedBy({ deps, waits }: Work, run: Stored<Run>): Promise<readonly Event[]> {
  const awaited = waits.awaitedBy(run.id);
  const subjects = new Set(awaited.flatMap(({ subject }) => subject ?? []));
  const filters = [
    ...[...subjects].map((subject) => ({ subject })),
    ...awaited.filter(({ subject }) => subject === null).map(({ type }) => ({ type })),
  ];
  const missed = new Map<string, Event>();
  for (const filter of filters)
    for await (const event of deps.log.scan({ ...filter, afterSequence: run.body.startedSequence }))
      missed.set(event.id, event);
  const events = [...missed.values()].toSorted((one, other) => one.sequence - other.sequence);
  const first = events.findIndex(({ type }) => awaited.some((wait) => wait.type === type));
  return first === -1 ? [] : events.slice(first);
}

async function handOn(work: Work, { id }: Stored<Run>, events: readonly Event[]): Promise<void> {
  for (const event of events) await advanceRun(work, { id, stimulus: { kind: 'event', event } });
}

function prepare(
  deps: RunDeps,
  unit: UnitOfWork,
  given: Pick<Advancing, 'run' | 'definition'> & {
    readonly entries: readonly JournalEntry[];
    readonly turn: Turn | undefined;
  },
): Advancing {
  const { run, definition, entries, turn } = given;
  const cause: Cause = {
    at: deps.clock.now(),
    by: 'operator',
    correlationId: run.body.trigger,
    ...(turn && turn.eventId !== run.body.trigger ? { causationId: turn.eventId } : {}),
  };
  return {
    unit,
    outbox: createOutbox(),
    run,
    definition,
    cause,
    turn: turn?.eventId ?? run.body.trigger,
    silent: (turn === undefined || turn.unasked === true) && isQuiet(deps.settings, cause.at),
    state: foldJournal(entries),
    entries: [],
    proposed: [],
    children: [],
    abandoned: [],
    asked: [],
    closed: [],
  };
}
