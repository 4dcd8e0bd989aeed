import type { Registry } from '../connectors/index.ts';
import type { EventLog, Outbox, Stored, UnitOfWork, Units } from '../events/index.ts';
import {
  type Cause,
  type Clock,
  type Event,
  type IdSource,
  isMainstayError,
  type Json,
  type JsonObject,
  MainstayError,
  resolveReferences,
} from '../kernel/index.ts';
import type { SettingsKeeper } from '../memory/index.ts';
import type { Policy } from '../policy/index.ts';
import type {
  CommandContext,
  LocalCommand,
  Outcome,
  RemoteCommand,
  Scheduler,
  Staging,
  Store,
} from '../ports/index.ts';
import { admit } from './admit.ts';
import { type Effect, effects, isCarriedOut, isSettled, namedOutputs } from './effect.ts';
import { keptError, stageChange } from './ledger.ts';

export interface EffectDeps {
  readonly store: Store;
  readonly units: Units;
  readonly log: Pick<EventLog, 'get'>;
  readonly registry: Registry;
  readonly policy: Policy;
  readonly settings: SettingsKeeper;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly ids: IdSource;
  /** 0 to 1, for the jitter of backoff. */
  random(): number;
  /** Called with errors of ours that no caller can handle. */
  onError(error: unknown, about: { effect: string }): void;
}

/** A remote effect whose `sending` is staged: once that is on disk, the call may be made. */
export interface PendingCall {
  readonly effect: Stored<Effect>;
  readonly handler: RemoteCommand;
  readonly input: JsonObject;
}

type Decision = Pick<Extract<Event, { type: 'suggestion.approved' }>, 'type' | 'data'>;

/** At most this many tries before it is given up. */
const MAX_ATTEMPTS = 5;
const FIRST_BACKOFF_MS = 5_000;

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
      endGroup(deps, unit, {
        group,
        position,
        to: { status: 'refused', error: keptError(admission.error) },
        cause,
      });
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
    return { status: 'done', outputs, attempts };
  } catch (error) {
    if (!isMainstayError(error)) throw error;
    return { status: 'failed', error: keptError(error), attempts };
  }
}

export function contextOf(
  deps: Pick<EffectDeps, 'settings'>,
  effect: Pick<Effect, 'practice'>,
  cause: { at: number },
): CommandContext {
  return { now: cause.at, zone: deps.settings.homeZone(), practice: effect.practice };
}

export function resolvedInput(effect: Stored<Effect>, group: readonly Stored<Effect>[]): JsonObject {
  const outputs = namedOutputs(group);
  return resolveReferences(effect.body.command.input as Json, (path) => {
    const value = path
      .split('.')
      .reduce<Json | undefined>((at, part) => (at as JsonObject | undefined)?.[part], outputs);
    if (value === undefined)
      throw new MainstayError('EXPRESSION_FAILED', {
        values: { expression: path, reason: 'an earlier command did not give it' },
      });
    return value;
  }) as JsonObject;
}

interface Ending {
  readonly group: Stored<Effect>[];
  readonly position: number;
  readonly to: Partial<Effect>;
  readonly cause: Cause;
}

/** Stages one effect's outcome; the last of its group also tells that the suggestion is completed. */
function stageOutcome(
  deps: EffectDeps,
  unit: Staging,
  { group, position, to, cause }: Ending,
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
      ? { also: (outbox: Outbox) => emitCompleted(deps, outbox, { effect, statuses, cause }) }
      : {}),
  });
}

function emitCompleted(
  deps: EffectDeps,
  outbox: Outbox,
  {
    effect,
    statuses,
    cause,
  }: { effect: Stored<Effect>; statuses: readonly Effect['status'][]; cause: Cause },
): void {
  if (effect.body.suggestion === null) return;
  outbox.emit({
    id: deps.ids('evt'),
    source: '/effects',
    type: 'suggestion.completed',
    subject: effect.body.suggestion,
    at: cause.at,
    correlationId: effect.body.correlation,
    data: {
      suggestion: effect.body.suggestion,
      status: statuses.every(isCarriedOut) ? 'succeeded' : 'failed',
    },
  });
}

/** Stages an effect that ended without success, and cancels those after it. */
function endGroup(deps: EffectDeps, unit: Staging, ending: Ending): void {
  const { group, position, cause } = ending;
  for (let later = group.length - 1; later > position; later -= 1) {
    const effect = group[later];
    if (effect?.body.status !== 'planned') continue;
    group[later] = stageChange(unit, effect, { to: { status: 'cancelled' }, ids: deps.ids, cause });
  }
  group[position] = stageOutcome(deps, unit, ending);
}

/**
 * Makes the call, records what became of it, and goes on with the group. Never throws: what goes wrong in here
 * leaves the effect `sending`, which the next start turns into a question.
 */
export async function makeCall(deps: EffectDeps, call: PendingCall): Promise<void> {
  let pending: PendingCall | undefined = call;
  try {
    while (pending) {
      const { effect, handler, input }: PendingCall = pending;
      const outcome = await handler.perform(input, {
        ...contextOf(deps, effect.body, { at: deps.clock.now() }),
        key: effect.id,
      });
      pending = await settle(deps, effect, stateAfter(deps, effect.body, outcome));
    }
  } catch (error) {
    deps.onError(error, { effect: call.effect.id });
  }
}

export type NextState = Partial<Effect> & Pick<Effect, 'status'>;

/** One disk sync: what became of the effect, and the start of what follows it; the caller makes that next call. */
export async function settle(
  deps: EffectDeps,
  effect: Stored<Effect>,
  to: NextState,
): Promise<PendingCall | undefined> {
  const unit: UnitOfWork = deps.units.open();
  const group = await readGroup(deps.store, effect);
  const position = effect.body.position;
  const cause: Cause = { at: deps.clock.now(), by: 'effects', correlationId: effect.body.correlation };
  let next: PendingCall | undefined;
  if (to.status === 'failed') endGroup(deps, unit, { group, position, to, cause });
  else {
    group[position] = stageOutcome(deps, unit, { group, position, to, cause });
    if (isCarriedOut(to.status)) next = await advanceGroup(deps, unit, { group, cause });
  }
  const result = await unit.commit();
  if (!result.ok) return undefined;
  if (to.status === 'planned') scheduleRetry(deps, effect.id, to.dueAt ?? cause.at);
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
  deps.scheduler.at(`effect:${id}`, dueAt, () => continueEffect(deps, id));
}

/** Starts what of the effect's group can start now: after a pause, a backoff, or a restart. */
export async function continueEffect(deps: EffectDeps, id: string): Promise<void> {
  const document = await deps.store.get(effects.name, id);
  const effect = document && effects.fromDocument(document);
  if (effect?.body.status !== 'planned') return;
  const unit = deps.units.open();
  const group = effect.body.suggestion === null ? [effect] : await readGroup(deps.store, effect);
  const cause: Cause = { at: deps.clock.now(), by: 'effects', correlationId: effect.body.correlation };
  const call = await advanceGroup(deps, unit, { group, cause });
  const result = await unit.commit();
  if (result.ok && call) await makeCall(deps, call);
}

export async function readGroup(store: Store, effect: Stored<Effect>): Promise<Stored<Effect>[]> {
  if (effect.body.suggestion === null) return [effect];
  const page = await store.find(effects.name, {
    where: { suggestion: effect.body.suggestion },
    sort: { field: 'position', direction: 'asc' },
    limit: 1000,
  });
  return page.items.map((document) => effects.fromDocument(document));
}
