import type { Registry } from '../connectors/index.ts';
import type { EventLog, Stored } from '../events/index.ts';
import { bindingHash, commandName, type Event, MainstayError } from '../kernel/index.ts';
import { changedSince } from '../memory/index.ts';
import type { Policy } from '../policy/index.ts';
import type { Staging } from '../ports/index.ts';
import type { Effect } from './effect.ts';

/** An approved effect that could not start within this time is refused. */
const MAX_AGE_MS = 24 * 60 * 60 * 1000;

export type Admission =
  | { readonly kind: 'start'; readonly rule: string; readonly automatic: boolean }
  | { readonly kind: 'hold' }
  /** `lapsed`: time or a change overtook the approval, so that it may be asked for again. */
  | { readonly kind: 'refuse'; readonly error: MainstayError; readonly lapsed: boolean };

export interface AdmissionDeps {
  readonly policy: Policy;
  readonly registry: Registry;
  readonly log: Pick<EventLog, 'get'>;
}

export interface Admitting {
  readonly effect: Stored<Effect>;
  /** All effects of the suggestion, in order. */
  readonly group: readonly Stored<Effect>[];
  /** Epoch milliseconds. */
  readonly now: number;
  /** The decision, where it is being made in this very unit of work and is not in the log yet. */
  readonly decision?: Pick<Extract<Event, { type: 'suggestion.approved' }>, 'type' | 'data'>;
}

/**
 * Whether an effect may start now, checked by code at the last moment: the pause, its time, its age, that the
 * commands are exactly those of the decision event, the rules, and that what it rests on has not changed.
 */
export async function admit(unit: Staging, deps: AdmissionDeps, admitting: Admitting): Promise<Admission> {
  const { effect, now } = admitting;
  if (deps.policy.paused()) return { kind: 'hold' };
  if (effect.body.dueAt !== null && effect.body.dueAt > now) return { kind: 'hold' };
  const mismatch = await notAsApproved(deps, admitting);
  if (mismatch) return refusal(new MainstayError('APPROVAL_MISMATCH', { values: { reason: mismatch } }));
  const lapse = tooOld(effect, now) ?? (await outOfDate(unit, admitting));
  if (lapse) return refusal(new MainstayError('APPROVAL_LAPSED', { values: { reason: lapse } }));
  return ruled(unit, deps, admitting);
}

/** What the rules say of it and of everything that follows it: nothing of a card is begun that could not be ended. */
async function ruled(unit: Staging, deps: AdmissionDeps, admitting: Admitting): Promise<Admission> {
  const { effect, group } = admitting;
  const decided = await decisionOf(deps, admitting);
  const asked = group
    .slice(effect.body.position)
    .map(({ id, body: { command } }) => ({ command, handler: deps.registry.handler(command), key: id }));
  const verdicts = await deps.policy.check(unit, asked, { approved: decided?.data.rule === undefined });
  for (const [position, verdict] of verdicts.entries()) {
    const command = asked[position]?.command;
    if (verdict.kind === 'allowed' || !command) continue;
    const values = { command: commandName(command), reason: verdict.reason };
    return refusal(new MainstayError('COMMAND_REFUSED', { values }));
  }
  const [own] = verdicts;
  if (own?.kind !== 'allowed') throw new RangeError(`Effect ${effect.id} is not in its group.`);
  return { kind: 'start', rule: own.rule, automatic: own.automatic };
}

function refusal(error: MainstayError): Admission {
  return { kind: 'refuse', error, lapsed: error.code === 'APPROVAL_LAPSED' };
}

function tooOld({ body }: Stored<Effect>, now: number): string | undefined {
  const waited = now - Date.parse(body.plannedAt);
  return body.attempts === 0 && waited > MAX_AGE_MS ? 'it could not start within 24 hours' : undefined;
}

async function decisionOf(deps: AdmissionDeps, { effect, decision }: Admitting) {
  if (decision) return decision;
  const event = effect.body.decision === null ? undefined : await deps.log.get(effect.body.decision);
  return event?.type === 'suggestion.approved' ? event : undefined;
}

async function notAsApproved(deps: AdmissionDeps, admitting: Admitting): Promise<string | undefined> {
  const { effect, group } = admitting;
  const decided = await decisionOf(deps, admitting);
  if (!decided || decided.data.suggestion !== effect.body.suggestion)
    return 'no approval of it is in the log';
  const commands = group.map(({ body }) => body.command);
  return bindingHash(commands, effect.body.workflowVersion) === decided.data.hash
    ? undefined
    : 'it is not what was approved';
}

async function outOfDate(unit: Staging, { effect, group }: Admitting): Promise<string | undefined> {
  // An output that is an id names what an earlier command of the card made or changed.
  const ownChanges = new Set(group.flatMap(({ body }) => Object.values(body.outputs)));
  const others = effect.body.restsOn.filter(({ id }) => !ownChanges.has(id));
  const changed = await changedSince(unit, others);
  return changed.length > 0 ? 'what it rests on changed meanwhile' : undefined;
}
