import { z } from 'zod';
import { jsonObjectSchema, timeSchema } from './json.ts';
import { named } from './names.ts';
import type { Shown } from './shown.ts';

export const runStatusSchema = z.enum(['running', 'waiting', 'succeeded', 'failed', 'cancelled']);

export const runSchema = named(
  'Run',
  z.strictObject({
    id: z.string(),
    workflow: z.strictObject({ name: z.string(), version: z.string() }),
    status: runStatusSchema,
    conversation: z.string(),
    /** The event that began it. */
    trigger: z.string(),
    startedAt: timeSchema,
    changedAt: timeSchema,
    /** Epoch milliseconds. */
    wakeAt: z.int().nullable(),
    /** The run and step that started it as a child. */
    parent: z.strictObject({ run: z.string(), step: z.string(), index: z.int() }).exactOptional(),
  }),
);

export type Run = Shown<typeof runSchema>;

/** A run with every fact that it recorded, oldest first. */
export const journaledRunSchema = named(
  'JournaledRun',
  runSchema.extend({ journal: z.array(z.looseObject({ kind: z.string() })) }),
);

export const workflowSchema = named(
  'Workflow',
  z.strictObject({
    name: z.string(),
    version: z.int(),
    /** The content's hash, which is the version's identity. */
    hash: z.string(),
    title: z.string(),
    examples: z.array(z.string()),
  }),
);

export type Workflow = Shown<typeof workflowSchema>;

export const workflowHistorySchema = named(
  'WorkflowHistory',
  workflowSchema.extend({
    source: jsonObjectSchema,
    versions: z.array(z.strictObject({ hash: z.string(), version: z.int(), firstUsedAt: timeSchema })),
    lastRuns: z.array(runSchema),
  }),
);

export type WorkflowHistory = Shown<typeof workflowHistorySchema>;
