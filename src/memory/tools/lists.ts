import { DateTime } from 'luxon';
import { z } from 'zod';
import type { LocalDate, Money } from '../../kernel/index.ts';
import { formatMoney, shownDate } from '../../kernel/index.ts';
import { sums } from '../records/takings.ts';

/** A stretch of whole days, as an input of the type `period` has it. */
export const periodSchema = z.strictObject({
  from: z.iso.date(),
  to: z.iso.date().optional(),
  name: z.string(),
});

/** More lines are not read; the rest is counted. */
const MAX_LINES = 20;

/** A heading with its lines; the empty sentence where there are none. */
export function listText(
  lines: readonly string[],
  { heading, empty }: { readonly heading: string; readonly empty: string },
): string {
  if (lines.length === 0) return empty;
  const left = lines.length - MAX_LINES;
  const shown = lines.slice(0, MAX_LINES).map((line) => `- ${line}`);
  return [`${heading}:`, ...shown, ...(left > 0 ? [`- and ${left} more`] : [])].join('\n');
}

/** “1 invoice”, “3 invoices” */
export function counted(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}

/** The sum of each currency, never added up: “$1,200.00 and €80.00”. */
export function sumsText(amounts: readonly Money[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(sums(amounts).map(formatMoney));
}

/** “due Mon 7 Dec”, “3 days late” */
export function dueText(dueOn: LocalDate, today: LocalDate): string {
  const days = daysBetween(dueOn, today);
  if (days > 0) return days === 1 ? '1 day late' : `${days} days late`;
  return days === 0 ? 'due today' : `due ${shownDate(dueOn, today)}`;
}

/** From one date to another, in calendar days. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round(DateTime.fromISO(to).diff(DateTime.fromISO(from), 'days').days);
}
