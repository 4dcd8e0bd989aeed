import { isoTime } from '../../kernel/index.ts';
import {
  runs,
  schedules,
  type WorkflowDefinition,
  workflowSchedule,
  workflows,
} from '../../orchestrator/index.ts';
import type {
  WorkflowHistory as ShownHistory,
  WorkflowValue as ShownValue,
  Workflow as ShownWorkflow,
} from '../api/workflow.ts';
import type { ConsoleDeps } from './deps.ts';
import { shownRun } from './present.ts';

const LAST_RUNS = 10;

export async function shownWorkflow(
  deps: ConsoleDeps,
  definition: WorkflowDefinition,
): Promise<ShownWorkflow> {
  const { name, version, hash, title, on, values, set } = definition;
  const [last] = await lastRuns(deps.store, name, 1);
  return {
    name,
    version,
    hash,
    title,
    examples: on.message?.examples ?? [],
    settable: Object.keys(values).length,
    changed: Object.keys(set).length,
    lastRun: last ?? null,
    schedule: await scheduleOf(deps, definition),
  };
}

/** One version with the form of its values, the versions beside it, and the last runs of all of them. */
export async function shownHistory(deps: ConsoleDeps, definition: WorkflowDefinition): Promise<ShownHistory> {
  const { store } = deps;
  const { name, source } = definition;
  const versions = await workflows.page(store, {
    where: { name },
    sort: { field: 'firstUsedAt', direction: 'desc' },
  });
  return {
    ...(await shownWorkflow(deps, definition)),
    source,
    values: deps.workflows.shown(definition).map(shownValue),
    ignored: [...deps.workflows.ignored(name)],
    versions: versions.items.map(({ id, body }) => ({
      hash: id,
      version: body.version,
      firstUsedAt: body.firstUsedAt,
      changed: Object.keys(body.source['set'] ?? {}).length,
    })),
    lastRuns: await lastRuns(store, name, LAST_RUNS),
  };
}

type SettableValue = ReturnType<ConsoleDeps['workflows']['shown']>[number];

function shownValue({ name, spec, value, shipped, changed }: SettableValue): ShownValue {
  const { kind, label, hint } = spec;
  const { min, max } = 'min' in spec || 'max' in spec ? spec : {};
  return {
    name,
    kind,
    label,
    ...(hint === undefined ? {} : { hint }),
    value,
    shipped,
    changed,
    ...(min === undefined ? {} : { min }),
    ...(max === undefined ? {} : { max }),
    ...('words' in spec ? { words: Object.keys(spec.words) } : {}),
  };
}

async function lastRuns(store: ConsoleDeps['store'], workflow: string, limit: number) {
  const { items } = await runs.page(store, {
    where: { workflow },
    sort: { field: 'at', direction: 'desc' },
    limit,
  });
  return items.map(shownRun);
}

/** The schedule that the workflow itself sets; those that others set for it are theirs. */
async function scheduleOf(
  { store }: ConsoleDeps,
  { name, on }: WorkflowDefinition,
): Promise<ShownWorkflow['schedule']> {
  const found = on.schedule && (await schedules.read(store, workflowSchedule(name)));
  if (!found) return null;
  const { when, next, paused } = found.body;
  return { when, next: next === null ? null : isoTime(next), paused };
}
