import type { CollectionSpec } from '../ports/index.ts';
import { journal, runs } from './runs/run.ts';
import { schedules } from './schedules/index.ts';
import { workflows } from './workflows/store.ts';

export type { RunDeps } from './runs/advancing.ts';
export { type ReplayedEntry, replayRun } from './runs/replay.ts';
export { foldJournal, type Run, readJournal, readRun, runs } from './runs/run.ts';
export type { JournalEntry } from './runs/state.ts';
export {
  createReminders,
  createReminderTools,
  createScheduleBooks,
  createSchedules,
  offWords,
  type Schedule,
  type ScheduleBooks,
  type Schedules,
  schedules,
} from './schedules/index.ts';
export { createOrchestrator, type Orchestrator } from './service.ts';
export {
  type CheckedFile,
  checkWorkflowFiles,
  compileWorkflow,
  conditionProblem,
  createCondition,
  loadPhrasings,
  loadWorkflows,
  openWorkflows,
  type WorkflowDefinition,
  type Workflows,
  workflows,
} from './workflows/index.ts';

/** The collections that this room keeps. */
export const orchestratorCollections: readonly CollectionSpec[] = [journal, runs, schedules, workflows];
