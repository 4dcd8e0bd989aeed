import { effects, isCarriedOut, resolvedInput } from '../effects/index.ts';
import { applyOutbox, createOutbox, type Stored } from '../events/index.ts';
import { deriveId, MainstayError } from '../kernel/index.ts';
import { causeOf } from './attempt.ts';
import { readSuggestion } from './decide.ts';
import { type ApprovalDeps, CARD_LIFETIME_MS, type Proposed, propose } from './propose.ts';
import { type Suggestion, suggestions } from './suggestion.ts';

/** What a card asked for again is made of. */
export interface Retrying {
  readonly id: string;
  /** The incoming event that asks for it. */
  readonly turn?: string;
}

/**
 * Proposes again what of an approved card failed, with what that kept from being done; a wrong address can be
 * corrected on the new card. Asking twice gives the same card. Throws NOT_FOUND and NOTHING_TO_RETRY.
 */
export async function proposeRest(deps: ApprovalDeps, { id, turn }: Retrying): Promise<Stored<Suggestion>> {
  const newId = deriveId('sug', id, 'again');
  let proposed: Proposed | undefined;
  await deps.units.transact(async (unit) => {
    proposed = undefined;
    const found = await readSuggestion(unit, id);
    if (await suggestions.read(unit, newId)) return;
    const group = [...(await groupOf(deps, id))];
    const left = group.filter(({ body }) => !isCarriedOut(body.status));
    const [first] = left;
    if (
      !first ||
      !left.some(({ body }) => body.status === 'failed') ||
      left.some(({ body }) => isOpen(body.status))
    )
      throw new MainstayError('NOTHING_TO_RETRY', { values: { id } });
    const outbox = createOutbox();
    const { conversation, workflowVersion } = found.body;
    const commands = left.map((effect) => {
      const { recipient: _, ...command } = effect.body.command;
      return { ...command, input: resolvedInput(effect, group) };
    });
    const proposal = {
      id: newId,
      title: first.body.title,
      reason: 'it failed, and you asked for it again',
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
  const group = await groupOf(deps, newest.id);
  return group.some(({ body }) => body.status === 'failed') ? newest.id : undefined;
}

function groupOf({ store }: Pick<ApprovalDeps, 'store'>, suggestion: string) {
  return effects.all(store, { where: { suggestion }, sort: { field: 'position', direction: 'asc' } });
}

function isOpen(status: string): boolean {
  return status === 'planned' || status === 'sending' || status === 'unknown';
}
