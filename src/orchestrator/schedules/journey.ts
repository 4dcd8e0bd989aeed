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

/**
 * Begins “from Friday on” and ends “until Friday” by itself: on the first day there times are those of that place, and once
 * the last is over those at home again.
 */
export interface Journey {
  /** Called with every event as it is committed. */
  apply(event: Event): void;
  recover(): Promise<void>;
}

const JOB = 'journey';

export function createJourney(deps: JourneyDeps, background: Background): Journey {
  const { settings, scheduler, clock } = deps;

  async function attend(): Promise<void> {
    const [start, end] = [startOf(settings), endOf(settings)];
    const next = Math.min(start ?? Number.POSITIVE_INFINITY, end ?? Number.POSITIVE_INFINITY);
    if (next === Number.POSITIVE_INFINITY) return scheduler.cancel(JOB);
    if (next > clock.now()) return scheduler.at(JOB, next, attend);
    const turn = start === undefined || start > clock.now() ? comeHome(deps) : setOut(deps);
    await turn.catch((error: unknown) => deps.onError(error, { schedule: JOB }));
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

/** When the first day of a planned journey begins there, in epoch milliseconds. */
function startOf(settings: SettingsKeeper): number | undefined {
  const { planned } = settings.current().zone;
  return planned && DateTime.fromISO(planned.from, { zone: planned.here }).startOf('day').toMillis();
}

async function comeHome(deps: JourneyDeps): Promise<void> {
  const { settings } = deps;
  const text = `Your journey is over: digests, reminders and quiet hours go by ${settings.homeZone()} again.`;
  await move(deps, { zone: { here: settings.current().zone.home, until: null }, text });
}

async function setOut(deps: JourneyDeps): Promise<void> {
  const { planned } = deps.settings.current().zone;
  if (!planned) return;
  const { here, until } = planned;
  const text = `Your journey has begun: digests, reminders and quiet hours go by ${here}${until === undefined ? '' : `, until ${until}`}. Invoices keep the dates of home.`;
  await move(deps, { zone: { here, until: until ?? null, planned: null }, text });
}

type Zone = NonNullable<Parameters<SettingsKeeper['change']>[1]['zone']>;

async function move(
  { units, settings, clock, ids }: JourneyDeps,
  { zone, text }: { readonly zone: Zone; readonly text: string },
): Promise<void> {
  const now = clock.now();
  const cause: Cause = { at: now, by: 'clock', correlationId: ids('cor') };
  await units.transact(async (unit) => {
    await settings.change(unit, { zone }, cause);
    openConversation(unit, MAIN_CONVERSATION, new Date(now).toISOString());
    postMessage(
      { insert: (collection, document) => unit.insert(collection, document), emit: unit.emit },
      {
        id: ids('msg'),
        eventId: ids('evt'),
        conversation: MAIN_CONVERSATION,
        text,
        turn: cause.correlationId,
        silent: isQuiet(settings, now),
      },
      cause,
    );
  });
}
