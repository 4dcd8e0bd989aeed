import { type Effect, type PendingCall, planGroup, stagePlanned } from '../effects/index.ts';
import { applyOutbox, carriedOf, createOutbox, type Outbox, type Stored } from '../events/index.ts';
import { type Cause, causedBy, type Event, isoTime, MainstayError } from '../kernel/index.ts';
import type { changedSince } from '../memory/index.ts';
import type { Staging } from '../ports/index.ts';
import type { ApprovalDeps } from './deps.ts';
import { type Suggestion, type SuggestionStatus, suggestions } from './suggestion.ts';

export interface Deciding {
  readonly hash: string;
  readonly reason?: string;
  readonly by: string;
  /** Through which channel: `console`, `api`, `telegram`. */
  readonly via: string;
  /** The rule that allows it, where nobody was asked. */
  readonly rule?: string;
}

/** Reads a suggestion or throws NOT_FOUND. */
export async function readSuggestion(source: Pick<Staging, 'get'>, id: string): Promise<Stored<Suggestion>> {
  const found = await suggestions.read(source, id);
  if (!found) throw new MainstayError('NOT_FOUND', { values: { kind: 'card', id } });
  return found;
}

/** Whether this very decision was made before, so that repeating it changes nothing. Throws where it cannot be made. */
export function alreadyDecided(
  found: Stored<Suggestion>,
  wanted: 'approved' | 'rejected',
  { hash }: Deciding,
): boolean {
  const { status, expiresAt } = found.body;
  if (status === wanted && found.body.hash === hash) return true;
  if (status === 'expired') throw new MainstayError('SUGGESTION_EXPIRED', { values: { at: expiresAt } });
  if (status === 'stale' || status === 'superseded') throw new MainstayError('SUGGESTION_CHANGED');
  if (status !== 'pending') throw new MainstayError('SUGGESTION_DECIDED', { values: { status } });
  if (found.body.hash !== hash) throw new MainstayError('SUGGESTION_CHANGED');
  return false;
}

/** Stages the suggestion's end with the events that tell of it. */
export function stageEnd(
  unit: Staging,
  found: Stored<Suggestion>,
  ending: {
    readonly to: Partial<Suggestion> & { readonly status: SuggestionStatus };
    readonly outbox: Outbox;
  },
): Stored<Suggestion> {
  const body: Suggestion = { ...found.body, ...ending.to, outbox: carriedOf(unit, ending.outbox) };
  unit.replace(suggestions.name, suggestions.toDocument(found.id, body), found.revision);
  applyOutbox(unit, ending.outbox.entries);
  return { id: found.id, revision: found.revision + 1, body };
}

/** An approval as it is staged: the call to make once it is on disk, or the first effect that is held back. */
export interface Approved {
  readonly suggestion: Stored<Suggestion>;
  readonly call: PendingCall | undefined;
  readonly held: Stored<Effect> | undefined;
}

/**
 * Stages the approval and, in the same batch, as much of its effects as can start: so a click takes one disk sync
 * before the first call.
 */
export async function stageApproval(
  deps: ApprovalDeps,
  unit: Staging,
  { found, deciding, cause }: { found: Stored<Suggestion>; deciding: Deciding; cause: Cause },
): Promise<Approved> {
  const { hash, by, via, reason, rule } = deciding;
  const outbox = createOutbox();
  const decision = deps.ids('evt');
  const data = {
    suggestion: found.id,
    hash,
    by,
    via,
    ...(reason === undefined ? {} : { reason }),
    ...(rule === undefined ? {} : { rule }),
  };
  outbox.emit({
    id: decision,
    source: '/approvals',
    type: 'suggestion.approved',
    subject: found.id,
    ...causedBy(cause),
    data,
  });
  const group = planGroup(
    {
      suggestion: found.id,
      run: found.body.run,
      decision,
      workflowVersion: found.body.workflowVersion,
      commands: found.body.commands,
      restsOn: found.body.restsOn,
      practice: found.body.practice,
      dueAt: heldUntil(deps, found.body, cause),
    },
    {
      registry: deps.registry,
      cause: { ...cause, correlationId: found.body.correlation, causationId: decision },
    },
  );
  for (const effect of group) stagePlanned(outbox, effect, { ids: deps.ids, cause });
  const suggestion = stageEnd(unit, found, {
    to: { status: 'approved', decision: decisionBody(deciding, cause), effectIds: group.map(({ id }) => id) },
    outbox,
  });
  const event = { type: 'suggestion.approved', data } satisfies Pick<
    Extract<Event, { type: 'suggestion.approved' }>,
    'type' | 'data'
  >;
  const call = await deps.effects.start(unit, { group, cause, decision: event });
  return { suggestion, call, held: group.find(({ body }) => body.status === 'planned') };
}

/** What leaves waits for as long as the operator may still stop it. */
function heldUntil({ settings }: ApprovalDeps, { risk }: Suggestion, { at }: Cause): number | null {
  const { hold } = settings.current();
  return hold > 0 && risk === 'leaves' ? at + hold * 1000 : null;
}

/** Stages the rejection with its reason. */
export function stageRejection(
  deps: ApprovalDeps,
  unit: Staging,
  { found, deciding, cause }: { found: Stored<Suggestion>; deciding: Deciding; cause: Cause },
): Stored<Suggestion> {
  const { hash, by, via, reason } = deciding;
  const outbox = createOutbox();
  outbox.emit({
    id: deps.ids('evt'),
    source: '/approvals',
    type: 'suggestion.rejected',
    subject: found.id,
    ...causedBy(cause),
    data: { suggestion: found.id, hash, by, via, ...(reason === undefined ? {} : { reason }) },
  });
  return stageEnd(unit, found, {
    to: { status: 'rejected', decision: decisionBody(deciding, cause) },
    outbox,
  });
}

function decisionBody({ by, via, reason, rule }: Deciding, cause: Cause): Suggestion['decision'] {
  return {
    by,
    via,
    at: isoTime(cause.at),
    ...(reason === undefined ? {} : { reason }),
    ...(rule === undefined ? {} : { rule }),
  };
}

/** Stages that the suggestion is out of date, because of what changed. */
export function stageStale(
  deps: ApprovalDeps,
  unit: Staging,
  {
    found,
    changed,
    by,
    cause,
  }: {
    found: Stored<Suggestion>;
    changed: Awaited<ReturnType<typeof changedSince>>;
    /** The card that answers what this one did. */
    by?: string;
    cause: Cause;
  },
): Stored<Suggestion> {
  const outbox = createOutbox();
  outbox.emit({
    id: deps.ids('evt'),
    source: '/approvals',
    type: 'suggestion.stale',
    subject: found.id,
    ...causedBy(cause),
    data: { suggestion: found.id, changed, ...(by === undefined ? {} : { by }) },
  });
  return stageEnd(unit, found, { to: { status: 'stale', supersededBy: by ?? null }, outbox });
}

/** Stages that a card whose run is over can be decided no more; it ends as if its time were up. */
export async function stageWithdrawal(
  deps: ApprovalDeps,
  unit: Staging,
  { id, cause }: { readonly id: string; readonly cause: Cause },
): Promise<void> {
  const found = await readSuggestion(unit, id);
  if (found.body.status !== 'pending') return;
  const body = { ...found.body, expiresAt: isoTime(cause.at) };
  stageExpiry(deps, unit, { found: { ...found, body }, cause });
}

/** Stages the expiry, which is a no. */
export function stageExpiry(
  deps: ApprovalDeps,
  unit: Staging,
  { found, cause }: { found: Stored<Suggestion>; cause: Cause },
): Stored<Suggestion> {
  const outbox = createOutbox();
  outbox.emit({
    id: deps.ids('evt'),
    source: '/approvals',
    type: 'suggestion.expired',
    subject: found.id,
    ...causedBy(cause),
    data: { suggestion: found.id, at: isoTime(cause.at) },
  });
  return stageEnd(unit, found, { to: { status: 'expired' }, outbox });
}
