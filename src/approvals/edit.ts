import { createOutbox } from '../events/index.ts';
import {
  type Command,
  causedBy,
  dateAt,
  deriveId,
  invalidRequest,
  type JsonObject,
  MainstayError,
} from '../kernel/index.ts';
import type { Staging } from '../ports/index.ts';
import { type Attempt, causeOf, endedMeanwhile, refusalOf } from './attempt.ts';
import { changesBetween } from './changes.ts';
import { alreadyDecided, type Deciding, readSuggestion, stageEnd } from './decide.ts';
import type { ApprovalDeps } from './deps.ts';
import { changedFields, editsBetween } from './edits.ts';
import { followed, replacementsBetween, rewrittenValue } from './follow.ts';
import { propose } from './propose.ts';

/**
 * Stages a card with other inputs in place of this one: drawn and bound anew, with what changed marked. Texts that were
 * left alone follow the values that changed. Throws what deciding and drawing throw.
 */
export async function stageEdit(
  deps: ApprovalDeps,
  unit: Staging,
  { id, editing }: { id: string; editing: Deciding & { readonly inputs: readonly JsonObject[] } },
): Promise<Attempt> {
  const found = await readSuggestion(unit, id);
  const today = dateAt(deps.clock.now(), deps.settings.homeZone());
  const edited = editedCommands(found.body.commands, editing.inputs);
  const replacements = replacementsBetween(found.body.commands, edited, today);
  const commands = followed(found.body.commands, edited, replacements);
  const newId = deriveId(
    'sug',
    id,
    commands.map(({ input }) => input),
  );
  if (found.body.supersededBy === newId) return { value: await readSuggestion(unit, newId) };
  if (alreadyDecided(found, 'rejected', editing))
    throw new MainstayError('SUGGESTION_DECIDED', { values: { status: found.body.status } });
  if (changesNothing(found.body.commands, edited)) return { value: found };
  const cause = causeOf(deps, found, editing.by);
  const ended = await endedMeanwhile(deps, unit, { found, cause });
  if (ended) return { value: ended, refuse: refusalOf(ended) };
  const outbox = createOutbox();
  const { workflowVersion, run, step, conversation, turn, restsOn, heading, expiresAt, reason, shown } =
    found.body;
  const lifetimeMs = Date.parse(expiresAt) - cause.at;
  const changes = changesBetween(deps.registry, { before: found.body.commands, after: commands, today });
  const proposal = {
    id: newId,
    title: rewrittenValue(heading, replacements),
    reason,
    commands,
    ...(shown ? { shown } : {}),
    workflowVersion,
    run,
    step,
    conversation,
    turn,
    restsOn,
    lifetimeMs,
    supersedes: id,
    changes,
    edits: merged(found.body.edits, editsBetween(found.body.commands, edited)),
  };
  const { suggestion } = await propose(deps, { unit, outbox }, { proposal, cause });
  outbox.emit({
    id: deps.ids('evt'),
    source: '/approvals',
    type: 'suggestion.superseded',
    subject: id,
    ...causedBy(cause),
    data: { suggestion: id, by: newId, hash: suggestion.body.hash },
  });
  stageEnd(unit, found, { to: { status: 'superseded', supersededBy: newId }, outbox });
  return { value: suggestion };
}

/** A form that was saved as it was: the card stays the same, with its hash. */
function changesNothing(before: readonly Command[], edited: readonly Command[]): boolean {
  return edited.every(({ input }, position) => changedFields(before[position]?.input, input).length === 0);
}

/** An edit of an edited card adds to what was changed before. */
function merged(before: readonly JsonObject[], edits: readonly JsonObject[]): readonly JsonObject[] {
  return edits.map((changed, position) => ({ ...before[position], ...changed }));
}

function editedCommands(commands: readonly Command[], inputs: readonly JsonObject[]): Command[] {
  if (inputs.length !== commands.length) {
    const message = `Give one input for each of the ${commands.length} commands, in order.`;
    throw invalidRequest([{ path: 'inputs', message }]);
  }
  return commands.map(({ recipient: _, ...command }, index) => ({
    ...command,
    input: inputs[index] ?? command.input,
  }));
}
