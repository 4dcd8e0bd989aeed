import { addMoney, type LocalDate, type Money } from '../../kernel/index.ts';
import type { Store } from '../../ports/index.ts';
import { isPractised } from '../settings/numbering.ts';
import type { Invoice } from './kinds.ts';
import { records } from './records.ts';

/** Sums, one for each currency in the order of their codes; currencies are never added up. */
export interface Takings {
  readonly invoiced: readonly Money[];
  readonly paid: readonly Money[];
  /** Still to be paid, after its day. */
  readonly late: readonly Money[];
}

/** What was invoiced and what was paid from a day on, and what is late by now; dates are those of the home zone. */
export async function takingsSince(
  store: Store,
  { from, today }: { readonly from: LocalDate; readonly today: LocalDate },
): Promise<Takings> {
  const invoiced: Money[] = [];
  const paid: Money[] = [];
  const late: Money[] = [];
  for await (const { body } of records.scan(store, { where: { kind: 'invoice', deleted: 0 } })) {
    if (!('suppliedOn' in body.data)) continue;
    const invoice = body.data;
    if (isPractised(invoice)) continue;
    if (invoice.issuedOn >= from && invoice.status !== 'void') invoiced.push(invoice.total);
    if (invoice.paidOn !== undefined && invoice.paidOn >= from) paid.push(invoice.total);
    if (invoice.status === 'open' && invoice.dueOn < today) late.push(openAmount(invoice));
  }
  return { invoiced: sums(invoiced), paid: sums(paid), late: sums(late) };
}

/** What is left to pay. */
export function openAmount({ total, credited }: Invoice): Money {
  return { ...total, minor: total.minor - (credited?.minor ?? 0) };
}

/** The sum of each currency. */
export function sums(amounts: readonly Money[]): readonly Money[] {
  const currencies = [...new Set(amounts.map(({ currency }) => currency))].toSorted();
  return currencies.map((currency) =>
    addMoney(
      currency,
      amounts.filter((amount) => amount.currency === currency),
    ),
  );
}
