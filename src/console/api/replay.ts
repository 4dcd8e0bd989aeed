import { z } from 'zod';
import { jsonSchema, timeSchema } from './json.ts';
import { named } from './names.ts';
import { runStatusSchema } from './run.ts';

/** A run told step by step, from what was recorded. */
export const replaySchema = named(
  'Replay',
  z.strictObject({
    id: z.string(),
    workflow: z.strictObject({ name: z.string(), version: z.string(), title: z.string() }),
    status: runStatusSchema,
    startedAt: timeSchema,
    changedAt: timeSchema,
    lines: z.array(
      z.strictObject({
        /** Null where only its place in the order is known. */
        at: timeSchema.nullable(),
        /** The step that it is about, as `propose` or `remind[2]`. */
        step: z.string().nullable(),
        text: z.string(),
        /** What the step got, or gave, or what became known. */
        got: jsonSchema.exactOptional(),
        gave: jsonSchema.exactOptional(),
      }),
    ),
  }),
);
