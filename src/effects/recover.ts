import type { Stored } from '../events/index.ts';
import { MainstayError } from '../kernel/index.ts';
import type { Outcome } from '../ports/index.ts';
import { contextOf, type EffectDeps, type NextState, readGroup, resolvedInput } from './deps.ts';
import { continueEffect, makeCall, scheduleRetry, settle, stateAfter } from './dispatch.ts';
import { type Effect, effects } from './effect.ts';
import { keptError } from './ledger.ts';

export interface EffectRecovery {
  /** A restored backup or a cut log: what was under way may have happened since, and nobody knows. */
  readonly restored: boolean;
}

/**
 * Takes up what the last process left: a call that was under way is repeated only where the other side honours our
 * key, else looked up, else asked about; what was planned goes on. One effect that cannot be recovered does not
 * keep the others.
 */
export async function recoverEffects(deps: EffectDeps, recovery: EffectRecovery): Promise<void> {
  for (const effect of await openEffects(deps)) {
    try {
      await recoverEffect(deps, effect, recovery);
    } catch (error) {
      deps.onError(error, { effect: effect.id });
    }
  }
}

/** Every effect that is planned, being sent, or not sure. */
export function openEffects({ store }: Pick<EffectDeps, 'store'>): Promise<readonly Stored<Effect>[]> {
  return effects.all(store, { where: { open: 1 } });
}

async function recoverEffect(
  deps: EffectDeps,
  effect: Stored<Effect>,
  { restored }: EffectRecovery,
): Promise<void> {
  const { status, dueAt } = effect.body;
  if (status === 'unknown') return;
  if (restored) await settle(deps, effect, unsure('a backup was restored'));
  else if (status === 'sending') await continueAfter(deps, effect, await outcomeOf(deps, effect));
  else if (dueAt !== null && dueAt > deps.clock.now()) scheduleRetry(deps, effect.id, dueAt);
  else await continueEffect(deps, effect.id);
}

async function continueAfter(
  deps: EffectDeps,
  effect: Stored<Effect>,
  outcome: Outcome | undefined,
): Promise<void> {
  const to = outcome
    ? stateAfter(deps, effect.body, outcome)
    : unsure('Mainstay was interrupted while sending');
  const next = await settle(deps, effect, to);
  if (next) await makeCall(deps, next);
}

/** What became of a call that the last process made; `undefined` where nobody can tell. */
async function outcomeOf(deps: EffectDeps, effect: Stored<Effect>): Promise<Outcome | undefined> {
  const handler = deps.registry.handler(effect.body.command);
  if (handler.where === 'local' || handler.repeat === 'none') return undefined;
  if (handler.repeat === 'lookup') return handler.lookup?.(effect.id);
  const context = { ...contextOf(deps, effect.body, { at: deps.clock.now() }), key: effect.id };
  return handler.perform(resolvedInput(effect, await readGroup(deps.store, effect)), context);
}

function unsure(reason: string): NextState {
  return { status: 'unknown', error: keptError(new MainstayError('SEND_UNCERTAIN', { values: { reason } })) };
}
