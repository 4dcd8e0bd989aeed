import type { EventLog, Units } from '../../events/index.ts';
import { MAIN_CONVERSATION } from '../../gateway/index.ts';
import { type Cause, deriveId, isoTime, type NewEvent } from '../../kernel/index.ts';
import { openConversation, postMessage } from '../../memory/index.ts';

export interface Telling {
  readonly units: Units;
  readonly log: EventLog;
}

/**
 * Records what happened to Mainstay itself, and says it where the operator talks. Once for each event: what says it
 * again, after a crash or the hour after, adds nothing.
 */
export async function tell({ units, log }: Telling, event: NewEvent, text: string): Promise<void> {
  if (await log.get(event.id)) return;
  const cause: Cause = {
    at: event.at,
    by: 'clock',
    correlationId: event.correlationId,
    causationId: event.id,
  };
  await units.transact(async (unit) => {
    unit.emit(event);
    openConversation(unit, MAIN_CONVERSATION, isoTime(event.at));
    postMessage(
      unit,
      {
        id: deriveId('msg', 'told', event.id),
        eventId: deriveId('evt', 'told', event.id),
        conversation: MAIN_CONVERSATION,
        text,
        turn: event.id,
      },
      cause,
    );
  });
}
