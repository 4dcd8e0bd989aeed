import { z } from 'zod';
import { jsonObjectSchema, timeSchema } from './json.ts';
import { named } from './names.ts';
import type { Shown } from './shown.ts';

/** Exactly what will happen, as the card shows it. */
export const previewSchema = named(
  'Preview',
  z.strictObject({
    to: z.array(z.string()),
    /** `whole` is all that a line says where its text was shortened. */
    facts: z.array(
      z.strictObject({ label: z.string(), text: z.string(), whole: z.string().exactOptional() }),
    ),
    subject: z.string().exactOptional(),
    text: z.string().exactOptional(),
    attachments: z.array(
      z.strictObject({ id: z.string(), name: z.string(), pages: z.int().exactOptional() }),
    ),
    notes: z.array(z.strictObject({ text: z.string(), mend: z.literal('business').exactOptional() })),
    changes: z.array(z.strictObject({ label: z.string(), from: z.string(), to: z.string() })),
  }),
);

export type Preview = Shown<typeof previewSchema>;
export type Attachment = Preview['attachments'][number];

const commandSchema = named(
  'Command',
  z.strictObject({
    type: z.string(),
    version: z.int().positive(),
    input: jsonObjectSchema,
    recipient: z.string().exactOptional(),
    account: z.string().exactOptional(),
    as: z.string().exactOptional(),
  }),
);

const decisionSchema = z.strictObject({
  by: z.string(),
  via: z.string(),
  at: timeSchema,
  reason: z.string().exactOptional(),
  rule: z.string().exactOptional(),
});

export const suggestionSchema = named(
  'Suggestion',
  z.strictObject({
    id: z.string(),
    status: z.enum(['pending', 'approved', 'rejected', 'expired', 'superseded', 'stale']),
    title: z.string(),
    preview: previewSchema,
    reason: z.string(),
    commands: z.array(commandSchema),
    /** What a decision has to name: it binds the card to exactly these commands. */
    hash: z.string(),
    risk: z.enum(['local', 'leaves']),
    undo: z.string(),
    cost: z.string(),
    createdAt: timeSchema,
    expiresAt: timeSchema,
    conversation: z.string(),
    effectIds: z.array(z.string()),
    runId: z.string().exactOptional(),
    supersedes: z.string().exactOptional(),
    supersededBy: z.string().exactOptional(),
    decision: decisionSchema.exactOptional(),
    /** The line that replaces the buttons. */
    outcome: z.string().exactOptional(),
  }),
);

export type Suggestion = Shown<typeof suggestionSchema>;
export type SuggestionStatus = Suggestion['status'];
