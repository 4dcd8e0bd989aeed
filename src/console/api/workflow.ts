import { z } from 'zod';
import { jsonObjectSchema, jsonSchema, timeSchema } from './json.ts';
import { named } from './names.ts';
import { runSchema } from './run.ts';
import type { Shown } from './shown.ts';

export const workflowSchema = named(
  'Workflow',
  z.strictObject({
    name: z.string(),
    version: z.int(),
    /** The content's hash, which is the version's identity. */
    hash: z.string(),
    title: z.string(),
    examples: z.array(z.string()),
    /** How many values the operator may set, and how many they have. */
    settable: z.int(),
    changed: z.int(),
    lastRun: runSchema.nullable(),
    /** When it starts by itself. */
    schedule: z
      .strictObject({ when: z.string(), next: timeSchema.nullable(), paused: z.boolean() })
      .nullable(),
  }),
);

export type Workflow = Shown<typeof workflowSchema>;

/** A text, days, a time or a limit that the operator may change. */
export const workflowValueSchema = named(
  'WorkflowValue',
  z.strictObject({
    name: z.string(),
    kind: z.enum(['text', 'line', 'days', 'number', 'time', 'money']),
    label: z.string(),
    hint: z.string().exactOptional(),
    /** As it is in this version; null for a time that config/mainstay.yaml has switched off. */
    value: jsonSchema,
    /** As the file has it. */
    shipped: jsonSchema,
    changed: z.boolean(),
    min: z.int().exactOptional(),
    max: z.int().exactOptional(),
    /** Of a text: the placeholders that it may hold, without their braces. */
    words: z.array(z.string()).exactOptional(),
  }),
);

export type WorkflowValue = Shown<typeof workflowValueSchema>;

export const workflowHistorySchema = named(
  'WorkflowHistory',
  workflowSchema.extend({
    source: jsonObjectSchema,
    values: z.array(workflowValueSchema),
    /** What was set of it and its file does not take any more, with the reason. */
    ignored: z.array(z.strictObject({ name: z.string(), value: jsonSchema, problem: z.string() })),
    versions: z.array(
      z.strictObject({
        hash: z.string(),
        version: z.int(),
        firstUsedAt: timeSchema,
        /** How many values of it the operator had set. */
        changed: z.int(),
      }),
    ),
    lastRuns: z.array(runSchema),
  }),
);

export type WorkflowHistory = Shown<typeof workflowHistorySchema>;

const valueChangeSchema = z.strictObject({
  field: z.string(),
  label: z.string(),
  from: jsonSchema,
  to: jsonSchema,
});

/** What setting values would change: two versions and every value that differs. */
export const workflowPreviewSchema = named(
  'WorkflowPreview',
  z.strictObject({ from: z.string(), to: z.string(), changes: z.array(valueChangeSchema) }),
);

export type WorkflowPreview = Shown<typeof workflowPreviewSchema>;

export const workflowChangeSchema = named(
  'WorkflowChange',
  z.strictObject({
    workflow: workflowHistorySchema,
    changes: z.array(valueChangeSchema),
    /** The effect to be undone; absent where nothing changed. */
    effectId: z.string().exactOptional(),
  }),
);

export type WorkflowChange = Shown<typeof workflowChangeSchema>;
