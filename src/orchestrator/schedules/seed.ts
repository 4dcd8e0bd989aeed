import type { Stored, Units } from '../../events/index.ts';
import type { Cause, Clock } from '../../kernel/index.ts';
import type { Store } from '../../ports/index.ts';
import { type ConfigTimes, patternOf, withTimes } from '../workflows/timing.ts';
import type { WorkflowDefinition } from '../workflows/types.ts';
import type { NewSchedule, ScheduleBooks } from './changes.ts';
import { type Schedule, schedules } from './schedule.ts';

export interface SeedDeps {
  readonly store: Store;
  readonly units: Units;
  readonly clock: Clock;
  readonly books: ScheduleBooks;
  /** The newest version of every workflow. */
  readonly definitions: readonly WorkflowDefinition[];
  readonly times: ConfigTimes;
}

/** Brings the schedules that workflow files set in line with the files; those of the operator are left alone. */
export async function seedSchedules(deps: SeedDeps): Promise<void> {
  const { store, units, clock, books } = deps;
  const wanted = new Map(deps.definitions.flatMap((definition) => scheduleOf(definition, deps.times)));
  const found = await schedules.all(store, { where: { of: 'workflow' } });
  const cause: Cause = { at: clock.now(), by: 'workflow', correlationId: 'workflows' };
  const gone = found.filter(({ id }) => !wanted.has(id));
  const changed = found.filter(({ id, body }) => !isSame(wanted.get(id), body) && wanted.has(id));
  const fresh = [...wanted].filter(([id]) => !found.some((one) => one.id === id));
  if (gone.length + changed.length + fresh.length === 0) return;
  await units.transact(async (unit) => {
    for (const { id } of gone) await books.remove(unit, id, cause);
    for (const { id } of changed)
      await books.change(unit, { id, to: { ...wanted.get(id) }, what: 'when' }, cause);
    for (const [id, schedule] of fresh) books.create(unit, { id, schedule }, cause);
  });
}

type Wanted = NewSchedule & Pick<Schedule, 'zone' | 'daily'>;

function scheduleOf({ name, title, on }: WorkflowDefinition, times: ConfigTimes): [string, Wanted][] {
  if (!on.schedule) return [];
  const { zone, daily } = on.schedule;
  const when = withTimes(on.schedule.when, times);
  const pattern = when === null ? undefined : patternOf(when);
  if (when === null || pattern === undefined) return [];
  return [[`sch_${name}`, { name: title, when, pattern, workflow: name, of: 'workflow', zone, daily }]];
}

function isSame(wanted: Wanted | undefined, found: Stored<Schedule>['body']): boolean {
  return Object.entries(wanted ?? {}).every(([field, value]) => found[field as keyof Schedule] === value);
}
