import type { Stored } from '../events/index.ts';
import { type Cause, MainstayError } from '../kernel/index.ts';
import { changedSince } from '../memory/index.ts';
import type { Staging } from '../ports/index.ts';
import { stageExpiry, stageStale } from './decide.ts';
import type { ApprovalDeps } from './deps.ts';
import type { Suggestion } from './suggestion.ts';

/** What an attempt at a decision came to: its value, what to do once it is on disk, or why it is refused after all. */
export interface Attempt {
  readonly value: Stored<Suggestion>;
  readonly committed?: () => void;
  readonly refuse?: MainstayError;
}

/** Tries again where another decision came first, so that the loser sees what the winner decided. */
export async function attempt(
  deps: ApprovalDeps,
  work: (unit: Staging) => Promise<Attempt>,
): Promise<Stored<Suggestion>> {
  const { value, committed, refuse } = await deps.units.transact(work);
  if (refuse) throw refuse;
  committed?.();
  return value;
}

export function causeOf(deps: ApprovalDeps, found: Stored<Suggestion>, by: string): Cause {
  return { at: deps.clock.now(), by, correlationId: found.body.correlation };
}

/** Ends a pending suggestion that ran out of time or rests on something that changed; else nothing. */
export async function endedMeanwhile(
  deps: ApprovalDeps,
  unit: Staging,
  { found, cause }: { found: Stored<Suggestion>; cause: Cause },
): Promise<Stored<Suggestion> | undefined> {
  if (found.body.status !== 'pending') return undefined;
  if (Date.parse(found.body.expiresAt) + deps.sleptMs() <= cause.at)
    return stageExpiry(deps, unit, { found, cause });
  const changed = await changedSince(unit, found.body.restsOn);
  return changed.length > 0 ? stageStale(deps, unit, { found, changed, cause }) : undefined;
}

/** What whoever decided on a card that ended meanwhile is told. */
export function refusalOf({ body }: Stored<Suggestion>): MainstayError {
  return body.status === 'expired'
    ? new MainstayError('SUGGESTION_EXPIRED', { values: { at: body.expiresAt } })
    : new MainstayError('SUGGESTION_CHANGED');
}
