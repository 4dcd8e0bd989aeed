import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { isPattern, standingAt, type Timing } from './occurrence.ts';

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Asia/Kolkata',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
  'America/St_Johns',
];
const HOUR_MS = 3_600_000;
const YEARS = { from: Date.UTC(2026, 0, 1), to: Date.UTC(2028, 0, 1) };

function timingOf(changes: Partial<Timing>): Timing {
  return {
    pattern: '0 8 * * *',
    zone: 'Europe/Berlin',
    daily: false,
    last: null,
    from: YEARS.from,
    ...changes,
  };
}

/** Everything that is due in the two years, for somebody who is there when it is. */
function lived(timing: Timing): { due: number; key: string }[] {
  const found: { due: number; key: string }[] = [];
  let { last } = timing;
  for (let now = timing.from; now < YEARS.to; ) {
    const standing = standingAt({ ...timing, last }, now);
    if (standing.kind === 'waiting') {
      if (standing.next === null) break;
      now = standing.next;
      continue;
    }
    found.push(standing);
    last = standing.key;
  }
  return found.filter(({ due }) => due < YEARS.to);
}

/** The calendar's own days, one after the other; knows nothing of cron. */
function daysOf(zone: string): DateTime[] {
  const days: DateTime[] = [];
  const first = DateTime.fromMillis(YEARS.from, { zone }).startOf('day').plus({ days: 1 });
  for (let day = first; day.toMillis() < YEARS.to; day = day.plus({ days: 1 })) days.push(day);
  return days;
}

describe.each(ZONES)('in %s, over two years of changes of the clocks', (zone) => {
  it.each(['0 8 * * *', '0 0 * * *', '30 2 * * *', '45 1 * * *', '30 23 * * *'])(
    '“%s” is due once on each local day, at its time unless the clocks skip it',
    (pattern) => {
      const [minute = 0, hour = 0] = pattern.split(' ').map(Number);
      const due = lived(timingOf({ pattern, zone, daily: true }));
      const days = daysOf(zone);
      const times = new Map(due.map((one) => [one.key, DateTime.fromMillis(one.due, { zone })]));
      expect(due).toHaveLength(times.size);
      for (const day of days) {
        const time = times.get(day.toFormat('yyyy-MM-dd'));
        const meant = day.set({ hour, minute });
        const isSkipped = meant.hour !== hour || meant.minute !== minute;
        if (meant.toMillis() >= YEARS.to) continue;
        expect(time, `${day.toISODate()} ${zone}`).toBeDefined();
        const awayMs = Math.abs(Number(time?.diff(meant).toMillis()));
        expect(awayMs, `${day.toISODate()} ${zone}`).toBeLessThanOrEqual(isSkipped ? HOUR_MS : 0);
      }
    },
  );
});

it.each(['Australia/Lord_Howe', 'Europe/Berlin'])(
  'an hourly one misses no hour in %s and repeats none',
  (zone) => {
    const due = lived(timingOf({ pattern: '0 * * * *', zone }));
    const steps = due.slice(1).map((one, index) => one.due - (due[index]?.due ?? 0));
    expect(Math.min(...steps)).toBeGreaterThanOrEqual(HOUR_MS / 2);
    expect(Math.max(...steps)).toBeLessThanOrEqual(1.5 * HOUR_MS);
    expect(new Set(due.map(({ key }) => key)).size).toBe(due.length);
  },
);

describe('what was missed', () => {
  const monday = Date.UTC(2026, 10, 23, 9, 12);

  it('is caught up once after an outage of 72 hours, at its latest time', () => {
    const timing = timingOf({ pattern: '0 * * * *', zone: 'UTC', last: '2026-11-20T09:00+00:00' });
    const standing = standingAt(timing, monday);
    expect(standing).toEqual({ kind: 'due', due: Date.UTC(2026, 10, 23, 9), key: '2026-11-23T09:00+00:00' });
    if (standing.kind !== 'due') return;
    expect(standingAt({ ...timing, last: standing.key }, monday)).toEqual({
      kind: 'waiting',
      next: Date.UTC(2026, 10, 23, 10),
    });
  });

  it('once a day is caught up on its own day only', () => {
    const timing = timingOf({ zone: 'UTC', daily: true, last: '2026-11-20' });
    expect(standingAt(timing, monday)).toMatchObject({ kind: 'due', key: '2026-11-23' });
    expect(standingAt(timing, Date.UTC(2026, 10, 23, 7))).toEqual({
      kind: 'waiting',
      next: Date.UTC(2026, 10, 23, 8),
    });
  });

  it('is not what was due before there was a schedule', () => {
    expect(standingAt(timingOf({ zone: 'UTC', daily: true, from: monday }), monday)).toEqual({
      kind: 'waiting',
      next: Date.UTC(2026, 10, 24, 8),
    });
  });

  it('at a moment that has passed is due however late', () => {
    const timing = timingOf({ pattern: '2026-11-20T09:00', zone: 'Europe/Berlin' });
    expect(standingAt(timing, monday)).toEqual({
      kind: 'due',
      due: Date.UTC(2026, 10, 20, 8),
      key: '2026-11-20T09:00',
    });
    expect(standingAt({ ...timing, last: '2026-11-20T09:00' }, monday)).toEqual({
      kind: 'waiting',
      next: null,
    });
  });
});

describe('a change of zone', () => {
  it('neither repeats a local day nor leaves one out that is not over', () => {
    const journey = fc.array(
      fc.record({
        hours: fc.integer({ min: 1, max: 60 }),
        zone: fc.constantFrom(...ZONES, 'Pacific/Honolulu', 'Asia/Tokyo'),
      }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(journey, (legs) => {
        const timing = timingOf({ daily: true, from: Date.UTC(2026, 2, 20) });
        let now = timing.from;
        const due: { readonly key: string; readonly date: string }[] = [];
        for (const { hours, zone } of legs) {
          const end = now + hours * HOUR_MS;
          Object.assign(timing, { zone });
          for (let standing = standingAt(timing, now); ; standing = standingAt(timing, now)) {
            if (standing.kind === 'due') {
              due.push({
                key: standing.key,
                date: DateTime.fromMillis(now, { zone }).toFormat('yyyy-MM-dd'),
              });
              Object.assign(timing, { last: standing.key });
            } else if (standing.next === null || standing.next > end) break;
            else now = standing.next;
          }
          now = end;
        }
        const keys = due.map(({ key }) => key);
        expect(due.map(({ date }) => date)).toEqual(keys);
        expect(new Set(keys).size).toBe(keys.length);
        expect(keys.toSorted()).toEqual(keys);
      }),
    );
  });
});

it.each([
  ['30 8 * * 1-5', true],
  ['0 9 * * 5#L', true],
  ['0 9 30 2 *', false],
  ['* * * *', false],
  ['soon', false],
  ['2026-11-27T09:00', true],
  ['2026-11-27T09:00:00Z', true],
  ['2026-02-31T09:00', false],
])('knows whether “%s” is a pattern: %s', (pattern, known) => {
  expect(isPattern(pattern)).toBe(known);
});

describe('what is due each so many weeks', () => {
  const zone = 'Europe/Berlin';

  it('comes in each second week of the one it is counted from, across the changes of the clocks', () => {
    const due = lived(timingOf({ pattern: '0 9 * * 2 every 2 weeks from 2026-01-06', zone }));
    const dates = due.map((one) => DateTime.fromMillis(one.due, { zone }));
    expect(dates[0]?.toISODate()).toBe('2026-01-06');
    expect(dates.length).toBe(52);
    expect(new Set(dates.map((date) => date.toFormat('ccc H:mm')))).toEqual(new Set(['Tue 9:00']));
    const apart = dates.slice(1).map((date, i) => date.diff(dates[i] ?? date, 'weeks').weeks);
    expect(new Set(apart)).toEqual(new Set([2]));
  });

  it('is missed once, at its latest time', () => {
    const timing = timingOf({ pattern: '0 9 * * 2 every 2 weeks from 2026-01-06', zone });
    const now = DateTime.fromISO('2026-02-10T12:00', { zone }).toMillis();
    expect(standingAt(timing, now)).toMatchObject({ kind: 'due', key: '2026-02-03T09:00' });
  });

  it('comes twice on a day that has two times', () => {
    const due = lived(timingOf({ pattern: '30 8 * * *|0 17 * * *', zone })).slice(0, 4);
    expect(due.map((one) => DateTime.fromMillis(one.due, { zone }).toFormat('d H:mm'))).toEqual([
      '1 8:30',
      '1 17:00',
      '2 8:30',
      '2 17:00',
    ]);
  });

  it.each(['0 9 * * 2 every 0 weeks from 2026-01-06', '0 9 * * 2 every 2 weeks from 2026-99-06', '|'])(
    'is no pattern: “%s”',
    (pattern) => {
      expect(isPattern(pattern)).toBe(false);
    },
  );
});
