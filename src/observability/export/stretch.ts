import { DateTime } from 'luxon';
import { type LocalDate, shownDate } from '../../kernel/index.ts';

/** Whole days, both included. */
export interface Stretch {
  readonly from: LocalDate;
  readonly to: LocalDate;
}

const SHORT = { year: 'yyyy', month: 'yyyy-MM' } as const;
const LONG = { year: 'yyyy', month: 'LLLL yyyy' } as const;

export function yearOf(year: number): Stretch {
  return { from: `${year}-01-01`, to: `${year}-12-31` };
}

/** As short as it can be read back: `2026`, `2026-11`, `2026-07-01_2026-09-30`. */
export function stretchId({ from, to }: Stretch): string {
  const unit = unitOf({ from, to });
  return unit ? DateTime.fromISO(from).toFormat(SHORT[unit]) : `${from}_${to}`;
}

/** Undefined for what is no stretch. */
export function stretchOf(id: string): Stretch | undefined {
  const [from = '', to = from, ...more] = id.split('_');
  const [first, last] = [DateTime.fromISO(from), DateTime.fromISO(to)];
  if (!first.isValid || !last.isValid || more.length > 0 || !/^\d{4}(?:-\d{2}){0,2}$/.test(from))
    return undefined;
  const unit = from.length === 4 ? 'year' : from.length === 7 ? 'month' : 'day';
  return { from: first.toFormat('yyyy-MM-dd'), to: last.endOf(unit).toFormat('yyyy-MM-dd') };
}

/** “2026”, “November 2026”, “1 Jul to 30 Sep” */
export function stretchWords(stretch: Stretch, today: LocalDate): string {
  const unit = unitOf(stretch);
  return unit
    ? DateTime.fromISO(stretch.from).toFormat(LONG[unit], { locale: 'en' })
    : `${shownDate(stretch.from, today)} to ${shownDate(stretch.to, today)}`;
}

export function isWithin({ from, to }: Stretch, date: LocalDate): boolean {
  return from <= date && date <= to;
}

function unitOf({ from, to }: Stretch): 'year' | 'month' | undefined {
  const first = DateTime.fromISO(from);
  return (['year', 'month'] as const).find(
    (unit) => first.hasSame(first.startOf(unit), 'day') && first.endOf(unit).toFormat('yyyy-MM-dd') === to,
  );
}
