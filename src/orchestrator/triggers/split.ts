import type { Request } from '../../agent/index.ts';
import { deriveId, type EventOf, isoTime } from '../../kernel/index.ts';
import { changeConversation, readConversation } from '../../memory/index.ts';
import type { RunDeps } from '../runs/advancing.ts';
import type { Turn } from '../runs/stage.ts';

/** More clauses are no message but a list. */
const MAX_REQUESTS = 5;

/**
 * Makes each request of a message a turn of its own, all known with one commit: after a crash none of them is lost, and
 * none is read anew in another way.
 */
export async function splitMessage(
  { units, clock }: Pick<RunDeps, 'units' | 'clock'>,
  turn: Turn,
  requests: readonly Request[],
): Promise<void> {
  const { eventId, conversation } = turn;
  await units.transact(async (unit) => {
    const found = await readConversation(unit, conversation);
    if (!found || found.body.handled >= turn.sequence) return;
    changeConversation(unit, found, { handled: turn.sequence });
    requests.forEach(({ name, text }, place) => {
      unit.emit({
        id: deriveId('evt', eventId, 'split', place),
        source: '/orchestrator',
        type: 'message.split',
        subject: conversation,
        at: clock.now(),
        correlationId: eventId,
        causationId: eventId,
        data: { message: eventId, conversation, workflow: name, text, saidAt: isoTime(turn.at) },
      });
    });
  });
}

/** The runs that the requests of a message may have begun, in their order. */
export function runsOfSplit(eventId: string): readonly string[] {
  return Array.from({ length: MAX_REQUESTS }, (_, place) =>
    deriveId('run', deriveId('evt', eventId, 'split', place), 0),
  );
}

/** The turn of one request: an answer to the message that it stands in, read as of when that was said. */
export function turnOfRequest({ sequence, data }: EventOf<'message.split'>): Turn {
  const { message, conversation, text, saidAt } = data;
  return { eventId: message, sequence, conversation, text, at: Date.parse(saidAt) };
}
