import type { Stored } from '../events/index.ts';
import { type Cause, createBackground, MainstayError } from '../kernel/index.ts';
import type { Staging } from '../ports/index.ts';
import { advanceGroup } from './advance.ts';
import type { EffectDeps, NextState, PendingCall } from './deps.ts';
import { makeCall, scheduleRetry, settle, startEffect } from './dispatch.ts';
import { type Effect, readEffect } from './effect.ts';
import { keptError } from './ledger.ts';
import { openEffects, recoverEffects } from './recover.ts';
import {
  type Compensation,
  compensationOf,
  type LocalWrite,
  recordLocal,
  stageStop,
  stageUndo,
  stopPlanned,
  undoLocally,
} from './undo.ts';

export type Resolution = 'done' | 'failed' | 'retry';

export interface Effects {
  /** Stages as much of a planned group as can start; see `launch` for what it returns. */
  start(unit: Staging, starting: Parameters<typeof advanceGroup>[2]): Promise<PendingCall | undefined>;
  /** Makes a staged call in the background, once the unit that staged it is on disk. */
  launch(call: PendingCall): void;
  /** Stages a local command that needs no approval, recorded as done. */
  record(unit: Staging, write: LocalWrite): Promise<Stored<Effect>>;
  /** The operator's answer for an effect that is not sure it arrived. Throws NOT_FOUND, EFFECT_NOT_UNKNOWN. */
  resolve(id: string, outcome: Resolution): Promise<void>;
  /** Stops what is planned, with what follows it on its card. Throws NOT_FOUND, EFFECT_NOT_UNDOABLE. */
  stop(id: string, cause: Cause): Promise<Stored<Effect>>;
  /** Starts what is planned once its time has come; call it once it is on disk. */
  schedule(effect: Stored<Effect>): void;
  compensationOf(id: string): Promise<Compensation>;
  undoLocally(compensation: Compensation, cause: Cause): Promise<Stored<Effect>>;
  /** Stages the undoing of an effect of our own. Throws NOT_FOUND and EFFECT_NOT_UNDOABLE. */
  stageUndo(unit: Staging, undoing: { readonly id: string; readonly cause: Cause }): Promise<Stored<Effect>>;
  /** Starts everything that the pause held. */
  resume(): Promise<void>;
  recover(recovery: { readonly restored: boolean }): Promise<void>;
  /** Resolves once no call is under way. */
  idle(): Promise<void>;
}

/** The ledger of what leaves the machine: each effect is dispatched once for its key. */
export function createEffects(deps: EffectDeps): Effects {
  const background = createBackground();

  async function startInOrder(): Promise<void> {
    const planned = (await openEffects(deps)).filter(({ body }) => body.status === 'planned');
    for (const { id } of planned.toSorted((one, other) => (orderOf(one) < orderOf(other) ? -1 : 1))) {
      const call = await guarded(deps, id);
      if (call) background.add(makeCall(deps, call));
    }
  }

  return {
    start: (unit, starting) => advanceGroup(deps, unit, starting),
    launch: (call) => background.add(makeCall(deps, call)),
    record: (unit, write) => recordLocal(deps, unit, write),
    resolve: async (id, outcome) => {
      const next = await resolveEffect(deps, id, outcome);
      if (next) background.add(makeCall(deps, next));
    },
    stop: (id, cause) => stopPlanned(deps, id, cause),
    schedule: ({ id, body }) => {
      if (body.status === 'planned' && body.dueAt !== null) scheduleRetry(deps, id, body.dueAt);
    },
    compensationOf: (id) => compensationOf(deps, id),
    undoLocally: (compensation, cause) => undoLocally(deps, compensation, cause),
    stageUndo: async (unit, { id, cause }) => {
      const effect = await readEffect(unit, id);
      if (effect?.body.status === 'planned') {
        await stageStop(deps, unit, { effect, cause });
        return effect;
      }
      const compensation = await compensationOf(deps, id);
      if (compensation.where === 'local') return stageUndo(deps, unit, { compensation, cause });
      const reason = 'undoing it leaves this computer, so it has to be approved';
      throw new MainstayError('EFFECT_NOT_UNDOABLE', { values: { id, reason } });
    },
    resume: async () => {
      background.add(startInOrder());
    },
    recover: (recovery) => recoverEffects(deps, recovery),
    idle: () => background.idle(),
  };
}

/** As they were approved, so that numbers follow the order of the cards. */
function orderOf({ body }: Stored<Effect>): string {
  return `${body.plannedAt} ${String(body.position).padStart(4, '0')}`;
}

async function guarded(deps: EffectDeps, id: string): Promise<PendingCall | undefined> {
  try {
    return await startEffect(deps, id);
  } catch (error) {
    deps.onError(error, { effect: id });
    return undefined;
  }
}

async function resolveEffect(
  deps: EffectDeps,
  id: string,
  outcome: Resolution,
): Promise<PendingCall | undefined> {
  const effect = await readEffect(deps.store, id);
  if (!effect) throw new MainstayError('NOT_FOUND', { values: { kind: 'effect', id } });
  const { status } = effect.body;
  if (status !== 'unknown') throw new MainstayError('EFFECT_NOT_UNKNOWN', { values: { id, status } });
  return settle(deps, effect, resolved(outcome));
}

function resolved(outcome: Resolution): NextState {
  if (outcome === 'done') return { status: 'done', note: 'You said that it arrived.', error: null };
  if (outcome === 'retry') return { status: 'planned', error: null, dueAt: null };
  return { status: 'failed', error: keptError(new MainstayError('SEND_GIVEN_UP')) };
}
