import { DateTime } from 'luxon';

/** Where and when something is read. */
export interface Reader {
  readonly zone: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** `Mon 7 Dec`, with the year where it is another, and the time too where less than a day is left. */
export function untilText(iso: string, { zone, now }: Reader): string {
  const time = DateTime.fromISO(iso, { zone });
  const near = time.toMillis() - now < 24 * 3_600_000;
  const sameYear = time.hasSame(DateTime.fromMillis(now, { zone }), 'year');
  const day = sameYear ? 'ccc d LLL' : 'ccc d LLL yyyy';
  return time.toFormat(near ? `${day}, H:mm` : day, { locale: 'en' });
}

/** `Mon 23 Nov, 9:14:05`. */
export function momentText(at: number, zone: string): string {
  return DateTime.fromMillis(at, { zone }).toFormat('ccc d LLL, H:mm:ss', { locale: 'en' });
}
