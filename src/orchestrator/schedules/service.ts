import type { Event } from '../../kernel/index.ts';
import { createScheduleClock, type ScheduleClockDeps } from './clock.ts';
import { type SeedDeps, seedSchedules } from './seed.ts';

/** Everything that happens at a time of its own. */
export interface Schedules {
  /** Keeps up with the log; called with every event as it is committed. */
  apply(event: Event): void;
  /** Brings what workflow files set in line with them, catches up what was missed, and waits for what is to come. */
  recover(): Promise<void>;
  /** Resolves once nothing is under way. */
  idle(): Promise<void>;
}

/** Wakes each schedule when its time has come, once. */
export function createSchedules(deps: ScheduleClockDeps & SeedDeps): Schedules {
  const clock = createScheduleClock(deps);
  return {
    apply: clock.apply,
    recover: async () => {
      await seedSchedules(deps);
      await clock.recover();
    },
    idle: clock.idle,
  };
}
