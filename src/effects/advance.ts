import type { Outbox, Stored } from '../events/index.ts';
import { type Cause, causedBy, type Event, isMainstayError, type JsonObject } from '../kernel/index.ts';
import type { LocalCommand, Staging } from '../ports/index.ts';
import { admit } from './admit.ts';
import { contextOf, type EffectDeps, type NextState, type PendingCall, resolvedInput } from './deps.ts';
import { type Effect, isCarriedOut, isSettled } from './effect.ts';
import { keptError, stageChange } from './ledger.ts';

type Decision = Pick<Extract<Event, { type: 'suggestion.approved' }>, 'type' | 'data'>;

/**
 * Stages as much of a group as can start now: local commands are carried out in this unit, one after the other, up
 * to the first remote one, which becomes `sending` and is returned for the caller to make once the unit is on disk.
 */
export async function advanceGroup(
  deps: EffectDeps,
  unit: Staging,
  advancing: { readonly group: Stored<Effect>[]; readonly cause: Cause; readonly decision?: Decision },
): Promise<PendingCall | undefined> {
  const { group, cause, decision } = advancing;
  for (const [position, effect] of group.entries()) {
    if (isCarriedOut(effect.body.status) || effect.body.status === 'undone') continue;
    if (effect.body.status !== 'planned') return undefined;
    const admission = await admit(unit, deps, {
      effect,
      group,
      now: cause.at,
      ...(decision ? { decision } : {}),
    });
    if (admission.kind === 'hold') return undefined;
    if (admission.kind === 'refuse') {
      const to = { status: 'refused', error: keptError(admission.error) } as const;
      const lapsed = admission.lapsed && position === 0 ? admission.error.message : undefined;
      endGroup(deps, unit, { group, position, to, cause, ...(lapsed === undefined ? {} : { lapsed }) });
      return undefined;
    }
    if (admission.automatic) await deps.policy.reserve(unit, effect.body.command, effect.id);
    const handler = deps.registry.handler(effect.body.command);
    const input = resolvedInput(effect, group);
    if (handler.where === 'remote') {
      const to = {
        status: 'sending',
        rule: admission.rule,
        attempts: effect.body.attempts + 1,
        dueAt: null,
        title: handler.title(input, {}),
      } as const;
      const sending = stageChange(unit, effect, { to, ids: deps.ids, cause });
      group[position] = sending;
      return { effect: sending, handler, input };
    }
    const to = await applyLocal(deps, unit, { effect, handler, input, cause });
    if (to.status !== 'done') {
      endGroup(deps, unit, { group, position, to, cause });
      return undefined;
    }
    group[position] = stageOutcome(deps, unit, {
      group,
      position,
      to: { ...to, rule: admission.rule },
      cause,
    });
  }
  return undefined;
}

async function applyLocal(
  deps: EffectDeps,
  unit: Staging,
  {
    effect,
    handler,
    input,
    cause,
  }: { effect: Stored<Effect>; handler: LocalCommand; input: JsonObject; cause: Cause },
): Promise<NextState> {
  const attempts = effect.body.attempts + 1;
  try {
    const outputs = await handler.apply(unit, input, {
      ...contextOf(deps, effect.body, cause),
      key: effect.id,
      cause,
    });
    return { status: 'done', outputs, attempts, title: handler.title(input, outputs) };
  } catch (error) {
    if (!isMainstayError(error)) throw error;
    return { status: 'failed', error: keptError(error), attempts };
  }
}

export interface Ending {
  readonly group: Stored<Effect>[];
  readonly position: number;
  readonly to: Partial<Effect>;
  readonly cause: Cause;
  /** Why nothing of the group was done although it was approved: it may be proposed again. */
  readonly lapsed?: string;
}

/** Stages one effect's outcome; the last of its group also tells that the suggestion is completed, or has lapsed. */
export function stageOutcome(
  deps: EffectDeps,
  unit: Staging,
  { group, position, to, cause, lapsed }: Ending,
): Stored<Effect> {
  const effect = group[position];
  if (!effect) throw new RangeError(`There is no effect at position ${position}.`);
  const last = group.every(({ body }, index) => index === position || isSettled(body.status));
  const changed = { ...effect, body: { ...effect.body, ...to } };
  const completes = last && isSettled(changed.body.status);
  const statuses = group.map(({ body }, index) => (index === position ? changed.body.status : body.status));
  return stageChange(unit, effect, {
    to,
    ids: deps.ids,
    cause,
    ...(completes
      ? { also: (outbox: Outbox) => emitEnd(deps, outbox, { effect, statuses, cause, lapsed }) }
      : {}),
  });
}

function emitEnd(
  deps: EffectDeps,
  outbox: Outbox,
  {
    effect,
    statuses,
    cause,
    lapsed,
  }: {
    effect: Stored<Effect>;
    statuses: readonly Effect['status'][];
    cause: Cause;
    lapsed: string | undefined;
  },
): void {
  const { suggestion, run, correlation } = effect.body;
  if (suggestion === null) return;
  const envelope = {
    id: deps.ids('evt'),
    source: '/effects',
    subject: suggestion,
    ...causedBy({ ...cause, correlationId: correlation }),
  };
  // Only a run can propose again: it knows what the card was made of.
  if (lapsed !== undefined && run !== null)
    return outbox.emit({ ...envelope, type: 'suggestion.lapsed', data: { suggestion, reason: lapsed } });
  const status = statuses.every(isCarriedOut) ? 'succeeded' : 'failed';
  outbox.emit({ ...envelope, type: 'suggestion.completed', data: { suggestion, status } });
}

/** Stages an effect that ended without success, and cancels those after it. */
export function endGroup(deps: EffectDeps, unit: Staging, ending: Ending): void {
  const { group, position, cause } = ending;
  for (let later = group.length - 1; later > position; later -= 1) {
    const effect = group[later];
    if (effect?.body.status !== 'planned') continue;
    group[later] = stageChange(unit, effect, { to: { status: 'cancelled' }, ids: deps.ids, cause });
  }
  group[position] = stageOutcome(deps, unit, ending);
}
