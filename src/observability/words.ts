import { DateTime } from 'luxon';
import { shortened } from '../kernel/index.ts';

/** `9:14`, or `Mon 23 Nov, 9:14` where the day is not `today`'s. Times are shown where the operator is. */
export function shownTime(
  iso: string,
  { zone, now }: { readonly zone: string; readonly now: number },
): string {
  const time = DateTime.fromISO(iso, { zone });
  const today = DateTime.fromMillis(now, { zone });
  const sameDay = time.hasSame(today, 'day');
  return time.toFormat(sameDay ? 'H:mm' : 'ccc d LLL, H:mm', { locale: 'en' });
}

/** `9:14:05`, for what happens within the minute. */
export function shownSecond(at: number, { zone }: { readonly zone: string }): string {
  return DateTime.fromMillis(at, { zone }).toFormat('H:mm:ss');
}

/** `Mon 23 Nov`. */
export function shownDay(time: DateTime): string {
  return time.toFormat('ccc d LLL', { locale: 'en' });
}

export function quoted(text: string, max = 80): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return `“${shortened(line, max)}”`;
}

export function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** What a status is called in front of users; see the table of words in docs. */
export const EFFECT_WORDS = {
  planned: 'approved, waiting',
  sending: 'sending',
  done: 'done',
  saved: 'saved, not sent',
  failed: 'failed',
  unknown: 'not sure it arrived',
  refused: 'refused',
  cancelled: 'cancelled',
  undone: 'undone',
} as const;
