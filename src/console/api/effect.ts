import { z } from 'zod';
import { jsonObjectSchema, timeSchema } from './json.ts';
import { named } from './names.ts';
import type { Shown } from './shown.ts';

export const effectSchema = named(
  'Effect',
  z.strictObject({
    id: z.string(),
    command: z.string(),
    input: jsonObjectSchema,
    title: z.string(),
    status: z.enum([
      'planned',
      'sending',
      'done',
      'saved',
      'failed',
      'unknown',
      'refused',
      'cancelled',
      'undone',
    ]),
    at: timeSchema,
    changedAt: timeSchema,
    idempotencyKey: z.string(),
    attempts: z.int(),
    outputs: jsonObjectSchema,
    /** The command that undoes it, or why there is none. */
    undo: z.string(),
    undoable: z.boolean(),
    suggestionId: z.string().exactOptional(),
    runId: z.string().exactOptional(),
    recipient: z.string().exactOptional(),
    providerRef: z.string().exactOptional(),
    note: z.string().exactOptional(),
    error: z.strictObject({ code: z.string(), message: z.string() }).exactOptional(),
  }),
);

export type Effect = Shown<typeof effectSchema>;
export type EffectStatus = Effect['status'];
