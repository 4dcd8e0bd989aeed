import type { Stored, Units } from '../../events/index.ts';
import type { Clock } from '../../kernel/index.ts';
import type { Store } from '../../ports/index.ts';
import { type ConfigTimes, patternOf, withTimes } from '../workflows/timing.ts';
import type { WorkflowDefinition } from '../workflows/types.ts';
import { type NewSchedule, newSchedule, timedAnew } from './changes.ts';
import { type Schedule, schedules } from './schedule.ts';

export interface SeedDeps {
  readonly store: Store;
  readonly units: Units;
  readonly clock: Clock;
  /** The newest version of every workflow. */
  definitions(): readonly WorkflowDefinition[];
  readonly times: ConfigTimes;
}

/**
 * Brings the schedules that workflows set in line with them; those of the operator are left alone. Files, and what is
 * set of workflows, are their history, so nothing more of it is in the log.
 */
export async function seedSchedules(deps: SeedDeps): Promise<void> {
  const { store, units, clock } = deps;
  const wanted = new Map(deps.definitions().flatMap((definition) => scheduleOf(definition, deps.times)));
  const found = await schedules.all(store, { where: { of: 'workflow' } });
  const gone = found.filter(({ id }) => !wanted.has(id));
  const changed = found.filter(({ id, body }) => !isSame(wanted.get(id), body) && wanted.has(id));
  const fresh = [...wanted].filter(([id]) => !found.some((one) => one.id === id));
  if (gone.length + changed.length + fresh.length === 0) return;
  const at = clock.now();
  await units.transact(async (unit) => {
    for (const { id } of gone) unit.delete(schedules.name, id);
    for (const one of changed) {
      const body = timedAnew(one.body, { ...wanted.get(one.id) }, at);
      schedules.put(unit, { id: one.id, body, found: one });
    }
    for (const [id, schedule] of fresh)
      schedules.put(unit, { id, body: newSchedule(schedule, at), found: undefined });
  });
}

/** The id of the schedule that a workflow's file sets. */
export function workflowSchedule(workflow: string): string {
  return `sch_${workflow}`;
}

type Wanted = NewSchedule & Pick<Schedule, 'zone' | 'daily'>;

function scheduleOf({ name, title, on }: WorkflowDefinition, times: ConfigTimes): [string, Wanted][] {
  if (!on.schedule) return [];
  const { zone, daily } = on.schedule;
  const when = withTimes(on.schedule.when, times);
  const pattern = when === null ? undefined : patternOf(when);
  if (when === null || pattern === undefined) return [];
  return [
    [workflowSchedule(name), { name: title, when, pattern, workflow: name, of: 'workflow', zone, daily }],
  ];
}

function isSame(wanted: Wanted | undefined, found: Stored<Schedule>['body']): boolean {
  return Object.entries(wanted ?? {}).every(([field, value]) => found[field as keyof Schedule] === value);
}
