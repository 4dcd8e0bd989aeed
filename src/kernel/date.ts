import { DateTime } from 'luxon';

/** A calendar date as `yyyy-MM-dd`, in no zone. */
export type LocalDate = string;

/** Whether the text has the form of a date; `2026-02-31` has it too. */
export function isLocalDate(text: string): text is LocalDate {
  return /^\d{4}-\d{2}-\d{2}$/.test(text);
}

/** The date at a moment (epoch milliseconds) in an IANA zone. */
export function dateAt(at: number, zone: string): LocalDate {
  return DateTime.fromMillis(at, { zone }).toFormat('yyyy-MM-dd');
}

/** `Mon 7 Dec` as the operator reads it, with the year where it is not that of `today`. */
export function shownDate(date: LocalDate, today: LocalDate): string {
  return written(date, today, 'ccc d LLL');
}

/** `7 December` as customers read it in a sentence, with the year where it is not that of `today`. */
export function longDate(date: LocalDate, today: LocalDate): string {
  return written(date, today, 'd LLLL');
}

function written(date: LocalDate, today: LocalDate, format: string): string {
  const sameYear = date.slice(0, 4) === today.slice(0, 4);
  return DateTime.fromISO(date).toFormat(sameYear ? format : `${format} yyyy`, { locale: 'en' });
}
