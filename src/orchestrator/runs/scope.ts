import { dateAt, isoTime, type Json, type JsonObject } from '../../kernel/index.ts';
import type { Advancing, RunDeps } from './advancing.ts';
import type { RunState, StepState } from './state.ts';

/** What of an advance a scope is made of. */
export type ScopeSource = Pick<Advancing, 'definition' | 'state' | 'run'> & {
  readonly cause: Pick<Advancing['cause'], 'at'>;
};

/** What a workflow's expressions may look at, as plain JSON. */
export function scopeOf(
  deps: Pick<RunDeps, 'settings'>,
  advancing: ScopeSource,
  at?: { readonly item: Json; readonly index: number },
): JsonObject {
  const { definition, state, cause, run } = advancing;
  const zone = deps.settings.homeZone();
  const { name, address, taxNumber, bank } = deps.settings.current().business;
  return {
    input: Object.fromEntries(Object.keys(definition.input).map((key) => [key, state.inputs[key] ?? null])),
    steps: Object.fromEntries(definition.steps.map(({ id }) => [id, stepScope(state.steps[id])])),
    event: { id: run.body.trigger, text: run.body.text, conversation: run.body.conversation },
    item: at?.item ?? null,
    index: at?.index ?? 0,
    now: isoTime(cause.at),
    today: dateAt(cause.at, zone),
    zone,
    business: {
      name: name ?? null,
      address: address ?? null,
      taxNumber: taxNumber ?? null,
      bank: bank ?? null,
    },
  };
}

function stepScope(step: StepState | undefined): JsonObject {
  if (!step) return { status: null, error: null };
  const error = step.items.find((item) => item.error !== null)?.error ?? null;
  if (step.list)
    return { status: step.status, items: step.items.map((item) => outputObject(item.output)), error };
  return { ...outputObject(step.items[0]?.output ?? null), status: step.status, error };
}

function outputObject(output: Json): JsonObject {
  return typeof output === 'object' && output !== null && !Array.isArray(output)
    ? (output as JsonObject)
    : { value: output };
}

/** A run's outputs as its parent sees them: its steps' by their ids. */
export function outputsOfRun(state: RunState): JsonObject {
  return Object.fromEntries(Object.entries(state.steps).map(([id, step]) => [id, stepScope(step)]));
}
