import type { Understanding } from '../../agent/index.ts';
import { type Clock, createBackground, type Event } from '../../kernel/index.ts';
import { createScheduleClock, eventIdOf, type ScheduleClockDeps } from './clock.ts';
import { createJourney, type JourneyDeps } from './journey.ts';
import { isPattern } from './occurrence.ts';
import { type ResumeDeps, tellResumed } from './resumed.ts';
import { type SeedDeps, seedSchedules, workflowSchedule } from './seed.ts';

/** Everything that happens at a time of its own. */
export interface Schedules {
  /** Keeps up with the log; called with every event as it is committed. */
  apply(event: Event): void;
  /** Brings what workflow files set in line with them, catches up what was missed, and waits for what is to come. */
  recover(): Promise<void>;
  /** Works out when a schedule that was just stored is due next. */
  attend(id: string): Promise<void>;
  /** The pattern that words or a cron pattern mean, or why they mean none. */
  patternOf(when: string): Promise<string | { readonly problem: string }>;
  /** The id of the event with which a workflow that starts once a day was started on this local date. */
  dueEventId(workflow: string, date: string): string;
  /** Tells the operator that it was off or slept from then until now, where that was longer than an hour. */
  resumed(fromEpochMs: number): Promise<void>;
  /** Resolves once nothing is under way. */
  idle(): Promise<void>;
}

interface ReadDeps {
  readonly understanding: Understanding;
  readonly clock: Clock;
}

/** Follows the log and the scheduler; does nothing before `recover`. */
export function createSchedules(
  deps: ScheduleClockDeps & SeedDeps & ResumeDeps & ReadDeps & JourneyDeps,
): Schedules {
  const clock = createScheduleClock(deps);
  const background = createBackground();
  const journey = createJourney(deps, background);
  const retime = async (workflow: string) => {
    await seedSchedules(deps);
    await clock.attend(workflowSchedule(workflow));
  };
  return {
    apply: (event) => {
      clock.apply(event);
      journey.apply(event);
      if (event.type === 'workflow.changed') background.add(retime(event.data.workflow));
    },
    attend: clock.attend,
    patternOf: (when) => readPattern(deps, when),
    recover: async () => {
      await seedSchedules(deps);
      await journey.recover();
      await clock.recover();
    },
    dueEventId: (workflow, date) => eventIdOf(`${workflowSchedule(workflow)}:${date}`),
    resumed: (from) => tellResumed(deps, from),
    idle: async () => {
      await background.idle();
      await clock.idle();
    },
  };
}

async function readPattern(
  { understanding, clock }: ReadDeps,
  when: string,
): Promise<string | { readonly problem: string }> {
  const now = clock.now();
  if (isPattern(when)) return when;
  const answered = await understanding.answer(when, { type: 'when' }, { now, offered: [] });
  if (answered.kind === 'value' && typeof answered.value === 'string') return answered.value;
  if (answered.kind === 'ambiguous')
    return { problem: `“${when}” may be ${answered.choices.map(({ label }) => label).join(' or ')}` };
  const problem = answered.kind === 'none' ? answered.problem : undefined;
  return {
    problem: problem ?? `“${when}” names no time; write it as “every weekday at 8:30”, or as a cron pattern`,
  };
}
