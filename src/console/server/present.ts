import { DateTime } from 'luxon';
import { type Suggestion, suggestions } from '../../approvals/index.ts';
import { type Effect, effects } from '../../effects/index.ts';
import type { Stored } from '../../events/index.ts';
import { commandName } from '../../kernel/index.ts';
import { type BusinessRecord, type Message, peekNumber } from '../../memory/index.ts';
import { outcomeLine } from '../../observability/index.ts';
import type { Run } from '../../orchestrator/index.ts';
import type { Effect as ShownEffect } from '../api/effect.ts';
import type { Message as ShownMessage } from '../api/message.ts';
import type { Record as ShownRecord } from '../api/record.ts';
import type { Run as ShownRun } from '../api/run.ts';
import type { Settings as ShownSettings } from '../api/settings.ts';
import type { Suggestion as ShownSuggestion } from '../api/suggestion.ts';
import { type ConsoleDeps, hereOf } from './deps.ts';

/** Documents as the API shows them. */

export function shownMessage({ id, body }: Stored<Message>): ShownMessage {
  const {
    at,
    direction,
    author,
    text,
    suggestion,
    choices,
    conversation,
    turn,
    cards = [],
    attachments,
  } = body;
  return {
    id,
    at,
    conversation,
    direction,
    author,
    text,
    turn,
    ...(suggestion === null ? {} : { suggestionId: suggestion }),
    ...(choices.length > 0 ? { choices } : {}),
    ...(cards.length > 0 ? { suggestionIds: cards } : {}),
    ...(attachments ? { attachments } : {}),
    ...(body.silent ? { silent: true } : {}),
  };
}

export async function shownSuggestion(
  deps: ConsoleDeps,
  { id, body }: Stored<Suggestion>,
): Promise<ShownSuggestion> {
  const group = await groupOf(deps, body);
  const successor = body.supersededBy ?? (await successorOf(deps, { id, body }, group));
  const outcome = outcomeLine(body, group, {
    zone: hereOf(deps),
    now: deps.clock.now(),
    registry: deps.registry,
    redrawn: successor !== undefined,
  });
  const {
    status,
    title,
    preview,
    reason,
    commands,
    hash,
    risk,
    undo,
    cost,
    createdAt,
    expiresAt,
    conversation,
  } = body;
  return {
    id,
    status,
    title: body.practice ? `Practice: ${title}` : title,
    preview,
    reason,
    commands,
    hash,
    risk,
    undo,
    cost,
    createdAt,
    expiresAt,
    conversation,
    effectIds: body.effectIds,
    ...(body.run === null ? {} : { runId: body.run }),
    ...(body.supersedes === null ? {} : { supersedes: body.supersedes }),
    ...(successor === undefined ? {} : { supersededBy: successor }),
    ...(body.decision === null ? {} : { decision: body.decision }),
    ...(outcome === undefined ? {} : { outcome }),
  };
}

/** The card that was drawn anew for one that went out of date, or lapsed after its approval. */
async function successorOf(
  { store }: ConsoleDeps,
  { id, body }: Pick<Stored<Suggestion>, 'id' | 'body'>,
  group: readonly Effect[],
): Promise<string | undefined> {
  const lapsed = group.some(({ error }) => error?.code === 'APPROVAL_LAPSED');
  if (body.status !== 'stale' && !lapsed) return undefined;
  const found = await suggestions.page(store, { where: { supersedes: id }, limit: 1 });
  return found.items[0]?.id;
}

async function groupOf({ store }: ConsoleDeps, { effectIds }: Suggestion): Promise<Effect[]> {
  const found = await Promise.all(effectIds.map((id) => effects.read(store, id)));
  return found.flatMap((effect) => effect?.body ?? []);
}

export function shownEffect(deps: Pick<ConsoleDeps, 'registry'>, { id, body }: Stored<Effect>): ShownEffect {
  const {
    suggestion,
    run,
    command,
    title,
    status,
    plannedAt,
    changedAt,
    attempts,
    providerRef,
    error,
    note,
    outputs,
  } = body;
  const { undo } = deps.registry.handler(command);
  const carriedOut = status === 'done' || status === 'saved';
  return {
    id,
    command: commandName(command),
    input: command.input,
    title,
    status,
    at: plannedAt,
    changedAt,
    idempotencyKey: id,
    attempts,
    outputs,
    undo: 'never' in undo ? undo.never : undo.command,
    undoable: carriedOut && !('never' in undo),
    ...(suggestion === null ? {} : { suggestionId: suggestion }),
    ...(run === null ? {} : { runId: run }),
    ...(command.recipient === undefined ? {} : { recipient: command.recipient }),
    ...(providerRef === null ? {} : { providerRef }),
    ...(note === null ? {} : { note }),
    ...(error === null ? {} : { error }),
  };
}

export function shownRecord({ id, body }: Stored<BusinessRecord>): ShownRecord {
  const { kind, version, data, createdAt, changedAt } = body;
  // Data is parsed by its kind before it is stored, which the type of a stored record does not say.
  return { ...data, id, kind, version, createdAt, changedAt } as ShownRecord;
}

export async function shownSettings({
  settings,
  registry,
  store,
  clock,
}: ConsoleDeps): Promise<ShownSettings> {
  const { zone, quietHours, hold, practice, paused, business } = settings.current();
  const { year } = DateTime.fromMillis(clock.now(), { zone: settings.homeZone() });
  const nextInvoiceNumber = await peekNumber(store, 'invoice', year);
  return {
    // JSON leaves out what is undefined, so an optional field is there or absent.
    zone: zone as ShownSettings['zone'],
    quietHours,
    hold,
    practice,
    paused,
    business: { ...business, nextInvoiceNumber } as ShownSettings['business'],
    connectors: registry.statuses(),
  };
}

export function shownRun({ id, body }: Stored<Run>): ShownRun {
  const { workflow, status, conversation, trigger, startedAt, changedAt, wakeAt, parent } = body;
  return {
    id,
    workflow,
    status,
    conversation,
    trigger,
    startedAt,
    changedAt,
    wakeAt,
    ...(parent === null ? {} : { parent }),
  };
}
