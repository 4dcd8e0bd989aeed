import { expect } from 'vitest';
import { createHarness, type Harness } from '../../integration/harness.ts';
import type { Random } from '../random.ts';
import { type FaultRow, repeated } from '../row.ts';

const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const ZONES = [
  'Australia/Lord_Howe',
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Asia/Kolkata',
  'Pacific/Chatham',
  'America/St_Johns',
] as const;

interface Due {
  readonly workflow: string;
  readonly due: string;
  readonly of: string;
}

function dueEvents({ store }: Harness): Due[] {
  return store
    .all('events')
    .filter(({ index }) => index['type'] === 'schedule.due')
    .map(({ body }) => (JSON.parse(Buffer.from(body).toString()) as { data: Due }).data);
}

/** The local dates on which a digest was due, in order. */
function digestDays(mainstay: Harness, zone: string): string[] {
  return dueEvents(mainstay)
    .filter(({ workflow }) => workflow === 'digest')
    .map(({ due }) => calendar(zone).format(new Date(due)));
}

/** The platform's own calendar, as 2026-12-07. */
function calendar(zone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
}

function hourlyReminders(mainstay: Harness): number {
  return dueEvents(mainstay).filter(({ of }) => of === 'reminder').length;
}

/** The local calendar as the platform has it: our own code, croner and luxon know nothing of it. */
function calendarDays(zone: string, from: number, to: number): string[] {
  const format = calendar(zone);
  const days = new Set<string>();
  for (let at = from; at <= to; at += HOUR_MS / 2) days.add(format.format(at));
  return [...days];
}

/** Two weeks around each change of the clocks would do; the full run lives two whole years. */
async function liveThrough(zone: string, days: number, random: Random): Promise<void> {
  const from = Date.UTC(2026, random.below(12), 1 + random.below(27), 12);
  let mainstay = await createHarness({ now: from, zone });
  for (let day = 0; day < days; day += 1) {
    await mainstay.live(DAY_MS);
    if (random.below(5) === 0) mainstay = await mainstay.restart();
  }
  // The first day was over half past seven when it began, or not; the last may not have come to it.
  const expected = calendarDays(zone, from, mainstay.clock.now()).slice(1, -1);
  const due = digestDays(mainstay, zone).filter((day) => expected.includes(day));
  const wrong = [
    ...expected.filter((day) => !due.includes(day)),
    ...due.filter((day, at) => due.indexOf(day) !== at),
  ];
  expect(wrong, `${zone} from ${new Date(from).toISOString()}`).toEqual([]);
  expect(mainstay.errors).toEqual([]);
}

export const daylightSaving: FaultRow = {
  row: 11,
  fault: 'clocks that change, in eight zones, with restarts',
  must: 'one digest for each local day',
  times: { short: 2, full: 8 },
  play: (trial) =>
    repeated(trial, (random, index) =>
      liveThrough(ZONES[index % ZONES.length] ?? 'UTC', trial.times > 2 ? 730 : 20, random),
    ),
};

export const longOutage: FaultRow = {
  row: 12,
  fault: 'an outage of 72 hours, with a reminder for every hour',
  must: 'it is caught up once',
  times: { short: 3, full: 100 },
  play: (trial) =>
    repeated(trial, async (random) => {
      const mainstay = await createHarness();
      await mainstay.say('remind me every hour to stretch');
      await mainstay.live((1 + random.below(5)) * HOUR_MS);
      const before = hourlyReminders(mainstay);
      const back = await mainstay.restart({ offMs: 72 * HOUR_MS + random.below(HOUR_MS) });
      await back.live(0);
      expect(hourlyReminders(back) - before).toBe(1);
      await back.live(HOUR_MS);
      expect(hourlyReminders(back) - before).toBe(2);
    }),
};
