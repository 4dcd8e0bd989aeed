import { z } from 'zod';
import { defineCollection, type Stored } from '../../events/index.ts';
import type { Staging } from '../../ports/index.ts';

const choiceSchema = z.strictObject({
  id: z.string(),
  name: z.string(),
  label: z.string(),
  /** The words that fit all of them, as they were written. */
  asked: z.string().exactOptional(),
});

/** What Mainstay asked in a conversation and has no answer to yet. */
const questionSchema = z.strictObject({
  run: z.string(),
  /** Which answer the run waits for: `input:amount`, or a step's id. */
  key: z.string(),
  text: z.string(),
  /** The records to choose between, in the order shown; given as an answer, a label means its record. */
  choices: z.array(choiceSchema),
  askedAt: z.string(),
  /** Whether something else was done since it was asked; free words are then hardly its answer. */
  left: z.literal(true).exactOptional(),
});

export type OpenQuestion = z.infer<typeof questionSchema>;

const conversationSchema = z.strictObject({
  /** The place in the log of the newest message whose turn is done; turns are taken in order, so older ones are too. */
  handled: z.int(),
  /** The newest is the open one; the one before it is asked again once it is settled, unless it was left. */
  questions: z.array(questionSchema),
  /** As it was kept for all questions at once; read no more. */
  left: z.boolean().optional(),
  createdAt: z.string(),
});

export type Conversation = z.infer<typeof conversationSchema>;

export const conversations = defineCollection<Conversation>({
  name: 'conversations',
  schemaVersion: 1,
  indexes: [],
  schema: conversationSchema,
  index: ({ createdAt }) => ({ createdAt }),
});

/** The conversation as the unit sees it; `undefined` before its first message. */
export async function readConversation(
  unit: Pick<Staging, 'get'>,
  id: string,
): Promise<Stored<Conversation> | undefined> {
  return conversations.read(unit, id);
}

/** Stages the change; a change by someone else in between is a conflict at commit. */
export function changeConversation(
  unit: Staging,
  found: Stored<Conversation>,
  change: Partial<Conversation>,
): void {
  const body = { ...found.body, ...change };
  unit.replace(conversations.name, conversations.toDocument(found.id, body), found.revision);
}

/** Stages an empty conversation, unless it is there. */
export function openConversation(unit: Staging, id: string, createdAt: string): void {
  const body: Conversation = { handled: 0, questions: [], createdAt };
  unit.insert(conversations.name, conversations.toDocument(id, body), { ifAbsent: true });
}
