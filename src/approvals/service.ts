import type { Outbox, Stored } from '../events/index.ts';
import { type Cause, createBackground, type Event, isoTime, type JsonObject } from '../kernel/index.ts';
import { BUSINESS } from '../memory/index.ts';
import type { Staging } from '../ports/index.ts';
import { attempt, causeOf, endedMeanwhile, refusalOf } from './attempt.ts';
import {
  alreadyDecided,
  type Deciding,
  readSuggestion,
  stageApproval,
  stageRejection,
  stageWithdrawal,
} from './decide.ts';
import type { ApprovalDeps } from './deps.ts';
import { stageEdit } from './edit.ts';
import { type Proposal, type Proposed, propose } from './propose.ts';
import { approvedCard, failedCard, lapsedInPart, proposeRest, type Retrying } from './retry.ts';
import { type Suggestion, suggestions } from './suggestion.ts';
import { type Undoing, undoEffect } from './undo.ts';

export interface Approvals {
  propose(
    target: { unit: Staging; outbox: Outbox },
    proposing: { proposal: Proposal; cause: Cause },
  ): Promise<Proposed>;
  /** Call once the unit that proposed it is on disk: starts its clock, and decides it where the rules allow. */
  proposed(proposed: Proposed): Promise<void>;
  read(id: string): Promise<Stored<Suggestion>>;
  /**
   * Approves; repeating it with the same hash is harmless. Throws NOT_FOUND, SUGGESTION_DECIDED,
   * SUGGESTION_CHANGED (replaced, out of date, or not the hash that is pending) and SUGGESTION_EXPIRED.
   */
  approve(id: string, deciding: Deciding): Promise<Stored<Suggestion>>;
  reject(id: string, deciding: Deciding): Promise<Stored<Suggestion>>;
  /** Replaces the card by one with other inputs, parallel to its commands; gives the new one. Also REQUEST_INVALID. */
  edit(
    id: string,
    editing: Deciding & { readonly inputs: readonly JsonObject[] },
  ): Promise<Stored<Suggestion>>;
  /** Stages that a pending card can be decided no more, because its run is over. */
  withdraw(unit: Staging, withdrawal: { readonly id: string; readonly cause: Cause }): Promise<void>;
  /** Asks again for what failed of a card. Throws NOT_FOUND and NOTHING_TO_RETRY. */
  retry(retrying: Retrying): Promise<Stored<Suggestion>>;
  /** The same for a run's newest card. Throws NOTHING_TO_RETRY. */
  retryRun(run: string): Promise<Stored<Suggestion>>;
  /** Stops or undoes an effect, or asks for what undoes it. Throws NOT_FOUND, EFFECT_NOT_UNDOABLE. */
  undo(undoing: { readonly id: string; readonly conversation: string }): Promise<Undoing>;
  /** The conversation's newest approved card, where something of it failed. */
  failedIn(conversation: string): Promise<string | undefined>;
  /** Marks cards out of date whose records moved on; called with every event as it is committed. */
  apply(event: Event): void;
  /** Schedules what waits, giving back the time in which nobody could have decided. */
  recover(offMs: number): Promise<void>;
  /** Resolves once nothing is under way. */
  idle(): Promise<void>;
}

/** Cards and what is decided on them. `stop` waits for what a decision has started. */
export function createApprovals(deps: ApprovalDeps): Approvals {
  const background = createBackground();
  const inBackground = (id: string, work: Promise<unknown>) => background.add(reported(deps, id, work));

  function scheduleExpiry({ id, body }: Stored<Suggestion>): void {
    deps.scheduler.at(`suggestion:${id}`, Date.parse(body.expiresAt), async () => {
      await settlePending(deps, id);
    });
  }

  async function retry(retrying: Retrying): Promise<Stored<Suggestion>> {
    const card = await proposeRest(deps, retrying);
    if (card.body.status === 'pending') scheduleExpiry(card);
    return card;
  }

  async function retryLapsed(id: string): Promise<void> {
    if (await lapsedInPart(deps, id)) await retry({ id, reason: 'it could not be done in time' });
  }

  async function proposed({ suggestion, rule }: Proposed): Promise<void> {
    scheduleExpiry(suggestion);
    const { id, body } = suggestion;
    if (rule !== undefined)
      inBackground(id, approve(deps, id, { hash: body.hash, by: 'your rules', via: 'policy', rule }));
  }

  return {
    propose: (target, proposing) => propose(deps, target, proposing),
    proposed,
    read: (id) => readSuggestion(deps.store, id),
    approve: (id, deciding) => approve(deps, id, deciding),
    reject: (id, deciding) => reject(deps, id, deciding),
    edit: async (id, editing) => {
      const edited = await attempt(deps, (unit) => stageEdit(deps, unit, { id, editing }));
      deps.scheduler.cancel(`suggestion:${id}`);
      scheduleExpiry(edited);
      return edited;
    },
    withdraw: (unit, withdrawal) => stageWithdrawal(deps, unit, withdrawal),
    retry,
    retryRun: async (run) => retry({ id: await approvedCard(deps, run) }),
    undo: async (undoing) => {
      const undone = await undoEffect(deps, undoing);
      if ('proposed' in undone) await proposed(undone.proposed);
      return undone;
    },
    failedIn: (conversation) => failedCard(deps, conversation),
    apply: (event) => {
      const id = changedId(event);
      if (id !== undefined) inBackground(id, markStale(deps, id));
      if (event.type === 'suggestion.completed' && event.data.status === 'failed')
        inBackground(event.data.suggestion, retryLapsed(event.data.suggestion));
    },
    recover: (offMs) => recover(deps, offMs, scheduleExpiry),
    idle: () => background.idle(),
  };
}

async function reported(deps: ApprovalDeps, id: string, work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    deps.onError(error, { suggestion: id });
  }
}

/** What a card may rest on that this event changed. */
function changedId(event: Event): string | undefined {
  if (event.type === 'record.changed' || event.type === 'record.deleted') return event.data.id;
  const isBusiness =
    event.type === 'settings.changed' && event.data.changes.some(({ field }) => field.startsWith('business'));
  return isBusiness ? BUSINESS : undefined;
}

async function approve(deps: ApprovalDeps, id: string, deciding: Deciding): Promise<Stored<Suggestion>> {
  return attempt(deps, async (unit) => {
    const found = await readSuggestion(unit, id);
    if (alreadyDecided(found, 'approved', deciding)) return { value: found };
    const cause = causeOf(deps, found, deciding.by);
    const ended = await endedMeanwhile(deps, unit, { found, cause });
    if (ended) return { value: ended, refuse: refusalOf(ended) };
    const { suggestion, call, held } = await stageApproval(deps, unit, { found, deciding, cause });
    return {
      value: suggestion,
      committed: () => {
        deps.scheduler.cancel(`suggestion:${id}`);
        if (call) deps.effects.launch(call);
        if (held) deps.effects.schedule(held);
      },
    };
  });
}

async function reject(deps: ApprovalDeps, id: string, deciding: Deciding): Promise<Stored<Suggestion>> {
  return attempt(deps, async (unit) => {
    const found = await readSuggestion(unit, id);
    if (alreadyDecided(found, 'rejected', deciding)) return { value: found };
    const value = stageRejection(deps, unit, { found, deciding, cause: causeOf(deps, found, deciding.by) });
    return { value, committed: () => deps.scheduler.cancel(`suggestion:${id}`) };
  });
}

async function settlePending(deps: ApprovalDeps, id: string): Promise<void> {
  await attempt(deps, async (unit) => {
    const found = await readSuggestion(unit, id);
    return {
      value: (await endedMeanwhile(deps, unit, { found, cause: causeOf(deps, found, 'clock') })) ?? found,
    };
  });
}

async function markStale(deps: ApprovalDeps, recordId: string): Promise<void> {
  const resting = { where: { status: 'pending', rests: { has: recordId } } };
  for (const { id } of await suggestions.all(deps.store, resting)) await settlePending(deps, id);
}

/** So many commits are under way at once when lifetimes are given back. */
const TOGETHER = 200;

async function recover(
  deps: ApprovalDeps,
  offMs: number,
  schedule: (suggestion: Stored<Suggestion>) => void,
): Promise<void> {
  const pending = await suggestions.all(deps.store, { where: { status: 'pending' } });
  // Together, so that one sync of the disk is for many.
  for (let first = 0; first < pending.length; first += TOGETHER) {
    const cards = pending.slice(first, first + TOGETHER).map((found) => givenBack(deps, found, offMs));
    for (const card of await Promise.all(cards)) schedule(card);
  }
}

async function givenBack(
  deps: ApprovalDeps,
  found: Stored<Suggestion>,
  offMs: number,
): Promise<Stored<Suggestion>> {
  const unit = deps.units.open();
  const body = { ...found.body, expiresAt: isoTime(Date.parse(found.body.expiresAt) + offMs) };
  unit.replace(suggestions.name, suggestions.toDocument(found.id, body), found.revision);
  await unit.commit();
  return { ...found, revision: found.revision + 1, body };
}
