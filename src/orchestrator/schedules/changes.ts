import type { Stored } from '../../events/index.ts';
import { type Cause, causedBy, type IdSource, isoTime, MainstayError } from '../../kernel/index.ts';
import type { Staging } from '../../ports/index.ts';
import { type Schedule, schedules } from './schedule.ts';

/** What is given of a new schedule; the rest follows. */
export type NewSchedule = Pick<Schedule, 'name' | 'when' | 'pattern' | 'workflow' | 'of'> &
  Partial<Pick<Schedule, 'zone' | 'input' | 'conversation' | 'daily'>>;

/** Where the operator talks unless another conversation is named. */
export const MAIN_CONVERSATION = 'main';

/** Changes of schedules, each staged with its event; the schedules' clock follows the events. */
export interface ScheduleBooks {
  create(
    unit: Staging,
    given: { readonly id: string; readonly schedule: NewSchedule },
    cause: Cause,
  ): Stored<Schedule>;
  /** A change of when it is due begins anew: what was due before is not caught up. Throws NOT_FOUND. */
  change(
    unit: Staging,
    change: { readonly id: string; readonly to: Partial<Schedule>; readonly what: 'when' | 'state' },
    cause: Cause,
  ): Promise<Stored<Schedule>>;
  /** Gives what it was. Throws NOT_FOUND, and SCHEDULE_OF_FILE for one that a workflow's file would set again. */
  remove(unit: Staging, id: string, cause: Cause): Promise<Stored<Schedule>>;
}

/** Staged changes of schedules, each with its event, in the unit that they are given. */
export function createScheduleBooks(ids: IdSource): ScheduleBooks {
  const tell = (
    unit: Staging,
    type: 'schedule.created' | 'schedule.changed' | 'schedule.deleted',
    { id, body, cause }: { readonly id: string; readonly body: Schedule; readonly cause: Cause },
  ) => {
    const { name, when, workflow, paused } = body;
    const data = { schedule: id, name, when, workflow, paused, by: cause.by };
    unit.emit({ id: ids('evt'), source: '/orchestrator', type, subject: id, ...causedBy(cause), data });
  };
  return {
    create: (unit, { id, schedule }, cause) => {
      const body = newSchedule(schedule, cause.at);
      schedules.put(unit, { id, body, found: undefined });
      tell(unit, 'schedule.created', { id, body, cause });
      return { id, revision: 1, body };
    },
    change: async (unit, { id, to, what }, cause) => {
      const found = await readSchedule(unit, id);
      const body = what === 'when' ? timedAnew(found.body, to, cause.at) : { ...found.body, ...to };
      schedules.put(unit, { id, body, found });
      tell(unit, 'schedule.changed', { id, body, cause });
      return { id, revision: found.revision + 1, body };
    },
    remove: async (unit, id, cause) => {
      const found = await readSchedule(unit, id);
      const { of, workflow } = found.body;
      if (of === 'workflow') throw new MainstayError('SCHEDULE_OF_FILE', { values: { id, workflow } });
      unit.delete(schedules.name, id);
      tell(unit, 'schedule.deleted', { id, body: found.body, cause });
      return found;
    },
  };
}

/** A schedule as it begins at this time (epoch milliseconds). */
export function newSchedule(given: NewSchedule, at: number): Schedule {
  return {
    zone: 'here',
    input: {},
    conversation: MAIN_CONVERSATION,
    daily: false,
    ...given,
    paused: false,
    next: null,
    last: null,
    toldAt: null,
    from: at,
    createdAt: isoTime(at),
  };
}

/** The schedule with other times from now on; what comes once a day does not come again because its hour is another. */
export function timedAnew(body: Schedule, to: Partial<Schedule>, at: number): Schedule {
  return { ...body, last: body.daily ? body.last : null, toldAt: null, from: at, ...to };
}

/** Throws NOT_FOUND. */
export async function readSchedule(source: Pick<Staging, 'get'>, id: string): Promise<Stored<Schedule>> {
  const found = await schedules.read(source, id);
  if (!found) throw new MainstayError('NOT_FOUND', { values: { kind: 'schedule', id } });
  return found;
}
