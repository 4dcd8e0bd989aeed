import { type Effect, readEffect } from '../effects/index.ts';
import { applyOutbox, createOutbox, type Stored } from '../events/index.ts';
import { type Cause, type Command, commandName, deriveId, hashOf, MainstayError } from '../kernel/index.ts';
import { readSuggestion } from './decide.ts';
import type { ApprovalDeps } from './deps.ts';
import { CARD_LIFETIME_MS, type Proposed, propose } from './propose.ts';
import type { Suggestion } from './suggestion.ts';

/** What asking to undo an effect led to: the effect, stopped or undone at once, or the card that asks for it. */
export type Undoing =
  | { readonly effect: Stored<Effect> }
  | { readonly suggestion: Stored<Suggestion>; readonly proposed?: Proposed };

/**
 * Stops an effect that has not started, undoes one of our own at once, and asks for anything that leaves the machine
 * like for anything else: in this conversation, once however often it is asked. Throws NOT_FOUND and
 * EFFECT_NOT_UNDOABLE.
 */
export async function undoEffect(
  deps: ApprovalDeps,
  { id, conversation }: { readonly id: string; readonly conversation: string },
): Promise<Undoing> {
  const found = await readEffect(deps.store, id);
  if (!found) throw new MainstayError('NOT_FOUND', { values: { kind: 'effect', id } });
  const cause = { at: deps.clock.now(), by: 'operator', correlationId: found.body.correlation };
  if (found.body.status === 'planned') return { effect: await deps.effects.stop(id, cause) };
  const compensation = await deps.effects.compensationOf(id);
  if (compensation.where === 'local') return { effect: await deps.effects.undoLocally(compensation, cause) };
  return askToUndo(deps, { ...compensation, conversation, cause });
}

interface Asking {
  readonly effect: Stored<Effect>;
  readonly command: Command;
  readonly conversation: string;
  readonly cause: Cause;
}

async function askToUndo(
  deps: ApprovalDeps,
  { effect, command, conversation, cause }: Asking,
): Promise<Undoing> {
  const unit = deps.units.open();
  const outbox = createOutbox();
  const proposal = {
    id: deriveId('sug', 'undo', effect.id),
    title: `Undo: ${effect.body.title || commandName(effect.body.command)}`,
    reason: 'you asked to undo it',
    commands: [command],
    workflowVersion: hashOf('undo'),
    run: effect.body.run,
    step: null,
    conversation,
    turn: effect.body.correlation,
    restsOn: [],
    lifetimeMs: CARD_LIFETIME_MS,
  };
  const proposed = await propose(deps, { unit, outbox }, { proposal, cause });
  applyOutbox(unit, outbox.entries);
  const result = await unit.commit();
  const suggestion = await readSuggestion(deps.store, proposal.id);
  return result.ok ? { suggestion, proposed } : { suggestion };
}
