import type { Stored } from '../events/index.ts';
import { type Cause, isMainstayError, MainstayError, within } from '../kernel/index.ts';
import type { Outcome } from '../ports/index.ts';
import { advanceGroup, endGroup, stageOutcome } from './advance.ts';
import { contextOf, type EffectDeps, type NextState, type PendingCall, readGroup } from './deps.ts';
import { type Effect, isCarriedOut, readEffect } from './effect.ts';
import { keptError } from './ledger.ts';

/** At most this many tries before it is given up. */
const MAX_ATTEMPTS = 5;
const FIRST_BACKOFF_MS = 5_000;
/** Longer than any connector waits by itself. */
const CALL_MS = 15 * 60_000;
/** After something broke inside. */
const BROKEN_WAIT_MS = 60_000;

/**
 * Makes the call, records what became of it, and goes on with the group. Never throws: what goes wrong in here
 * leaves the effect `sending`, which the next start turns into a question.
 */
export async function makeCall(deps: EffectDeps, call: PendingCall): Promise<void> {
  let pending: PendingCall | undefined = call;
  try {
    while (pending) {
      const { effect, handler, input }: PendingCall = pending;
      const outcome = await answered(deps, { effect, handler, input });
      pending = await settle(deps, effect, stateAfter(deps, effect.body, outcome));
    }
  } catch (error) {
    deps.onError(error, { effect: call.effect.id });
  }
}

/** What the other side answers. Where a connector breaks, or says nothing for too long, nobody knows: that is asked. */
async function answered(deps: EffectDeps, { effect, handler, input }: PendingCall): Promise<Outcome> {
  const at = deps.clock.now();
  const unknown = (reason: string): Outcome => ({
    status: 'unknown',
    error: new MainstayError('SEND_UNCERTAIN', { values: { reason } }),
  });
  try {
    const context = { ...contextOf(deps, effect.body, { at }), key: effect.id };
    const minutes = CALL_MS / 60_000;
    const late = () => unknown(`no answer for ${minutes} minutes`);
    const key = `call:${effect.id}`;
    return await within(deps.scheduler, { key, at: at + CALL_MS, late }, handler.perform(input, context));
  } catch (error) {
    deps.onError(error, { effect: effect.id });
    return unknown(`the call broke, as the log says of ${effect.id}`);
  }
}

/**
 * One disk sync: what became of the effect, and the start of what follows it; the caller makes that next call. Tries again
 * where something else changed first. Throws STORE_CONFLICT once it gives up.
 */
export async function settle(
  deps: EffectDeps,
  effect: Stored<Effect>,
  to: NextState,
): Promise<PendingCall | undefined> {
  const { position, status, correlation } = effect.body;
  const next = await deps.units.transact(async (unit) => {
    const group = await readGroup(deps.store, effect);
    // Somebody else settled it first: the operator, or an earlier try whose answer was lost.
    if (group[position]?.body.status !== status) return undefined;
    const cause: Cause = { at: deps.clock.now(), by: 'effects', correlationId: correlation };
    if (to.status === 'failed') {
      endGroup(deps, unit, { group, position, to, cause });
      return undefined;
    }
    group[position] = stageOutcome(deps, unit, { group, position, to, cause });
    return isCarriedOut(to.status) ? advanceGroup(deps, unit, { group, cause }) : undefined;
  });
  if (to.status === 'planned') scheduleRetry(deps, effect.id, to.dueAt ?? deps.clock.now());
  return next;
}

/** The state that an outcome leads to: a fault that may pass is planned again with backoff, up to five tries. */
export function stateAfter(deps: EffectDeps, effect: Effect, outcome: Outcome): NextState {
  if ('outputs' in outcome) {
    const { status, outputs, providerRef, note } = outcome;
    return { status, outputs, providerRef: providerRef ?? null, note: note ?? null, error: null };
  }
  const error = keptError(outcome.error);
  if (outcome.status === 'unknown') return { status: 'unknown', error };
  if (!outcome.error.retry || effect.attempts >= MAX_ATTEMPTS) return { status: 'failed', error };
  const backoff = FIRST_BACKOFF_MS * 4 ** (effect.attempts - 1) * (0.75 + deps.random() / 2);
  return {
    status: 'planned',
    error,
    dueAt: Math.round(deps.clock.now() + (outcome.retryAfterMs ?? backoff)),
  };
}

export function scheduleRetry(deps: EffectDeps, id: string, dueAt: number): void {
  deps.scheduler.at(`effect:${id}`, dueAt, async () => {
    try {
      await continueEffect(deps, id);
    } catch (error) {
      // What was approved is never left lying with nothing that would take it up.
      deps.onError(error, { effect: id });
      if (!isMainstayError(error, 'STOPPING')) scheduleRetry(deps, id, deps.clock.now() + BROKEN_WAIT_MS);
    }
  });
}

/** Starts what of the effect's group can start now: after a pause, a backoff, or a restart. */
export async function continueEffect(deps: EffectDeps, id: string): Promise<void> {
  const call = await startEffect(deps, id);
  if (call) await makeCall(deps, call);
}

/** Stages what can start, and gives the call to make. */
export function startEffect(deps: EffectDeps, id: string): Promise<PendingCall | undefined> {
  return deps.units.transact(async (unit) => {
    const effect = await readEffect(deps.store, id);
    if (effect?.body.status !== 'planned') return undefined;
    const cause: Cause = { at: deps.clock.now(), by: 'effects', correlationId: effect.body.correlation };
    return advanceGroup(deps, unit, { group: await readGroup(deps.store, effect), cause });
  });
}
