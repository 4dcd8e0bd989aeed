import { readCursor, saveCursor } from '../events/index.ts';
import { createLanes, type Event, MainstayError } from '../kernel/index.ts';
import { beginRecovery, type Recovery } from './recovery.ts';
import type { RunDeps } from './runs/advancing.ts';
import { readRun } from './runs/run.ts';
import { createWaitRegister } from './runs/waits.ts';
import { createWorker, type Worker } from './runs/worker.ts';
import { createEventTriggers } from './triggers/events.ts';
import { createProgress } from './triggers/progress.ts';
import { beginsTurn, createTurns, type TurnEvent, type Turns, unhandled } from './triggers/turns.ts';

export interface Orchestrator {
  /** Starts turns and wakes runs; called with every event as it is committed. */
  apply(event: Event): void;
  /** Resolves once the turn of an incoming event is over: every run that it began, and their child runs, wait or have ended. */
  settled(eventId: string): Promise<void>;
  /** Ends a run that has not ended. Throws NOT_FOUND and RUN_NOT_ACTIVE. */
  cancel(run: string): Promise<void>;
  /** Goes on with what the last process left. */
  recover(): Promise<void>;
  /** Keeps how far it has come in the log; called now and then. */
  saveProgress(): Promise<void>;
  /** Resolves once no turn and no run is under way. */
  idle(): Promise<void>;
}

const CURSOR = 'turns';

/** Starts a run for each turn, drives every run to its end, and takes up after a restart what was open. */
export function createOrchestrator(deps: RunDeps): Orchestrator {
  const lanes = createLanes();
  const waits = createWaitRegister();
  const worker = createWorker(deps, { lanes, waits });
  const turns = createTurns(deps, { lanes, worker });
  const triggers = createEventTriggers(deps, { lanes, worker });
  const progress = createProgress(deps.log.head().sequence);
  let saved = 0;

  function wake(event: Event): void {
    for (const run of waits.waitingFor(event)) {
      worker.advance(run, { kind: 'event', event }).catch((error: unknown) => deps.onError(error, { run }));
    }
  }

  async function settled(eventId: string): Promise<void> {
    // A commit is confirmed to its caller before the log hands its events on.
    const event = turns.isUnderWay(eventId) ? undefined : await deps.log.get(eventId);
    if (event) await progress.reached(event.sequence);
    await turns.settled(eventId);
    // The requests of one message have turns of their own, which begin once the log has handed them on.
    await progress.reached(deps.log.head().sequence);
    await turns.settled(eventId);
    for (let busy = worker.underWay(eventId); busy.length > 0; busy = worker.underWay(eventId)) {
      await Promise.all(busy);
      // The end of a child run wakes its parent once the log has handed it on.
      await progress.reached(deps.log.head().sequence);
    }
  }

  return {
    settled,
    cancel: (run) => cancelRun(deps, worker, run),
    apply: (event) => {
      if (beginsTurn(event)) void turns.take(event);
      triggers.take(event);
      wake(event);
      progress.reach(event.sequence);
    },
    recover: async () => {
      const recovery = await beginRecovery(deps.store);
      await worker.recover(recovery);
      saved = await readCursor(deps.store, CURSOR);
      await recoverTurns(turns, recovery, await unhandled(deps, saved));
      for await (const event of deps.log.scan({ types: triggers.types(), afterSequence: saved }))
        triggers.take(event);
      await lanes.idle();
      await recovery.done();
    },
    saveProgress: async () => {
      // What is committed and not handed on yet has started nothing.
      const position = Math.min(turns.position(), triggers.position(), progress.place());
      if (position === saved) return;
      await saveCursor(deps.store, CURSOR, position);
      saved = position;
    },
    idle: () => lanes.idle(),
  };
}

/** Takes up what the last process did not finish, and sets aside what ended it. */
async function recoverTurns(turns: Turns, recovery: Recovery, left: readonly TurnEvent[]): Promise<void> {
  for (const event of left) {
    const taken = (await recovery.mayTry(event.id)) ? turns.take(event) : turns.giveUp(event);
    if (recovery.isCareful) await taken;
  }
}

async function cancelRun(deps: RunDeps, worker: Worker, id: string): Promise<void> {
  const found = await readRun(deps.store, id);
  if (!found) throw new MainstayError('NOT_FOUND', { values: { kind: 'run', id } });
  const { status } = found.body;
  if (status !== 'running' && status !== 'waiting')
    throw new MainstayError('RUN_NOT_ACTIVE', { values: { id, status, action: 'cancelled' } });
  await worker.advance(id, { kind: 'cancel' });
}
