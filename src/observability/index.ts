export { backupLine } from './backup-line.ts';
export type { DayCount } from './day.ts';
export { type Digest, digestOf } from './digest.ts';
export {
  type Entry,
  type EntryPage,
  type EverythingQuestion,
  FILTERS,
  type Item,
  listEverything,
  type Reader,
  readItem,
} from './everything/index.ts';
export { createExports, type Exports } from './export/archive.ts';
export { exportTool } from './export/tool.ts';
export { type Morning, morningOf } from './morning.ts';
export { outcomeLine } from './outcome.ts';
export { type Replay, type ReplayLine, replay } from './replay.ts';
export { createObservabilityTools } from './tools.ts';
export { explain, type Why, type WhyDeps, type WhyLine } from './why.ts';
