import { isMainstayError, type Json } from '../../kernel/index.ts';
import { evaluate, evaluateTree } from '../workflows/index.ts';
import type { Step, WorkflowDefinition } from '../workflows/types.ts';
import { evolve } from './evolve.ts';
import { type ScopeSource, scopeOf } from './scope.ts';
import { type JournalEntry, NEW_RUN, type RunState } from './state.ts';

/** One entry of a run's journal with the state that it found: what a step got is computed again from it. */
export interface ReplayedEntry {
  readonly entry: JournalEntry;
  /** The step that it is about. */
  readonly step?: Step;
  /** What the step was given when it started: inputs, question, text or commands. */
  readonly got?: Json;
  /** Epoch milliseconds; null where the entry carries no time of its own. */
  readonly at: number | null;
}

export interface ReplayedRun {
  readonly definition: WorkflowDefinition;
  readonly run: ScopeSource['run'];
  readonly entries: readonly JournalEntry[];
}

/** Goes through a run entry by entry, from its journal alone: nothing is carried out. */
export function replayRun(
  settings: Parameters<typeof scopeOf>[0]['settings'],
  { definition, run, entries }: ReplayedRun,
): ReplayedEntry[] {
  let state: RunState = NEW_RUN;
  const steps = new Map(definition.steps.map((step) => [step.id, step]));
  return entries.map((entry) => {
    const step = 'step' in entry ? steps.get(entry.step) : undefined;
    const replayed: ReplayedEntry = {
      entry,
      at: 'at' in entry ? entry.at : null,
      ...(step ? { step } : {}),
      ...(step && entry.kind === 'item-started' ? { got: gotOf(step, entry) } : {}),
    };
    state = evolve(state, entry);
    return replayed;
  });

  function gotOf(step: Step, { index, at }: Extract<JournalEntry, { kind: 'item-started' }>): Json {
    const item = state.steps[step.id]?.list?.[index] ?? null;
    const scope = scopeOf({ settings }, { definition, state, run, cause: { at } }, { item, index });
    try {
      return givenTo(step, scope);
    } catch (error) {
      if (!isMainstayError(error)) throw error;
      return error.message;
    }
  }
}

function givenTo(step: Step, scope: Parameters<typeof evaluate>[1]): Json {
  switch (step.kind) {
    case 'call':
      return { call: step.call, with: evaluateTree(step.with, scope) };
    case 'workflow':
      return { workflow: step.workflow, with: evaluateTree(step.with, scope) };
    case 'agent':
      return { skill: step.agent.skill, goal: step.agent.goal };
    case 'suggest':
      return {
        title: evaluate(step.title, scope),
        commands: step.commands.map((command) => ({
          do: command.do,
          with: evaluateTree(command.with, scope),
        })),
      };
    case 'ask':
      return { question: evaluate(step.question, scope) };
    case 'wait':
      return {
        ...(step.event === undefined ? {} : { event: step.event }),
        ...(step.subject === undefined ? {} : { subject: evaluate(step.subject, scope) }),
        ...(step.until === undefined ? {} : { until: evaluate(step.until, scope) }),
      };
    case 'reply':
      return { text: evaluate(step.text, scope) };
  }
}
