import { addMoney, formatMoney, type LocalDate, type Money } from '../../kernel/index.ts';
import type { Query, Store } from '../../ports/index.ts';
import { isPractised } from '../settings/numbering.ts';
import type { Credit, Invoice, RecordData } from './kinds.ts';
import { readRecord, records } from './records.ts';

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

/** Which days; without an end, those up to now. */
interface Stretch {
  readonly from: LocalDate;
  readonly to?: LocalDate | undefined;
}

/**
 * What was invoiced and what was paid in a stretch of days, and what is late by now where it is not over; dates are
 * those of the home zone. A credit note counts on its own day, whenever its invoice was written; what is void or
 * practised counts nowhere.
 */
export async function takingsSince(
  store: Store,
  { today, ...stretch }: Stretch & { readonly today: LocalDate },
): Promise<Takings> {
  const issued = await papersWithin(store, 'issuedOn', stretch);
  const paid = await papersWithin(store, 'paidOn', stretch);
  const credited = await creditedBy(store, issued.filter(isCredit));
  const invoiced = issued.filter(isInvoice).filter(({ status }) => status !== 'void');
  const isOver = stretch.to !== undefined && stretch.to < today;
  return {
    invoiced: sums([
      ...invoiced.map(({ total }) => total),
      ...credited.map(({ minor, currency }) => ({ minor: -minor, currency })),
    ]),
    credited: sums(credited),
    paid: sums(
      paid
        .filter(isInvoice)
        .map(openAmount)
        .filter(({ minor }) => minor > 0),
    ),
    late: isOver ? [] : sums((await lateInvoices(store, today)).map(openAmount)),
  };
}

async function papersWithin(
  store: Store,
  field: 'issuedOn' | 'paidOn',
  { from, to }: Stretch,
): Promise<readonly (Invoice | Credit)[]> {
  // Sorted by what they are found by, so that one index serves both.
  const where = { [field]: { gte: from, ...(to === undefined ? {} : { lte: to }) } };
  return papersWhere(store, { where, sort: { field, direction: 'asc' } });
}

async function lateInvoices(store: Store, today: LocalDate): Promise<readonly Invoice[]> {
  const where = { status: 'open', kind: 'invoice' };
  const open = await papersWhere(store, { where, sort: { field: 'createdAt', direction: 'asc' } });
  return open.filter(isInvoice).filter(({ dueOn }) => dueOn < today);
}

/** Those that were not only practised. */
async function papersWhere(store: Store, { where, ...query }: Query): Promise<readonly (Invoice | Credit)[]> {
  const found = await records.all(store, { ...query, where: { ...where, deleted: 0 } });
  return found
    .map(({ body: { data } }) => data)
    .filter((data) => isInvoice(data) || isCredit(data))
    .filter((paper) => !isPractised(paper));
}

function isInvoice(data: RecordData): data is Invoice {
  return 'suppliedOn' in data;
}

function isCredit(data: RecordData): data is Credit {
  return 'invoiceNumber' in data;
}

/** What is taken off a void invoice is off with it. */
async function creditedBy(store: Store, credits: readonly Credit[]): Promise<readonly Money[]> {
  const credited: Money[] = [];
  for (const { invoice, total } of credits) {
    const data = (await readRecord(store, 'invoice', invoice))?.body.data;
    if (!data || !isInvoice(data) || data.status !== 'void') credited.push(total);
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
