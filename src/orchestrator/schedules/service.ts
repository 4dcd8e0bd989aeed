import type { Event } from '../../kernel/index.ts';
import { createScheduleClock, eventIdOf, type ScheduleClockDeps } from './clock.ts';
import { type ResumeDeps, tellResumed } from './resumed.ts';
import { type SeedDeps, seedSchedules, workflowSchedule } from './seed.ts';

/** Everything that happens at a time of its own. */
export interface Schedules {
  /** Keeps up with the log; called with every event as it is committed. */
  apply(event: Event): void;
  /** Brings what workflow files set in line with them, catches up what was missed, and waits for what is to come. */
  recover(): Promise<void>;
  /** The id of the event with which a workflow that starts once a day was started on this local date. */
  dueEventId(workflow: string, date: string): string;
  /** Tells the operator that it was off or slept from then until now, where that was longer than an hour. */
  resumed(fromEpochMs: number): Promise<void>;
  /** Resolves once nothing is under way. */
  idle(): Promise<void>;
}

/** Wakes each schedule when its time has come, once. */
export function createSchedules(deps: ScheduleClockDeps & SeedDeps & ResumeDeps): Schedules {
  const clock = createScheduleClock(deps);
  return {
    apply: clock.apply,
    recover: async () => {
      await seedSchedules(deps);
      await clock.recover();
    },
    dueEventId: (workflow, date) => eventIdOf(`${workflowSchedule(workflow)}:${date}`),
    resumed: (from) => tellResumed(deps, from),
    idle: clock.idle,
  };
}
