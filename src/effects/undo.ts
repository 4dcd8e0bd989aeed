import { applyOutbox, carriedOf, createOutbox, reapplyOutbox, type Stored } from '../events/index.ts';
import { type Cause, type Command, commandName, MainstayError, parseCommandName } from '../kernel/index.ts';
import type { CommandHandler, LocalCommand, Staging } from '../ports/index.ts';
import { endGroup } from './advance.ts';
import { contextOf, type EffectDeps, readGroup } from './deps.ts';
import { type Effect, effects, isCarriedOut, readEffect } from './effect.ts';
import { blankEffect, effectIdOf, emitStatus, stageChange } from './ledger.ts';

/** What undoing an effect takes: a command of ours, or one that needs the operator's yes. */
export interface Compensation {
  readonly effect: Stored<Effect>;
  readonly command: Command;
  readonly where: CommandHandler['where'];
}

/** How the effect would be undone. Throws NOT_FOUND, or EFFECT_NOT_UNDOABLE with the reason. */
export async function compensationOf(deps: EffectDeps, id: string): Promise<Compensation> {
  const effect = await readEffect(deps.store, id);
  if (!effect) throw new MainstayError('NOT_FOUND', { values: { kind: 'effect', id } });
  const { status, command, outputs } = effect.body;
  if (!isCarriedOut(status)) throw notUndoable(id, `it is ${status}`);
  const later = (await readGroup(deps.store, effect)).slice(effect.body.position + 1);
  if (later.some((one) => one.body.status === 'sending'))
    throw notUndoable(id, 'what follows it on its card is being sent; wait until that has ended');
  if (later.some((one) => one.body.status === 'planned'))
    throw notUndoable(id, 'what follows it on its card may still leave; stop that first');
  const { undo } = deps.registry.handler(command);
  if ('never' in undo) throw notUndoable(id, undo.never);
  const name = parseCommandName(undo.command);
  if (!name)
    throw new TypeError(`${commandName(command)} names ${undo.command} as its undo, which is no command.`);
  const compensation = { ...name, input: undo.input(outputs) };
  return { effect, command: compensation, where: deps.registry.handler(compensation).where };
}

/** Carries out a purely local compensation at once: one batch with the effect's new state. */
export async function undoLocally(
  deps: EffectDeps,
  compensation: Compensation,
  cause: Cause,
): Promise<Stored<Effect>> {
  const unit = deps.units.open();
  const undone = await stageUndo(deps, unit, { compensation, cause });
  const result = await unit.commit();
  if (!result.ok)
    throw new MainstayError('STORE_CONFLICT', { values: { collection: result.collection, id: result.id } });
  return undone;
}

/** The id of the effect that undoes another one. */
export function undoingOf(id: string): string {
  return effectIdOf(id, 0);
}

/** Stages a purely local compensation with the effect's new state. */
export async function stageUndo(
  deps: EffectDeps,
  unit: Staging,
  { compensation, cause }: { readonly compensation: Compensation; readonly cause: Cause },
): Promise<Stored<Effect>> {
  const { effect, command } = compensation;
  const handler = deps.registry.handler(command);
  if (handler.where !== 'local') throw new TypeError(`${commandName(command)} is not local.`);
  await recordLocal(deps, unit, {
    command,
    handler,
    key: undoingOf(effect.id),
    run: effect.body.run,
    cause,
    isAsked: true,
  });
  return stageChange(unit, effect, { to: { status: 'undone' }, ids: deps.ids, cause });
}

/** Stages that nothing more of a card leaves: all of it that has not started. Gives the card's effects as they are then. */
export async function stageStop(
  deps: EffectDeps,
  unit: Staging,
  { effect, cause }: { readonly effect: Stored<Effect>; readonly cause: Cause },
): Promise<readonly Stored<Effect>[]> {
  const group = await readGroup(deps.store, effect);
  // In its order, so that what has not started is the rest from here on.
  const position = group.findIndex(({ body }) => body.status === 'planned');
  endGroup(deps, unit, { group, position, to: { status: 'cancelled', note: 'You stopped it.' }, cause });
  return group;
}

/**
 * Stops what was approved and has not started, with everything of its card that has not: an invoice is not written whose
 * mail was stopped. Throws NOT_FOUND, and EFFECT_NOT_UNDOABLE where it has started meanwhile.
 */
export async function stopPlanned(deps: EffectDeps, id: string, cause: Cause): Promise<Stored<Effect>> {
  const stopped = await deps.units.transact(async (unit) => {
    const effect = await readEffect(deps.store, id);
    if (!effect) throw new MainstayError('NOT_FOUND', { values: { kind: 'effect', id } });
    if (effect.body.status !== 'planned') throw notUndoable(id, `it is ${effect.body.status}`);
    return stageStop(deps, unit, { effect, cause });
  });
  for (const one of stopped) deps.scheduler.cancel(`effect:${one.id}`);
  const own = stopped.find((one) => one.id === id);
  if (!own) throw new RangeError(`Effect ${id} is not in its group.`);
  return own;
}

export interface LocalWrite {
  readonly command: Command;
  readonly handler: LocalCommand;
  /** Names the write: the same key again is the same write. */
  readonly key: string;
  readonly run: string | null;
  readonly cause: Cause;
  /** Whether the operator asked for this very write, so that it need not be proposed first. */
  readonly isAsked?: boolean;
}

/** Stages a local command that needs no approval, with the effect that records it as done. */
export async function recordLocal(
  deps: EffectDeps,
  unit: Parameters<LocalCommand['apply']>[0],
  { command, handler, key, run, cause, isAsked = false }: LocalWrite,
): Promise<Stored<Effect>> {
  const known = await readEffect(unit, key);
  if (known) {
    await reapplyOutbox(unit, known.body.outbox);
    return known;
  }
  const { where, amount } = handler;
  const asked = isAsked ? { where, ...(amount ? { amount } : {}) } : handler;
  const [verdict] = await deps.policy.check(unit, [{ command, handler: asked, key }], { approved: false });
  if (verdict?.kind !== 'allowed') {
    throw new MainstayError('COMMAND_REFUSED', {
      values: { command: commandName(command), reason: verdict?.reason ?? '' },
    });
  }
  await deps.policy.reserve(unit, command, key);
  const outputs = await handler.apply(unit, command.input, {
    ...contextOf(deps, { practice: deps.settings.current().practice }, cause),
    key,
    cause,
  });
  const body: Effect = {
    ...blankEffect(command, cause),
    status: 'done',
    run,
    title: handler.title(command.input, outputs),
    outputs,
    attempts: 1,
    rule: verdict.rule,
  };
  const outbox = createOutbox();
  emitStatus(outbox, { id: key, revision: 1, body }, { ids: deps.ids, cause });
  const carrying = { ...body, outbox: carriedOf(unit, outbox) };
  unit.insert(effects.name, effects.toDocument(key, carrying));
  applyOutbox(unit, outbox.entries);
  return { id: key, revision: 1, body: carrying };
}

function notUndoable(id: string, reason: string): MainstayError {
  return new MainstayError('EFFECT_NOT_UNDOABLE', { values: { id, reason } });
}
