import type { EventLog, Units } from '../events/index.ts';
import {
  type Clock,
  type IdSource,
  invalidRequest,
  isoTime,
  MainstayError,
  sha256,
} from '../kernel/index.ts';
import { type Message, messages, openConversation } from '../memory/index.ts';
import type { Intake, Receipt } from '../ports/index.ts';

export interface GatewayDeps {
  readonly units: Units;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly ids: IdSource;
}

/** Where the operator talks unless a channel names another conversation. */
export const MAIN_CONVERSATION = 'main';

const MAX_TEXT = 20_000;

/**
 * Takes what comes in: stores the event and the message in one batch, and only then answers. The same id in the
 * same conversation is the same message, however often and from wherever it is delivered.
 */
export function createIntake(deps: GatewayDeps): Intake {
  return {
    message: async (incoming) => {
      const text = cleanText(incoming.text);
      const conversation = incoming.conversation ?? MAIN_CONVERSATION;
      const at = deps.clock.now();
      // The id may be anything, a name too; the key that stands in the envelope must tell nothing.
      const dedupeKey =
        incoming.id === undefined ? undefined : sha256(`message:${conversation}:${incoming.id}`);
      const eventId = deps.ids('evt');
      const message = deps.ids('msg');
      const unit = deps.units.open();
      openConversation(unit, conversation, isoTime(at));
      unit.insert(
        messages.name,
        messages.toDocument(message, incomingMessage({ conversation, text, at, eventId })),
      );
      unit.emit({
        id: eventId,
        source: `/gateway/${incoming.via}`,
        type: 'message.received',
        subject: message,
        at,
        correlationId: eventId,
        ...(dedupeKey === undefined ? {} : { dedupeKey }),
        data: { message, conversation, via: incoming.via, text },
      });
      const result = await unit.commit();
      if (result.ok) return { eventId, conversation, duplicate: false };
      return original(deps, dedupeKey, conversation);
    },
  };
}

async function original(
  deps: GatewayDeps,
  dedupeKey: string | undefined,
  conversation: string,
): Promise<Receipt> {
  const page = dedupeKey === undefined ? undefined : await deps.log.read({ dedupeKey }, { limit: 1 });
  const first = page?.items[0];
  if (!first)
    throw new MainstayError('STORE_CONFLICT', { values: { collection: 'conversations', id: conversation } });
  return { eventId: first.id, conversation, duplicate: true };
}

function incomingMessage({
  conversation,
  text,
  at,
  eventId,
}: {
  conversation: string;
  text: string;
  at: number;
  eventId: string;
}): Message {
  return {
    conversation,
    at: isoTime(at),
    direction: 'in',
    author: { kind: 'operator', name: 'You' },
    text,
    suggestion: null,
    choices: [],
    turn: eventId,
  };
}

/** Control characters other than line breaks and tabs have no place in a message; a lone surrogate cannot be stored. */
function cleanText(text: string): string {
  const clean = text
    .toWellFormed()
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
    .trim();
  if (clean === '') throw invalidRequest([{ path: 'text', message: 'This must not be empty.' }]);
  if (clean.length > MAX_TEXT) {
    const message = `Write at most ${MAX_TEXT} characters, or send it in parts.`;
    throw invalidRequest([{ path: 'text', message }]);
  }
  return clean;
}
