import { Cron } from 'croner';
import { DateTime } from 'luxon';

/** Each so many of these, counted from the one that holds the day `from` (`YYYY-MM-DD`). */
export interface Stride {
  readonly count: number;
  readonly unit: 'day' | 'week' | 'month' | 'year';
  readonly from: string;
}

/** What a pattern is made of: cron patterns of five fields, any of which is due, and what of them counts. */
export interface Rhythm {
  readonly crons: readonly string[];
  readonly stride?: Stride;
}

const STRIDE = / every (\d{1,3}) (day|week|month|year)s from (\d{4}-\d{2}-\d{2})$/;
/** More steps of the cron pattern than a stride of ten years has, so that one that never comes ends. */
const MAX_STEPS = 4_000;

/** Whether the pattern is one moment (`2026-11-27T09:00`, or in UTC with its Z) rather than times that come again. */
export function isMoment(pattern: string): boolean {
  return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(pattern);
}

/** `30 8 * * *|0 17 * * *` is twice a day, `0 9 * * 2 every 2 weeks from 2026-11-24` every second Tuesday. */
export function readRhythm(pattern: string): Rhythm {
  const [all = '', count = '', unit, from = ''] = STRIDE.exec(pattern) ?? [];
  const crons = (all === '' ? pattern : pattern.slice(0, -all.length)).split('|');
  return unit === undefined
    ? { crons }
    : { crons, stride: { count: Number(count), unit: unit as Stride['unit'], from } };
}

/** Whether it comes at one time of the day, and not several times a day. */
export function hasOneTime(pattern: string): boolean {
  return !pattern.includes('|') && /^\d+ \d+ /.test(pattern);
}

/** The first time after `after` (epoch ms) in this zone; null for never. Throws where it is no pattern. */
export function nextOf(pattern: string, { zone, after }: { zone: string; after: number }): number | null {
  return seek(pattern, {
    zone,
    from: Math.max(after, beginningOf(pattern, zone) - 1),
    step: (cron, at) => cron.nextRun(new Date(at)),
    pick: Math.min,
  });
}

/** The last time at or before `before` (epoch ms) in this zone; null where there was none. */
export function previousOf(
  pattern: string,
  { zone, before }: { zone: string; before: number },
): number | null {
  const first = beginningOf(pattern, zone);
  const found = seek(pattern, {
    zone,
    from: before + 1_000,
    step: (cron, at) => (at < first ? null : (cron.previousRuns(1, new Date(at))[0] ?? null)),
    pick: Math.max,
  });
  return found !== null && found < first ? null : found;
}

/** Before this nothing counts; epoch ms. */
function beginningOf(pattern: string, zone: string): number {
  const { stride } = readRhythm(pattern);
  return stride ? DateTime.fromISO(stride.from, { zone }).startOf(stride.unit).toMillis() : 0;
}

interface Seeking {
  readonly zone: string;
  readonly from: number;
  step(cron: Cron, at: number): Date | null;
  pick(...times: number[]): number;
}

function seek(pattern: string, { zone, from, step, pick }: Seeking): number | null {
  const { crons, stride } = readRhythm(pattern);
  const found = crons.flatMap((fields) => {
    const cron = new Cron(fields, { timezone: zone, paused: true, mode: '5-part' });
    let at = step(cron, from)?.getTime();
    for (let steps = 0; at !== undefined && steps < MAX_STEPS; steps += 1) {
      if (!stride || counts(at, stride, zone)) return [at];
      at = step(cron, at)?.getTime();
    }
    return [];
  });
  return found.length === 0 ? null : pick(...found);
}

function counts(at: number, { count, unit, from }: Stride, zone: string): boolean {
  const first = DateTime.fromISO(from, { zone: 'utc' }).startOf(unit);
  const date = DateTime.fromMillis(at, { zone }).toFormat('yyyy-MM-dd');
  const passed = DateTime.fromISO(date, { zone: 'utc' }).startOf(unit).diff(first, `${unit}s`).as(`${unit}s`);
  return Math.round(passed) >= 0 && Math.round(passed) % count === 0;
}
