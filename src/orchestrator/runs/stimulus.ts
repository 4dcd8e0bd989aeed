import { effects, isCarriedOut, namedOutputs } from '../../effects/index.ts';
import { type Event, type Json, type JsonObject, MainstayError } from '../../kernel/index.ts';
import { type Advancing, letGo, type RunDeps, record, say, tell } from './advancing.ts';
import { knownInput, knownValue } from './inputs.ts';
import { redraft } from './redraft.ts';
import { foldJournal, readJournal } from './run.ts';
import { outputsOfRun } from './scope.ts';
import type { ItemState, JournalEntry } from './state.ts';

/** Why a run is taken up again. */
export type Stimulus =
  /** Its time has come, or it was left in the middle. */
  | { readonly kind: 'time' }
  | { readonly kind: 'event'; readonly event: Event }
  | { readonly kind: 'answer'; readonly key: string; readonly value: Json; readonly event: string }
  /** The operator means something else than the run has proposed. */
  | { readonly kind: 'correct'; readonly inputs: Readonly<Record<string, Json>> }
  /** The operator ends the run. */
  | { readonly kind: 'cancel' }
  /** It ended the process when it was taken up, so it is taken up no more. */
  | { readonly kind: 'give-up' };

/** Journals what the stimulus means for the run; false where it means nothing. */
export async function applyStimulus(
  deps: RunDeps,
  advancing: Advancing,
  stimulus: Stimulus,
): Promise<boolean> {
  switch (stimulus.kind) {
    case 'time':
      return true;
    case 'cancel':
      return endNow(deps, advancing, { status: 'cancelled' });
    case 'give-up': {
      const { message } = new MainstayError('INTERNAL', { values: { reference: advancing.run.id } });
      say(deps, advancing, { text: message });
      return endNow(deps, advancing, { status: 'failed', error: message });
    }
    case 'answer':
      return answer(deps, advancing, stimulus);
    case 'correct':
      return correct(deps, advancing, stimulus.inputs);
    case 'event':
      return applyToWaits(deps, advancing, stimulus.event);
  }
}

async function endNow(
  deps: RunDeps,
  advancing: Advancing,
  end: { readonly status: 'cancelled' | 'failed'; readonly error?: string },
): Promise<boolean> {
  const { run } = advancing;
  for (const [step, { items }] of Object.entries(advancing.state.steps))
    for (const index of items.keys()) await letGo(deps, advancing, { step, index });
  tell(deps, advancing, {
    type: 'run.finished',
    data: { run: run.id, workflow: run.body.workflow.name, ...end },
  });
  record(advancing, [{ kind: 'ended', status: end.status }]);
  return true;
}

async function answer(
  deps: RunDeps,
  advancing: Advancing,
  { key, value, event }: Extract<Stimulus, { kind: 'answer' }>,
): Promise<boolean> {
  const { run, cause, state } = advancing;
  const [kind, name = '', index = '0'] = key.split(':');
  tell(deps, advancing, {
    type: 'question.answered',
    data: { run: run.id, conversation: run.body.conversation, step: key, event, value },
  });
  if (kind === 'input') {
    if (state.asked !== name) return false;
    record(advancing, [await knownInput(advancing, { name, value })]);
    return true;
  }
  const item = state.steps[name]?.items[Number(index)];
  if (item?.waiting?.on !== 'question') return false;
  const step = advancing.definition.steps.find(({ id }) => id === name);
  const known = await knownValue(advancing.unit, step?.kind === 'ask' ? step.answer : undefined, value);
  record(advancing, [
    {
      kind: 'item-ended',
      step: name,
      index: Number(index),
      at: cause.at,
      status: 'succeeded',
      output: { answer: known.value },
      ...(known.rested ? { rested: known.rested } : {}),
    },
  ]);
  return true;
}

/** Draws every card that waits anew from the corrected inputs; the old one can be decided no more. */
async function correct(
  deps: RunDeps,
  advancing: Advancing,
  corrected: Readonly<Record<string, Json>>,
): Promise<boolean> {
  for (const [name, value] of Object.entries(corrected))
    record(advancing, [await knownInput(advancing, { name, value })]);
  let drawn = false;
  for (const [step, { items }] of Object.entries(advancing.state.steps)) {
    for (const [index, item] of items.entries()) {
      const card = item?.waiting?.on === 'suggestion' ? item.waiting.subject : null;
      if (card === null) continue;
      const reason = 'you corrected it';
      record(advancing, await redraft(deps, advancing, { step, index, item, card, reason, corrects: true }));
      drawn = true;
    }
  }
  return drawn;
}

async function applyToWaits(deps: RunDeps, advancing: Advancing, event: Event): Promise<boolean> {
  let applied = false;
  for (const [step, { items }] of Object.entries(advancing.state.steps)) {
    for (const [index, item] of items.entries()) {
      if (!item || !concerns(item, event)) continue;
      record(advancing, await entriesFor(deps, advancing, { step, index, item, event }));
      applied = true;
    }
  }
  return applied;
}

function concerns({ waiting }: ItemState, event: Event): boolean {
  return (
    waiting !== null &&
    waiting.types.includes(event.type) &&
    (waiting.subject === null || waiting.subject === event.subject)
  );
}

interface Concerned {
  readonly step: string;
  readonly index: number;
  readonly item: ItemState;
  readonly event: Event;
}

async function entriesFor(
  deps: RunDeps,
  advancing: Advancing,
  concerned: Concerned,
): Promise<readonly JournalEntry[]> {
  const { step, index, event } = concerned;
  const at = advancing.cause.at;
  const ended = { kind: 'item-ended', step, index, at } as const;
  // A `wait` may name any type of event, those that end a card or a child run among them.
  if (waitingOf(concerned).on === 'event')
    return [{ ...ended, status: 'succeeded', output: { timedOut: false, event: event.data as Json } }];
  switch (event.type) {
    case 'suggestion.completed': {
      const output = await suggestionOutputs(deps, event.data.suggestion);
      return [{ ...ended, status: event.data.status === 'succeeded' ? 'succeeded' : 'failed', output }];
    }
    case 'suggestion.rejected':
      return [{ ...ended, status: 'rejected', output: { reason: event.data.reason ?? null } }];
    case 'suggestion.expired':
      return [{ ...ended, status: 'expired', output: null }];
    case 'suggestion.superseded':
      return [
        { kind: 'item-waiting', step, index, waiting: { ...waitingOf(concerned), subject: event.data.by } },
      ];
    case 'suggestion.stale':
      // A newer card answers what it answered.
      if (event.data.by !== undefined) return [{ ...ended, status: 'expired', output: null }];
      return redraft(deps, advancing, {
        ...concerned,
        card: event.subject,
        reason: 'what it rests on changed',
      });
    case 'suggestion.lapsed':
      return redraft(deps, advancing, { ...concerned, card: event.subject, reason: event.data.reason });
    case 'run.finished': {
      const child = foldJournal(await readJournal(deps.store, event.data.run));
      const output = { ...outputsOfRun(child), run: event.data.run };
      return [{ ...ended, status: event.data.status === 'succeeded' ? 'succeeded' : 'failed', output }];
    }
    default:
      throw new RangeError(`${event.type} ends no card and no run.`);
  }
}

function waitingOf({ item }: Concerned) {
  if (!item.waiting) throw new RangeError('This item does not wait.');
  return item.waiting;
}

/** What the commands of a suggestion gave, by the names under which the workflow knows them. */
async function suggestionOutputs(deps: RunDeps, suggestion: string): Promise<JsonObject> {
  const group = await effects.all(deps.store, {
    where: { suggestion },
    sort: { field: 'position', direction: 'asc' },
  });
  return namedOutputs(group.filter(({ body }) => isCarriedOut(body.status)));
}
