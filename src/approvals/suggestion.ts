import { z } from 'zod';
import { carriesIndex, defineCollection, outboxSchema } from '../events/index.ts';
import { commandSchema, jsonObjectSchema, jsonSchema } from '../kernel/index.ts';

export const SUGGESTION_STATUSES = [
  'pending',
  'approved',
  'rejected',
  'expired',
  'superseded',
  'stale',
] as const;

export type SuggestionStatus = (typeof SUGGESTION_STATUSES)[number];

const previewSchema = z.strictObject({
  to: z.array(z.string()),
  facts: z.array(z.strictObject({ label: z.string(), text: z.string(), whole: z.string().exactOptional() })),
  subject: z.string().exactOptional(),
  text: z.string().exactOptional(),
  attachments: z.array(z.strictObject({ id: z.string(), name: z.string(), pages: z.int().exactOptional() })),
  notes: z.array(z.strictObject({ text: z.string(), mend: z.literal('business').exactOptional() })),
  /** What an edit changed, old and new. */
  changes: z.array(z.strictObject({ label: z.string(), from: z.string(), to: z.string() })),
});

/** The neutral card: exactly what will happen, rendered natively by every channel. */
export type CardPreview = z.infer<typeof previewSchema>;

const decisionSchema = z.strictObject({
  by: z.string(),
  via: z.string(),
  at: z.string(),
  reason: z.string().exactOptional(),
  rule: z.string().exactOptional(),
});

const suggestionSchema = z.strictObject({
  status: z.enum(SUGGESTION_STATUSES),
  title: z.string(),
  /** The title with the outputs that it names left open, for when the card is changed. */
  heading: jsonSchema,
  preview: previewSchema,
  /** What its workflow puts on it, kept for when it is drawn anew. */
  shown: previewSchema.pick({ facts: true, notes: true }).exactOptional(),
  reason: z.string(),
  commands: z.array(commandSchema),
  workflowVersion: z.string(),
  hash: z.string(),
  risk: z.enum(['local', 'leaves']),
  undo: z.string(),
  cost: z.string(),
  createdAt: z.string(),
  expiresAt: z.string(),
  run: z.string().nullable(),
  step: z.string().nullable(),
  conversation: z.string(),
  turn: z.string(),
  restsOn: z.array(z.strictObject({ kind: z.string(), id: z.string(), version: z.int() })),
  supersedes: z.string().nullable(),
  supersededBy: z.string().nullable(),
  /** What the operator changed of the draft, by command: kept when the card is drafted anew. */
  edits: z.array(jsonObjectSchema),
  decision: decisionSchema.nullable(),
  effectIds: z.array(z.string()),
  correlation: z.string(),
  practice: z.boolean(),
  outbox: outboxSchema,
});

/** A structured proposal of one or more commands, decided once. */
export type Suggestion = z.infer<typeof suggestionSchema>;

export const suggestions = defineCollection<Suggestion>({
  name: 'suggestions',
  schemaVersion: 1,
  indexes: [
    { fields: ['status', 'at'] },
    { fields: ['at'] },
    { fields: ['run'], sparse: true },
    { fields: ['turn'] },
    { fields: ['supersedes'], sparse: true },
    { fields: ['carries'], sparse: true },
  ],
  schema: suggestionSchema,
  index: ({ status, createdAt, run, turn, restsOn, conversation, supersedes, outbox }, id) => ({
    status,
    at: `${createdAt} ${id}`,
    run,
    turn,
    conversation,
    supersedes,
    rests: restsOn.map((record) => record.id),
    carries: carriesIndex(outbox),
  }),
});
