import { type Effect, effects, isCarriedOut, resolvedInput } from '../effects/index.ts';
import { applyOutbox, createOutbox, type Stored } from '../events/index.ts';
import { deriveId, MainstayError } from '../kernel/index.ts';
import { causeOf } from './attempt.ts';
import { readSuggestion } from './decide.ts';
import type { ApprovalDeps } from './deps.ts';
import { CARD_LIFETIME_MS, type Proposed, propose } from './propose.ts';
import { type Suggestion, suggestions } from './suggestion.ts';

/** What a card asked for again is made of. */
export interface Retrying {
  readonly id: string;
  /** Why it is proposed again, as the card says it, where the operator has not asked for it. */
  readonly reason?: string;
  /** The incoming event that asks for it. */
  readonly turn?: string;
}

/**
 * Proposes again what of an approved card failed, with what that kept from being done; a wrong address can be
 * corrected on the new card. Asking twice gives the same card. Throws NOT_FOUND and NOTHING_TO_RETRY.
 */
export async function proposeRest(
  deps: ApprovalDeps,
  { id, reason, turn }: Retrying,
): Promise<Stored<Suggestion>> {
  const newId = deriveId('sug', id, 'again');
  let proposed: Proposed | undefined;
  await deps.units.transact(async (unit) => {
    proposed = undefined;
    const found = await readSuggestion(unit, id);
    if (await suggestions.read(unit, newId)) return;
    const group = [...(await groupOf(deps, id))];
    const left = group.filter(({ body }) => !isCarriedOut(body.status));
    const [first] = left;
    if (!first || !mayBeAskedAgain(group)) throw new MainstayError('NOTHING_TO_RETRY', { values: { id } });
    const outbox = createOutbox();
    const { conversation, workflowVersion } = found.body;
    const commands = left.map((effect) => {
      const { recipient: _, ...command } = effect.body.command;
      return { ...command, input: resolvedInput(effect, group) };
    });
    const proposal = {
      id: newId,
      title: first.body.title,
      reason: reason ?? 'it failed, and you asked for it again',
      commands,
      workflowVersion,
      run: null,
      step: null,
      conversation,
      turn: turn ?? found.body.turn,
      restsOn: [],
      lifetimeMs: CARD_LIFETIME_MS,
    };
    proposed = await propose(deps, { unit, outbox }, { proposal, cause: causeOf(deps, found, 'operator') });
    applyOutbox(unit, outbox.entries);
  });
  return proposed?.suggestion ?? readSuggestion(deps.store, newId);
}

/** The run's newest approved card. Throws NOTHING_TO_RETRY where it has none. */
export async function approvedCard(deps: Pick<ApprovalDeps, 'store'>, run: string): Promise<string> {
  const { items } = await suggestions.page(deps.store, {
    where: { run, status: 'approved' },
    sort: { field: 'at', direction: 'desc' },
    limit: 1,
  });
  const [newest] = items;
  if (!newest) throw new MainstayError('NOTHING_TO_RETRY', { values: { id: run } });
  return newest.id;
}

/** Whether the conversation's newest approved card has something to ask for again. */
export async function failedCard(
  deps: Pick<ApprovalDeps, 'store'>,
  conversation: string,
): Promise<string | undefined> {
  const { items } = await suggestions.page(deps.store, {
    where: { status: 'approved', conversation },
    sort: { field: 'at', direction: 'desc' },
    limit: 1,
  });
  const [newest] = items;
  if (!newest) return undefined;
  return mayBeAskedAgain(await groupOf(deps, newest.id)) ? newest.id : undefined;
}

/** Whether time or a change overtook an approved card when a part of it was done: its run goes on, the rest does not. */
export async function lapsedInPart(deps: Pick<ApprovalDeps, 'store'>, id: string): Promise<boolean> {
  const group = await groupOf(deps, id);
  const lapsed = group.some(({ body }) => body.error?.code === 'APPROVAL_LAPSED');
  return lapsed && mayBeAskedAgain(group) && group.some(({ body }) => isCarriedOut(body.status));
}

/** Something of it was tried in vain, and nothing of it is under way. What your rules refuse stays refused. */
function mayBeAskedAgain(group: readonly Stored<Effect>[]): boolean {
  const inVain = group.some(
    ({ body: { status, error } }) => status === 'failed' || error?.code === 'APPROVAL_LAPSED',
  );
  return inVain && !group.some(({ body }) => isOpen(body.status));
}

function groupOf({ store }: Pick<ApprovalDeps, 'store'>, suggestion: string) {
  return effects.all(store, { where: { suggestion }, sort: { field: 'position', direction: 'asc' } });
}

function isOpen(status: string): boolean {
  return status === 'planned' || status === 'sending' || status === 'unknown';
}
