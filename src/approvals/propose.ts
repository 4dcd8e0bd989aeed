import { createOutbox, type Outbox, type Stored } from '../events/index.ts';
import {
  bindingHash,
  type Cause,
  type Command,
  causedBy,
  commandName,
  dateAt,
  isoTime,
  type Json,
  type JsonObject,
  MainstayError,
  resolveReferences,
  shortened,
  wordFor,
} from '../kernel/index.ts';
import { attachments, isQuiet, postMessage, type RecordVersion } from '../memory/index.ts';
import type { Staging } from '../ports/index.ts';
import { changesBetween } from './changes.ts';
import { stageEnd, stageStale } from './decide.ts';
import type { ApprovalDeps } from './deps.ts';
import { withEdits } from './edits.ts';
import { followed, replacementsBetween, rewrittenValue } from './follow.ts';
import { type Drawn, drawCard } from './preview.ts';
import { type Suggestion, suggestions } from './suggestion.ts';

/** What a run proposes, before it is drawn and bound. */
export interface Proposal {
  /** Deterministic, so that a repeated step proposes the same card. */
  readonly id: string;
  /** Text, which may name outputs of the commands. */
  readonly title: Json;
  /** The trigger, in the operator's words. */
  readonly reason: string;
  readonly commands: readonly Command[];
  /** What the card says beside what its commands do. */
  readonly shown?: NonNullable<Suggestion['shown']>;
  readonly workflowVersion: string;
  readonly run: string | null;
  readonly step: string | null;
  readonly conversation: string;
  /** The incoming event that it answers. */
  readonly turn: string;
  readonly restsOn: readonly RecordVersion[];
  readonly lifetimeMs: number;
  readonly supersedes?: string;
  /** Pending cards that this one answers as well, such as an earlier message of the customer: they go out of date with it. */
  readonly replaces?: readonly string[];
  /** Whether the operator means something else than the card that it supersedes, which still waits. */
  readonly corrects?: boolean;
  /** What the operator has changed of the draft, by command; a new draft takes over that of the card it replaces. */
  readonly edits?: readonly JsonObject[];
  /** What this edit changed. */
  readonly changes?: Suggestion['preview']['changes'];
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** How long a card waits unless its workflow says otherwise. */
export const CARD_LIFETIME_MS = 7 * DAY_MS;

/** A card as it will be stored, and the rules that allow all of it without asking, where they do. */
export interface Proposed {
  readonly suggestion: Stored<Suggestion>;
  readonly rule: string | undefined;
}

/**
 * Draws the card, binds it to its commands and puts it, its event and its message into the outbox of whoever
 * proposes. Throws COMMAND_REFUSED where the rules say never, and what drawing throws; then nothing is staged.
 */
export async function propose(
  deps: ApprovalDeps,
  target: { readonly unit: Staging; readonly outbox: Outbox },
  { proposal, cause }: { readonly proposal: Proposal; readonly cause: Cause },
): Promise<Proposed> {
  const practice = deps.settings.current().practice;
  const context = { now: cause.at, zone: deps.settings.homeZone(), practice };
  const { title, commands, changes, edits } = await takenOver(deps, target.unit, { proposal, cause });
  const drawn = await drawCard(deps.registry, { suggestion: proposal.id, commands, context });
  const rule = await allowingRules(deps, target.unit, drawn.commands);
  const body: Suggestion = {
    status: 'pending',
    title: shortened(titleOf(title, drawn), 200),
    heading: title,
    preview: withShown({ ...drawn.preview, changes: [...changes] }, proposal.shown),
    ...(proposal.shown ? { shown: proposal.shown } : {}),
    reason: proposal.reason,
    commands: [...drawn.commands],
    workflowVersion: proposal.workflowVersion,
    hash: bindingHash(drawn.commands, proposal.workflowVersion),
    risk: drawn.risk,
    undo: drawn.undo,
    cost: 'no cost',
    createdAt: isoTime(cause.at),
    expiresAt: isoTime(cause.at + proposal.lifetimeMs),
    run: proposal.run,
    step: proposal.step,
    conversation: proposal.conversation,
    turn: proposal.turn,
    restsOn: [
      ...proposal.restsOn.filter(({ id }) => !drawn.restsOn.some((one) => one.id === id)),
      ...drawn.restsOn,
    ],
    supersedes: proposal.supersedes ?? proposal.replaces?.at(-1) ?? null,
    supersededBy: null,
    edits: [...edits],
    decision: null,
    effectIds: [],
    correlation: cause.correlationId,
    practice,
    outbox: [],
  };
  if (proposal.corrects) await endCorrected(deps, target.unit, { proposal, hash: body.hash, cause });
  await endReplaced(deps, target.unit, { proposal, cause });
  for (const file of drawn.files) target.unit.insert(attachments.name, file, { ifAbsent: true });
  target.outbox.insert(suggestions.name, suggestions.toDocument(proposal.id, body));
  announce(deps, target.outbox, { id: proposal.id, body, cause });
  return { suggestion: { id: proposal.id, revision: 1, body }, rule };
}

/** What the workflow says stands first, since it is what the commands answer. */
function withShown(preview: Suggestion['preview'], shown: Proposal['shown']): Suggestion['preview'] {
  if (!shown) return preview;
  return {
    ...preview,
    facts: [...shown.facts, ...preview.facts],
    notes: [...shown.notes, ...preview.notes],
  };
}

/** The draft with what the operator had changed of the card that it replaces. */
async function takenOver(
  deps: ApprovalDeps,
  unit: Staging,
  { proposal, cause }: { readonly proposal: Proposal; readonly cause: Cause },
): Promise<Pick<Proposal, 'title' | 'commands'> & Required<Pick<Proposal, 'changes' | 'edits'>>> {
  const { title, commands, supersedes } = proposal;
  if (proposal.edits) return { title, commands, changes: proposal.changes ?? [], edits: proposal.edits };
  const replaced = supersedes === undefined ? undefined : (await suggestions.read(unit, supersedes))?.body;
  const today = dateAt(cause.at, deps.settings.homeZone());
  if (proposal.corrects && replaced) {
    const before = replaced.commands;
    return {
      title,
      commands,
      changes: changesBetween(deps.registry, { before, after: commands, today }),
      edits: [],
    };
  }
  const edits = replaced?.edits ?? [];
  const set = commands.map((command, at) => ({ ...command, input: withEdits(command.input, edits[at]) }));
  const replacements = replacementsBetween(commands, set, today);
  const edited = followed(commands, set, replacements);
  return {
    title: rewrittenValue(proposal.title, replacements),
    commands: edited,
    changes: changesBetween(deps.registry, { before: commands, after: edited, today }),
    edits,
  };
}

/** The card that was corrected can be decided no more. */
async function endCorrected(
  deps: ApprovalDeps,
  unit: Staging,
  { proposal, hash, cause }: { readonly proposal: Proposal; readonly hash: string; readonly cause: Cause },
): Promise<void> {
  const { id: by, supersedes = '' } = proposal;
  const found = await suggestions.read(unit, supersedes);
  if (found?.body.status !== 'pending') return;
  const outbox = createOutbox();
  outbox.emit({
    id: deps.ids('evt'),
    source: '/approvals',
    type: 'suggestion.superseded',
    subject: supersedes,
    ...causedBy(cause),
    data: { suggestion: supersedes, by, hash },
  });
  stageEnd(unit, found, { to: { status: 'superseded', supersededBy: by }, outbox });
}

/** What a newer card answers as well is answered once. */
async function endReplaced(
  deps: ApprovalDeps,
  unit: Staging,
  { proposal, cause }: { readonly proposal: Proposal; readonly cause: Cause },
): Promise<void> {
  for (const id of proposal.replaces ?? []) {
    const found = await suggestions.read(unit, id);
    if (found?.body.status === 'pending')
      stageStale(deps, unit, { found, changed: [], by: proposal.id, cause });
  }
}

/** An output that nobody knows yet reads as “(number)”. */
function titleOf(title: Json, { outputs }: Pick<Drawn, 'outputs'>): string {
  const text = resolveReferences(title, (path) => outputs.get(path) ?? wordFor(path));
  return typeof text === 'string' ? text : JSON.stringify(text);
}

/** `email.send: within perDay limits, invoice.create: always`; undefined where one of them asks. */
async function allowingRules(
  deps: ApprovalDeps,
  unit: Staging,
  commands: readonly Command[],
): Promise<string | undefined> {
  const asked = commands.map((command) => ({ command, handler: deps.registry.handler(command) }));
  const verdicts = await deps.policy.check(unit, asked, { approved: false });
  for (const [position, verdict] of verdicts.entries()) {
    const command = commands[position];
    if (verdict.kind !== 'refused' || !command) continue;
    throw new MainstayError('COMMAND_REFUSED', {
      values: { command: commandName(command), reason: verdict.reason },
    });
  }
  if (verdicts.some(({ kind }) => kind === 'ask')) return undefined;
  return [...new Set(verdicts.map(({ rule }) => rule))].join(', ');
}

function announce(
  { ids, settings }: ApprovalDeps,
  outbox: Outbox,
  { id, body, cause }: { readonly id: string; readonly body: Suggestion; readonly cause: Cause },
): void {
  const { run, title, hash, commands, supersedes, expiresAt, conversation, turn } = body;
  outbox.emit({
    id: ids('evt'),
    source: '/approvals',
    type: 'suggestion.proposed',
    subject: id,
    ...causedBy(cause),
    data: {
      suggestion: id,
      title,
      hash,
      commands,
      expiresAt,
      ...(run === null ? {} : { run }),
      ...(supersedes === null ? {} : { supersedes }),
    },
  });
  postMessage(
    outbox,
    {
      id: ids('msg'),
      eventId: ids('evt'),
      conversation,
      text: title,
      turn,
      suggestion: id,
      silent: isQuiet(settings, cause.at),
    },
    cause,
  );
}
