import { DateTime } from 'luxon';
import { dateAt, formatMoney, type LocalDate, type Money } from '../kernel/index.ts';
import { records } from '../memory/index.ts';
import type { Store } from '../ports/index.ts';

/** Sums by currency, in minor units; currencies are never added up. */
type Sums = Map<string, number>;

/** The month's money until now: what was invoiced in it, what was paid in it, and what is late by now. */
export interface MonthMoney {
  readonly invoiced: readonly Money[];
  readonly paid: readonly Money[];
  readonly late: readonly Money[];
}

/** Counted from the invoices as they are; dates are those of the zone, which is the home zone. */
export async function monthMoney(
  store: Store,
  { now, zone }: { readonly now: number; readonly zone: string },
): Promise<MonthMoney> {
  const today: LocalDate = dateAt(now, zone);
  const month = today.slice(0, 7);
  const sums = { invoiced: new Map(), paid: new Map(), late: new Map() } satisfies Record<
    keyof MonthMoney,
    Sums
  >;
  for await (const { body } of records.scan(store, { where: { kind: 'invoice', deleted: 0 } })) {
    if (!('suppliedOn' in body.data) || body.data.status === 'void') continue;
    const { total, issuedOn, dueOn, status } = body.data;
    const paidOn = status === 'paid' ? paidDate(body.data, body.changedAt, zone) : '';
    if (issuedOn.startsWith(month)) add(sums.invoiced, total);
    if (paidOn.startsWith(month)) add(sums.paid, total);
    if (status === 'open' && dueOn < today) add(sums.late, total);
  }
  return { invoiced: amounts(sums.invoiced), paid: amounts(sums.paid), late: amounts(sums.late) };
}

/** The day that the invoice names, else that of its last change, which marked it. */
function paidDate(invoice: object, changedAt: string, zone: string): LocalDate {
  const named = 'paidOn' in invoice ? invoice.paidOn : undefined;
  return typeof named === 'string' ? named : dateAt(DateTime.fromISO(changedAt).toMillis(), zone);
}

function add(sums: Sums, { minor, currency }: Money): void {
  sums.set(currency, (sums.get(currency) ?? 0) + minor);
}

function amounts(sums: Sums): Money[] {
  return [...sums].map(([currency, minor]) => ({ minor, currency }));
}

/** `Month: invoiced $3,200.00 and €900.00, paid $2,000.00, late €450.00`; empty where there is nothing to say. */
export function monthLine({ invoiced, paid, late }: MonthMoney): string {
  const words = (label: string, sums: readonly Money[]) =>
    sums.length === 0 ? [] : [`${label} ${sums.map(formatMoney).join(' and ')}`];
  const parts = [...words('invoiced', invoiced), ...words('paid', paid), ...words('late', late)];
  return parts.length === 0 ? '' : `Month: ${parts.join(', ')}`;
}
