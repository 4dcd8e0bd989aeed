import { addMoney, formatMoney, type LocalDate, type Money } from '../../kernel/index.ts';
import type { Store } from '../../ports/index.ts';
import { isPractised } from '../settings/numbering.ts';
import { creditSchema, type Invoice } from './kinds.ts';
import { records } from './records.ts';

/** Sums, one for each currency in the order of their codes; currencies are never added up. */
export interface Takings {
  /** Less what credit notes of that time took off, so it may be below zero. */
  readonly invoiced: readonly Money[];
  /** What those credit notes took off. */
  readonly credited: readonly Money[];
  /** Less what was credited on what was paid. */
  readonly paid: readonly Money[];
  /** Still to be paid, after its day. */
  readonly late: readonly Money[];
}

/**
 * What was invoiced and what was paid from a day on, or up to another, and what is late by now, where that is not over; dates are those of the home zone. A credit
 * note counts on its own day, whenever its invoice was written; what is void or practised counts nowhere.
 */
export async function takingsSince(
  store: Store,
  {
    from,
    to,
    today,
  }: { readonly from: LocalDate; readonly to?: LocalDate | undefined; readonly today: LocalDate },
): Promise<Takings> {
  const invoiced: Money[] = [];
  const paid: Money[] = [];
  const late: Money[] = [];
  const voided = new Set<string>();
  const isWithin = (date: LocalDate) => date >= from && (to === undefined || date <= to);
  const isOn = to === undefined || to >= today;
  for await (const { id, body } of records.scan(store, { where: { kind: 'invoice', deleted: 0 } })) {
    if (!('suppliedOn' in body.data)) continue;
    const invoice = body.data;
    if (invoice.status === 'void') voided.add(id);
    if (isPractised(invoice)) continue;
    if (isWithin(invoice.issuedOn) && invoice.status !== 'void') invoiced.push(invoice.total);
    const left = openAmount(invoice);
    if (invoice.paidOn !== undefined && isWithin(invoice.paidOn) && left.minor > 0) paid.push(left);
    if (isOn && invoice.status === 'open' && invoice.dueOn < today) late.push(left);
  }
  const credited = await creditedWithin(store, { isWithin, voided });
  return {
    invoiced: sums([...invoiced, ...credited.map(({ minor, currency }) => ({ minor: -minor, currency }))]),
    credited: sums(credited),
    paid: sums(paid),
    late: sums(late),
  };
}

/** What is taken off a void invoice is off with it. */
async function creditedWithin(
  store: Store,
  { isWithin, voided }: { isWithin(date: LocalDate): boolean; readonly voided: ReadonlySet<string> },
): Promise<readonly Money[]> {
  const credited: Money[] = [];
  for await (const { body } of records.scan(store, { where: { kind: 'credit', deleted: 0 } })) {
    const credit = creditSchema.parse(body.data);
    if (!isWithin(credit.issuedOn) || isPractised(credit) || voided.has(credit.invoice)) continue;
    credited.push(credit.total);
  }
  return credited;
}

/**
 * `invoiced $700.00 and €900.00 after credit notes of $200.00, paid $2,000.00, late €450.00`. What is nothing is left
 * out; with `whole`, “invoiced nothing” and “paid nothing” are said.
 */
export function takingsWords(
  { invoiced, credited, paid, late }: Takings,
  { whole = false }: { readonly whole?: boolean } = {},
): string {
  const said = (label: string, amounts: readonly Money[], after = '') =>
    amounts.length > 0 ? [`${label} ${amounts.map(formatMoney).join(' and ')}${after}`] : [];
  const nothing = (label: string) => (whole ? [`${label} nothing`] : []);
  const after = said(' after credit notes of', credited)[0];
  return [
    ...(invoiced.length > 0 ? said('invoiced', invoiced, after) : nothing('invoiced')),
    ...(paid.length > 0 ? said('paid', paid) : nothing('paid')),
    ...said('late', late),
  ].join(', ');
}

/** What is left of an invoice behind its credit notes. */
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
