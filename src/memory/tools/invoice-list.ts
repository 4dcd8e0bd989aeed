import { z } from 'zod';
import { dateAt, foldedName, formatMoney, type LocalDate, shownDate } from '../../kernel/index.ts';
import type { Store, Tool } from '../../ports/index.ts';
import { type Invoice, invoiceSchema } from '../records/kinds.ts';
import { records } from '../records/records.ts';
import { openAmount } from '../records/takings.ts';
import { isPractised } from '../settings/numbering.ts';
import { invoicesOf } from './invoices-of.ts';
import { counted, dueText, listText, periodSchema, sumsText } from './lists.ts';

const listInput = z.strictObject({
  customer: z.string().optional(),
  /** Only those in this state. */
  state: z.enum(['open', 'late', 'paid', 'void']).optional(),
  /** Only those of these days: paid in them, where the paid ones are asked for, else issued. */
  period: periodSchema.optional(),
  /** Only those with a line that has these words. */
  about: z.string().optional(),
});

type Listing = z.infer<typeof listInput>;

/** Invoices, the newest first; what was practised stands among them and is counted nowhere. */
export function invoicesTool(store: Store): Tool {
  return {
    name: 'invoices.list',
    input: listInput,
    run: async (given, { now, zone }) => {
      const listing = listInput.parse(given);
      const today = dateAt(now, zone);
      const { customer, state } = listing;
      const unpaid = state === 'open' || state === 'late';
      const all = await invoicesOf(store, { customer, unpaid });
      const found = all.filter(({ invoice }) => isAsked(invoice, listing, today));
      const real = found.filter(({ invoice }) => !isPractised(invoice)).map(({ invoice }) => invoice);
      const name = customer === undefined ? undefined : await nameOf(store, customer);
      const lines = (unpaid ? real : found.map(({ invoice }) => invoice)).map((one) =>
        invoiceLine(one, today),
      );
      const heading = headingOf(real, { listing, today, practised: unpaid ? 0 : found.length - real.length });
      return { count: real.length, text: listText(lines, { heading, empty: emptyText(listing, name) }) };
    },
  };
}

function isAsked(invoice: Invoice, { state, period, about }: Listing, today: LocalDate): boolean {
  const { status, dueOn, paidOn, issuedOn, lines } = invoice;
  const isState =
    state === undefined || (state === 'late' ? status === 'open' && dueOn < today : status === state);
  const date = state === 'paid' ? (paidOn ?? '') : issuedOn;
  const isIn =
    period === undefined || (date >= period.from && (period.to === undefined || date <= period.to));
  const said = foldedName(about ?? '').replace(/^(?:the|an?) /u, '');
  return isState && isIn && lines.some(({ description }) => foldedName(description).includes(said));
}

const STATES = { open: 'unpaid ', late: 'overdue ', paid: 'paid ', void: 'voided ' } as const;

function headingOf(
  invoices: readonly Invoice[],
  {
    listing,
    today,
    practised,
  }: { readonly listing: Listing; readonly today: LocalDate; readonly practised: number },
): string {
  const { state, period } = listing;
  const open = invoices.filter(({ status }) => status === 'open');
  const late = open.filter(({ dueOn }) => dueOn < today);
  const paid = invoices.filter(({ status }) => status === 'paid');
  const kind = `${state === undefined ? '' : STATES[state]}invoice`;
  return [
    `${counted(invoices.length, kind)}${period === undefined ? '' : ` of ${period.name}`}`,
    ...(state === 'paid' && paid.length > 0 ? [sumsText(paid.map(({ total }) => total))] : []),
    ...(open.length > 0 ? [`${sumsText(open.map(openAmount))} to come`] : []),
    ...(late.length > 0 && state !== 'late' ? [`${sumsText(late.map(openAmount))} late`] : []),
    ...(practised > 0 ? [`${practised} for practice`] : []),
  ].join(', ');
}

function emptyText({ state, period, about }: Listing, name: string | undefined): string {
  if (state === 'open') return `${name ?? 'Nobody'} owes you ${name === undefined ? 'anything' : 'nothing'}.`;
  if (state === 'late')
    return name === undefined ? 'No invoice is overdue.' : `${name} is late with no invoice.`;
  const isNarrow = state !== undefined || period !== undefined || about !== undefined || name !== undefined;
  if (!isNarrow) return 'No invoices yet. Write: Invoice Ana $1,200 for the landing page';
  const parts = [
    `There is no ${state === undefined ? '' : STATES[state]}invoice`,
    ...(name === undefined ? [] : [`to ${name}`]),
    ...(period === undefined ? [] : [`of ${period.name}`]),
    ...(about === undefined ? [] : [`about “${about}”`]),
  ];
  return `${parts.join(' ')}.`;
}

async function nameOf(store: Store, customer: string): Promise<string | undefined> {
  const found = await records.read(store, customer);
  return found && 'name' in found.body.data ? found.body.data.name : undefined;
}

/** One invoice in words, with its paper. */
export function invoiceTool(store: Store): Tool {
  const input = z.strictObject({ id: z.string() });
  return {
    name: 'invoices.show',
    input,
    run: async (given, { now, zone }) => {
      const { id } = input.parse(given);
      const invoice = invoiceSchema.parse((await records.read(store, id))?.body.data);
      const { number, buyer, total, lines, issuedOn, suppliedOn, credited, reminded } = invoice;
      const today = dateAt(now, zone);
      const supplied = suppliedOn === issuedOn ? '' : `, supplied ${shownDate(suppliedOn, today)}`;
      const facts = [
        ...lines.map(({ description, amount }) => `${description}, ${formatMoney(amount)}`),
        `issued ${shownDate(issuedOn, today)}${supplied}, ${stateText(invoice, today)}`,
        ...(credited === undefined
          ? []
          : [`credited ${formatMoney(credited)}, ${formatMoney(openAmount(invoice))} left`]),
        ...(reminded === undefined
          ? []
          : [
              `reminded ${reminded.times === 1 ? 'once' : `${reminded.times} times`}, last ${shownDate(reminded.on, today)}`,
            ]),
      ];
      return {
        text: [
          `Invoice ${number} of ${buyer.name}, ${formatMoney(total)}:`,
          ...facts.map((fact) => `- ${fact}`),
        ].join('\n'),
        files: [{ id: `pdf_${id}`, name: `${number}.pdf` }],
      };
    },
  };
}

function stateText({ status, dueOn, paidOn }: Invoice, today: LocalDate): string {
  return {
    open: dueText(dueOn, today),
    paid: `paid ${paidOn === undefined ? '' : shownDate(paidOn, today)}`.trim(),
    void: 'void',
    credited: 'credited',
  }[status];
}

function invoiceLine(invoice: Invoice, today: LocalDate): string {
  const { number, buyer, status, total } = invoice;
  const amount = status === 'open' ? openAmount(invoice) : total;
  if (isPractised(invoice)) return `${number}, ${buyer.name}, ${formatMoney(total)}, practice`;
  return `${number}, ${buyer.name}, ${formatMoney(amount)}, ${stateText(invoice, today)}`;
}
