import { isMainstayError, parseCommandName } from '../../kernel/index.ts';
import { evaluate } from '../workflows/index.ts';
import type { Step, WorkflowDefinition } from '../workflows/types.ts';
import { type Advancing, type RunDeps, record } from './advancing.ts';
import { refreshedInputs } from './inputs.ts';
import { scopeOf } from './scope.ts';
import type { ItemState, JournalEntry } from './state.ts';
import { performStep } from './steps.ts';

export interface Redrafting {
  readonly step: string;
  readonly index: number;
  readonly item: ItemState;
  /** The card that the new one replaces. */
  readonly card: string;
  readonly reason: string;
  readonly corrects?: boolean;
}

/**
 * Drafts the card anew from the records as they are now; the old one is closed. Where the step's condition does not
 * hold any more, such as for a reminder of an invoice that was paid, there is no new one.
 */
export async function redraft(
  deps: RunDeps,
  advancing: Advancing,
  redrafting: Redrafting,
): Promise<readonly JournalEntry[]> {
  const { step: id, index, item, card, reason, corrects = false } = redrafting;
  const { definition } = advancing;
  const step = definition.steps.find((candidate) => candidate.id === id);
  if (!step) throw new RangeError(`The workflow has no step ${id}.`);
  const ended = { kind: 'item-ended', step: id, index, at: advancing.cause.at } as const;
  try {
    const { inputs, rested } = await refreshedInputs(advancing);
    record(advancing, [{ kind: 'item-restarted', step: id, index, reason, inputs, rested }]);
    for (const source of sourcesOf(definition, step))
      await readAgain(deps, advancing, { step: source, reason });
    if (step.if !== undefined && evaluate(step.if, scopeOf(deps, advancing)) !== true)
      return [{ ...ended, status: 'expired', output: null }];
    const result = await performStep(deps, advancing, {
      step,
      index,
      attempt: item.attempt + 1,
      supersedes: card,
      corrects,
    });
    if ('waiting' in result) return [{ kind: 'item-waiting', step: id, index, waiting: result.waiting }];
    return [{ ...ended, ...result }];
  } catch (error) {
    // Such as a customer who was deleted: there is nothing left to propose.
    if (!isMainstayError(error)) throw error;
    return [
      { ...ended, status: 'failed', output: null, error: { code: error.code, message: error.message } },
    ];
  }
}

/** The steps from which a card is drawn, each after those that it needs itself; what changes records is not done again. */
function sourcesOf({ steps }: WorkflowDefinition, card: Step): readonly Step[] {
  const sources = new Set<Step>();
  const visit = (ids: readonly string[]) => {
    for (const step of steps.filter(({ id }) => ids.includes(id))) {
      visit(step.needs);
      sources.add(step);
    }
  };
  visit(card.needs);
  return [...sources].filter(
    (step) => step.kind === 'agent' || (step.kind === 'call' && parseCommandName(step.call) === undefined),
  );
}

/** What was read and written for a card is read and written anew with it: it may name what changed. */
async function readAgain(
  deps: RunDeps,
  advancing: Advancing,
  { step, reason }: { readonly step: Step; readonly reason: string },
): Promise<void> {
  const [item, ...others] = advancing.state.steps[step.id]?.items ?? [];
  if (!item || others.length > 0) return;
  const place = { step: step.id, index: 0 };
  record(advancing, [{ kind: 'item-restarted', ...place, reason, inputs: {}, rested: [] }]);
  const read = await performStep(deps, advancing, { step, index: 0, attempt: item.attempt + 1 });
  if ('waiting' in read) throw new RangeError('A text is written at once.');
  record(advancing, [{ kind: 'item-ended', ...place, at: advancing.cause.at, ...read }]);
}
