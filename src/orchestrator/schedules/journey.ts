import { DateTime } from 'luxon';
import type { Units } from '../../events/index.ts';
import type { Background, Cause, Clock, Event, IdSource } from '../../kernel/index.ts';
import { hereZone, isQuiet, openConversation, postMessage, type SettingsKeeper } from '../../memory/index.ts';
import type { Scheduler } from '../../ports/index.ts';
import { MAIN_CONVERSATION } from './changes.ts';

export interface JourneyDeps {
  readonly units: Units;
  readonly settings: SettingsKeeper;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly ids: IdSource;
  onError(error: unknown, about: { readonly schedule: string }): void;
}

/** Ends “until Friday” by itself: once that day is over there, times are those at home again. */
export interface Journey {
  /** Called with every event as it is committed. */
  apply(event: Event): void;
  recover(): Promise<void>;
}

const JOB = 'journey';

export function createJourney(deps: JourneyDeps, background: Background): Journey {
  const { settings, scheduler, clock } = deps;

  async function attend(): Promise<void> {
    const end = endOf(settings);
    if (end === undefined) return scheduler.cancel(JOB);
    if (end > clock.now()) return scheduler.at(JOB, end, attend);
    await comeHome(deps).catch((error: unknown) => deps.onError(error, { schedule: JOB }));
  }

  return {
    apply: (event) => {
      const isJourney =
        event.type === 'settings.changed' && event.data.changes.some(({ field }) => field.startsWith('zone'));
      if (isJourney) background.add(attend());
    },
    recover: attend,
  };
}

/** When the last day of the journey is over where the operator is, in epoch milliseconds. */
function endOf(settings: SettingsKeeper): number | undefined {
  const { until } = settings.current().zone;
  if (until === undefined) return undefined;
  return DateTime.fromISO(until, { zone: hereZone(settings) })
    .plus({ days: 1 })
    .startOf('day')
    .toMillis();
}

async function comeHome({ units, settings, clock, ids }: JourneyDeps): Promise<void> {
  const now = clock.now();
  const home = settings.homeZone();
  const cause: Cause = { at: now, by: 'clock', correlationId: ids('cor') };
  await units.transact(async (unit) => {
    await settings.change(unit, { zone: { here: settings.current().zone.home, until: null } }, cause);
    openConversation(unit, MAIN_CONVERSATION, new Date(now).toISOString());
    postMessage(
      { insert: (collection, document) => unit.insert(collection, document), emit: unit.emit },
      {
        id: ids('msg'),
        eventId: ids('evt'),
        conversation: MAIN_CONVERSATION,
        text: `Your journey is over: digests, reminders and quiet hours go by ${home} again.`,
        turn: cause.correlationId,
        silent: isQuiet(settings, now),
      },
      cause,
    );
  });
}
