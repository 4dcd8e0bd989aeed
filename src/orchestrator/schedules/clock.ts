import { events, type Stored, type Units } from '../../events/index.ts';
import {
  type Clock,
  createBackground,
  createLanes,
  deriveId,
  type Event,
  isoTime,
  type NewEvent,
} from '../../kernel/index.ts';
import { openConversation, type SettingsKeeper } from '../../memory/index.ts';
import type { Scheduler, Staging, Store } from '../../ports/index.ts';
import { type Standing, standingAt } from './occurrence.ts';
import { type Schedule, schedules } from './schedule.ts';

export interface ScheduleClockDeps {
  readonly store: Store;
  readonly units: Units;
  readonly settings: SettingsKeeper;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  onError(error: unknown, about: { readonly schedule: string }): void;
}

/** Tells when schedules are due: one event each time, also across crashes, sleeps and changes of zone. */
export interface ScheduleClock {
  /** Keeps up with changed schedules and zones; called with every event as it is committed. */
  apply(event: Event): void;
  /** Does what is due of one schedule, and works out when it is due next. */
  attend(id: string): Promise<void>;
  /** Catches up what was missed, each schedule once, and waits for what is to come. */
  recover(): Promise<void>;
  idle(): Promise<void>;
}

/** Later than this, something is late. */
const LATE_MS = 60_000;
const AGAIN_MS = 60_000;
const DUE = 'schedule.due';

export function createScheduleClock(deps: ScheduleClockDeps): ScheduleClock {
  const lanes = createLanes();
  const background = createBackground();
  const keyOfJob = (id: string) => `schedule:${id}`;

  /** Does what is due now, and is called again at the next time. Changes of one schedule come one after the other. */
  async function attend(id: string): Promise<void> {
    try {
      const next = await lanes.run(id, () => settle(deps, id));
      if (next === null) deps.scheduler.cancel(keyOfJob(id));
      else deps.scheduler.at(keyOfJob(id), next, () => attend(id));
    } catch (error) {
      deps.onError(error, { schedule: id });
      deps.scheduler.at(keyOfJob(id), deps.clock.now() + AGAIN_MS, () => attend(id));
    }
  }

  async function attendAll(): Promise<void> {
    for (const { id } of await schedules.all(deps.store, { sort: { field: 'createdAt', direction: 'asc' } }))
      await attend(id);
  }

  return {
    attend,
    apply: (event) => {
      if (event.type === 'settings.changed') {
        if (event.data.changes.some(({ field }) => field.startsWith('zone'))) background.add(attendAll());
      } else if (event.type.startsWith('schedule.') && event.type !== DUE)
        background.add(attend(event.subject));
    },
    recover: attendAll,
    idle: async () => {
      await background.idle();
      await lanes.idle();
    },
  };
}

/** The zone that a schedule means by its name. */
export function zoneOf(settings: SettingsKeeper, zone: string): string {
  if (zone === 'home') return settings.homeZone();
  return zone === 'here' ? (settings.current().zone.here ?? settings.homeZone()) : zone;
}

/** Deals with what is due and gives when to look again; null for never. */
async function settle(deps: ScheduleClockDeps, id: string): Promise<number | null> {
  return deps.units.transact(async (unit) => {
    const found = await schedules.read(unit, id);
    if (!found || found.body.paused) return null;
    const now = deps.clock.now();
    const timing = { ...found.body, zone: zoneOf(deps.settings, found.body.zone) };
    const standing = standingAt(timing, now);
    if (standing.kind === 'waiting') {
      keep(unit, found, { next: standing.next });
      return standing.next;
    }
    await stageDue(deps, unit, { found, standing, now, zone: timing.zone });
    const after = standingAt({ ...timing, last: standing.key }, now);
    const next = after.kind === 'due' ? now : after.next;
    const toldAt = found.body.of === 'reminder' ? isoTime(now) : null;
    keep(unit, found, { next, last: standing.key, toldAt });
    return next;
  });
}

function keep(unit: Staging, found: Stored<Schedule>, to: Partial<Schedule>): void {
  const isKept = Object.entries(to).every(([field, value]) => found.body[field as keyof Schedule] === value);
  if (!isKept) schedules.put(unit, { id: found.id, body: { ...found.body, ...to }, found });
}

/** The id of the event with which something was due; it follows from what was due when. */
export function eventIdOf(dedupeKey: string): string {
  return deriveId('evt', dedupeKey);
}

interface Due {
  readonly found: Stored<Schedule>;
  readonly standing: Extract<Standing, { kind: 'due' }>;
  readonly now: number;
  readonly zone: string;
}

/** The event that starts the run; of one local time there is only one, whoever else thinks it due. */
async function stageDue(
  { store }: ScheduleClockDeps,
  unit: Staging,
  { found: { id, body }, standing: { due, key }, now, zone }: Due,
): Promise<void> {
  // A reminder that was put off may come at a time at which it came before, in another zone.
  const dedupeKey = [id, ...(body.of === 'reminder' ? [body.from] : []), key].join(':');
  const eventId = eventIdOf(dedupeKey);
  if (await store.get(events.name, eventId)) return;
  const { workflow, conversation, of, input, name } = body;
  openConversation(unit, conversation, isoTime(now));
  const event: NewEvent = {
    id: eventId,
    source: '/orchestrator',
    type: DUE,
    subject: id,
    at: now,
    correlationId: eventId,
    dedupeKey,
    data: {
      schedule: id,
      name,
      workflow,
      conversation,
      of,
      due: isoTime(due),
      late: now - due > LATE_MS,
      zone,
      input,
    },
  };
  unit.emit(event);
}
