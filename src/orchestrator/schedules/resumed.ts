import { DateTime } from 'luxon';
import type { EventLog, Units } from '../../events/index.ts';
import { type Cause, type Clock, deriveId, isoTime } from '../../kernel/index.ts';
import { hereZone, isQuiet, openConversation, postMessage, type SettingsKeeper } from '../../memory/index.ts';
import { MAIN_CONVERSATION } from './changes.ts';

export interface ResumeDeps {
  readonly units: Units;
  readonly log: EventLog;
  readonly settings: SettingsKeeper;
  readonly clock: Clock;
}

/** Shorter than this, nobody misses it. */
const NOTICED_MS = 3_600_000;

/**
 * Says once that Mainstay was off, or asleep with its machine, since `from` (epoch milliseconds), where that was long,
 * and notes it in the log for the digest. A second call with the same `from` says nothing.
 */
export async function tellResumed(deps: ResumeDeps, from: number): Promise<void> {
  const { units, log, settings, clock } = deps;
  const to = clock.now();
  if (to - from <= NOTICED_MS) return;
  const eventId = deriveId('evt', 'resumed', from);
  if (await log.get(eventId)) return;
  const cause: Cause = { at: to, by: 'clock', correlationId: eventId };
  await units.transact(async (unit) => {
    openConversation(unit, MAIN_CONVERSATION, isoTime(to));
    unit.emit({
      id: eventId,
      source: '/orchestrator',
      type: 'process.resumed',
      subject: 'process',
      at: to,
      correlationId: eventId,
      data: { from: isoTime(from), to: isoTime(to) },
    });
    postMessage(
      { insert: (collection, document) => unit.insert(collection, document), emit: unit.emit },
      {
        id: deriveId('msg', 'resumed', from),
        eventId: deriveId('evt', 'resumed', from, 'told'),
        conversation: MAIN_CONVERSATION,
        text: `${offWords({ from, to }, hereZone(settings))} What was due meanwhile is told late; no card lost time by it.`,
        turn: eventId,
        silent: isQuiet(settings, to),
      },
      cause,
    );
  });
}

/** `I was off 23:40–7:05.`, with the days where it was longer than a night. */
export function offWords({ from, to }: { readonly from: number; readonly to: number }, zone: string): string {
  const format = to - from < 24 * NOTICED_MS ? 'H:mm' : 'ccc d LLL, H:mm';
  const [first, last] = [from, to].map((at) =>
    DateTime.fromMillis(at, { zone }).toFormat(format, { locale: 'en' }),
  );
  return `I was off ${first}–${last}.`;
}
