import { z } from 'zod';
import { timeSchema } from './json.ts';
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
