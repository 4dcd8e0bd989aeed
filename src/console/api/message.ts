import { z } from 'zod';
import { timeSchema } from './json.ts';
import { named } from './names.ts';
import type { Shown } from './shown.ts';
import { suggestionSchema } from './suggestion.ts';

export const messageSchema = named(
  'Message',
  z.strictObject({
    id: z.string(),
    at: timeSchema,
    conversation: z.string(),
    direction: z.enum(['in', 'out']),
    author: z.strictObject({ kind: z.enum(['operator', 'customer', 'assistant']), name: z.string() }),
    text: z.string(),
    /** The event that it answers; its own where it came in. */
    turn: z.string(),
    /** The card that it shows. */
    suggestionId: z.string().exactOptional(),
    /** Other cards that it names: those of the morning digest. */
    suggestionIds: z.array(z.string()).exactOptional(),
    /** Files to fetch by their id, such as an export. */
    attachments: z.array(z.strictObject({ id: z.string(), name: z.string() })).exactOptional(),
    /** Whether it came within quiet hours. */
    silent: z.literal(true).exactOptional(),
    /** Answers that the operator may pick. */
    choices: z.array(z.string()).exactOptional(),
  }),
);

export type Message = Shown<typeof messageSchema>;

export const receiptSchema = named(
  'Receipt',
  z.strictObject({ eventId: z.string(), conversation: z.string(), duplicate: z.boolean() }),
);

export type Receipt = Shown<typeof receiptSchema>;

/** A receipt with what the message led to; `done` is false where the time was up first. */
export const turnSchema = named(
  'Turn',
  receiptSchema.extend({
    done: z.boolean(),
    replies: z.array(messageSchema),
    suggestions: z.array(suggestionSchema),
  }),
);

export type Turn = Shown<typeof turnSchema>;

export const conversationSchema = named(
  'Conversation',
  z.strictObject({ id: z.string(), createdAt: timeSchema }),
);
