import { DateTime } from 'luxon';
import { hasOneTime, isMoment, nextOf, previousOf } from './pattern.ts';

/** What says when something is due: a pattern of `pattern.ts`, or a moment (local, or in UTC with its Z). */
export interface Timing {
  readonly pattern: string;
  /** The IANA zone in force. */
  readonly zone: string;
  /** At most once a local day, and missed only until that day is over. */
  readonly daily: boolean;
  /** The key of the last time that was dealt with; null before the first. */
  readonly last: string | null;
  /** Epoch milliseconds: nothing before this is due. */
  readonly from: number;
}

/** Something is due now, or will be at `next` (epoch milliseconds; null for never). */
export type Standing =
  | { readonly kind: 'waiting'; readonly next: number | null }
  | { readonly kind: 'due'; readonly due: number; readonly key: string };

/** Whether the pattern says something that croner can follow, at all and ever. */
export function isPattern(pattern: string): boolean {
  if (isMoment(pattern)) return DateTime.fromISO(pattern).isValid;
  try {
    return nextOf(pattern, { zone: 'UTC', after: Date.UTC(2026, 0, 1) }) !== null;
  } catch {
    return false;
  }
}

/**
 * How the timing stands at `now` (epoch milliseconds). What was missed is due once, at its latest time. Pure, and
 * worked out anew from the last local time that was dealt with, so that neither a crash nor a change of zone repeats
 * one or loses one.
 */
export function standingAt(timing: Timing, now: number): Standing {
  const next = nextAfter(timing, startOf(timing, now));
  if (next === null || next > now) return { kind: 'waiting', next };
  const due = Math.max(next, latest(timing, now) ?? next);
  const key = keyOf(timing, due);
  if (timing.daily && dateOf(due, timing.zone) !== dateOf(now, timing.zone))
    return { kind: 'waiting', next: nextAfter(timing, startOf({ ...timing, last: key }, now)) };
  return { kind: 'due', due, key };
}

/**
 * Names the time at which something is due, as the operator's calendar has it: the same local time is the same time in
 * another zone too. What comes round within a day is named with its offset, since hours repeat and zones shift them.
 */
function keyOf({ pattern, zone, daily }: Pick<Timing, 'pattern' | 'zone' | 'daily'>, due: number): string {
  const time = DateTime.fromMillis(due, { zone });
  if (daily) return time.toFormat('yyyy-MM-dd');
  return time.toFormat(
    isMoment(pattern) || hasOneTime(pattern) ? "yyyy-MM-dd'T'HH:mm" : "yyyy-MM-dd'T'HH:mmZZ",
  );
}

/** From when on to look: after the last time dealt with, by the calendar of the zone that is in force now. */
function startOf({ pattern, zone, daily, last, from }: Timing, now: number): number {
  if (last === null) return from;
  const at = DateTime.fromISO(last, { zone });
  if (daily) return at.endOf('day').toMillis();
  return hasOneTime(pattern) ? at.toMillis() : Math.min(at.toMillis(), now);
}

function nextAfter({ pattern, zone, last }: Timing, after: number): number | null {
  if (isMoment(pattern)) return last === null ? DateTime.fromISO(pattern, { zone }).toMillis() : null;
  return nextOf(pattern, { zone, after });
}

function latest({ pattern, zone }: Timing, now: number): number | undefined {
  if (isMoment(pattern)) return undefined;
  return previousOf(pattern, { zone, before: now }) ?? undefined;
}

function dateOf(at: number, zone: string): string {
  return DateTime.fromMillis(at, { zone }).toFormat('yyyy-MM-dd');
}
