import { z } from 'zod';
import { defineCollection } from '../../events/index.ts';
import { type Cause, causedBy, isoTime, type NewEvent } from '../../kernel/index.ts';

const messageSchema = z.strictObject({
  conversation: z.string(),
  at: z.string(),
  direction: z.enum(['in', 'out']),
  author: z.strictObject({ kind: z.enum(['operator', 'customer', 'assistant']), name: z.string() }),
  text: z.string(),
  /** The card that this message shows. */
  suggestion: z.string().nullable(),
  /** Words that the reader may send back with one press. */
  choices: z.array(z.string()),
  /** The cards that its lines name. */
  cards: z.array(z.string()).exactOptional(),
  /** Files that can be fetched by their id. */
  attachments: z.array(z.strictObject({ id: z.string(), name: z.string() })).exactOptional(),
  /** Said in quiet hours without being asked: no sound is made for it. */
  silent: z.literal(true).exactOptional(),
  /** The incoming event that this message answers; for an incoming message, its own event. */
  turn: z.string(),
});

export type Message = z.infer<typeof messageSchema>;

export const messages = defineCollection<Message>({
  name: 'messages',
  schemaVersion: 1,
  indexes: [{ fields: ['conversation', 'at'] }, { fields: ['turn'] }],
  schema: messageSchema,
  index: ({ conversation, at, turn, direction }, id) => ({
    conversation,
    at: `${at} ${id}`,
    turn,
    direction,
  }),
});

export interface Posting {
  readonly id: string;
  readonly eventId: string;
  readonly conversation: string;
  readonly text: string;
  readonly turn: string;
  readonly suggestion?: string;
  readonly choices?: readonly string[];
  readonly cards?: readonly string[];
  readonly attachments?: readonly { readonly id: string; readonly name: string }[];
  readonly silent?: boolean;
}

/** What takes inserts and events: a unit of work, or the outbox of a deciding document. */
export interface PostingTarget {
  insert(collection: string, document: ReturnType<typeof messages.toDocument>): void;
  emit(event: NewEvent): void;
}

/** Says something in a conversation: stages the message and its event. */
export function postMessage(target: PostingTarget, posting: Posting, cause: Cause): void {
  const { id, conversation, text, turn, suggestion, cards = [], attachments = [], silent = false } = posting;
  const body: Message = {
    conversation,
    at: isoTime(cause.at),
    direction: 'out',
    author: { kind: 'assistant', name: 'Mainstay' },
    text,
    suggestion: suggestion ?? null,
    choices: [...(posting.choices ?? [])],
    ...(cards.length > 0 ? { cards: [...cards] } : {}),
    ...(attachments.length > 0 ? { attachments: [...attachments] } : {}),
    ...(silent ? { silent } : {}),
    turn,
  };
  target.insert(messages.name, messages.toDocument(id, body));
  target.emit({
    id: posting.eventId,
    source: '/memory',
    type: 'message.posted',
    subject: id,
    ...causedBy(cause),
    data: {
      message: id,
      conversation,
      text,
      answers: turn,
      ...(suggestion === undefined ? {} : { suggestion }),
    },
  });
}
