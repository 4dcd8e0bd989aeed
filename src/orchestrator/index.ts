import type { CollectionSpec } from '../ports/index.ts';
import { recoveries } from './recovery.ts';
import { journal, runs } from './runs/run.ts';
import { schedules } from './schedules/index.ts';
import { workflows } from './workflows/store.ts';
import { workflowValues } from './workflows/values/books.ts';

export type { RunDeps } from './runs/advancing.ts';
export { type ReplayedEntry, replayRun } from './runs/replay.ts';
export { foldJournal, type Run, readJournal, readRun, runs } from './runs/run.ts';
export type { JournalEntry } from './runs/state.ts';
export {
  createReminders,
  createReminderTools,
  createScheduleBooks,
  createSchedules,
  isMoment,
  offWords,
  type Schedule,
  type ScheduleBooks,
  type Schedules,
  schedules,
  workflowSchedule,
} from './schedules/index.ts';
export { createOrchestrator, type Orchestrator } from './service.ts';
export {
  type CheckedFile,
  checkWorkflowFiles,
  compileWorkflow,
  conditionProblem,
  createCondition,
  createWorkflowCommands,
  loadPhrasings,
  loadWorkflows,
  openWorkflows,
  type WorkflowDefinition,
  type Workflows,
  workflows,
} from './workflows/index.ts';

/** The collections that this room keeps. */
export const orchestratorCollections: readonly CollectionSpec[] = [
  journal,
  recoveries,
  runs,
  schedules,
  workflows,
  workflowValues,
];
