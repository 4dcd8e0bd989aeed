import { z } from 'zod';
import { addMoney, type Money, moneySchema, percentOf } from '../../kernel/index.ts';
import type { PaperDocument } from '../../ports/index.ts';
import type { Credit, Customer, Invoice, Quote } from '../records/kinds.ts';
import type { Business } from '../settings/settings.ts';

const MAX_LINES = 500;

/** The sum of all lines with 100 percent tax is then still exact. */
const MAX_MINOR = Math.floor(Number.MAX_SAFE_INTEGER / (2 * MAX_LINES));

const positive = moneySchema
  .refine(({ minor }) => minor > 0, { error: 'Write a sum above zero, such as $1,200.' })
  .refine(({ minor }) => minor <= MAX_MINOR, {
    error: 'Write a smaller sum: this is too much for one invoice.',
  });
const description = z.string().trim().min(1).max(10_000);
const taxRate = z.number().min(0).max(100).multipleOf(0.001);

const linesSchema = z
  .array(
    z.strictObject({
      what: description.meta({ title: 'For' }),
      amount: positive.meta({ title: 'Amount before tax', kind: 'money' }),
      taxRate: taxRate.optional().meta({ title: 'Tax rate in percent' }),
    }),
  )
  .min(1)
  .max(MAX_LINES)
  .optional()
  .meta({ title: 'Lines', replaces: ['amount', 'what'] });

/** What a paper charges for: either one amount for one thing, or several lines. Amounts are net. */
const charges = {
  customer: z.string().meta({ title: 'Customer', readOnly: true }),
  amount: positive.optional().meta({ title: 'Amount before tax', kind: 'money' }),
  what: description.optional().meta({ title: 'For', kind: 'longtext' }),
};

interface Charges {
  readonly amount?: Money | undefined;
  readonly what?: string | undefined;
  readonly taxRate?: number | undefined;
  readonly lines?:
    | readonly { readonly what: string; readonly amount: Money; readonly taxRate?: number | undefined }[]
    | undefined;
}

function checkCharges({ amount, what, lines }: Charges, context: z.RefinementCtx): void {
  const refuse = (field: string, message: string) =>
    context.addIssue({ code: 'custom', path: [field], message });
  if (!lines && !amount) refuse('amount', 'This is needed, unless there are lines.');
  if (!lines && !what) refuse('what', 'This is needed, unless there are lines.');
  if (lines && (amount || what)) refuse('lines', 'Give either lines, or one amount and what it is for.');
  if (new Set(lines?.map((line) => line.amount.currency)).size > 1)
    refuse('lines', 'Write all amounts in one currency.');
}

export const invoiceInputSchema = z
  .strictObject({
    ...charges,
    due: z.iso.date().meta({ title: 'Due on' }),
    supplied: z.iso.date().optional().meta({ title: 'Supplied on' }),
    taxRate: taxRate.optional().meta({ title: 'Tax rate in percent' }),
    lines: linesSchema,
  })
  .superRefine(checkCharges);

export type InvoiceInput = z.infer<typeof invoiceInputSchema>;

export const quoteInputSchema = z
  .strictObject({
    ...charges,
    validUntil: z.iso.date().meta({ title: 'Valid until' }),
    taxRate: taxRate.optional().meta({ title: 'Tax rate in percent' }),
    lines: linesSchema,
  })
  .superRefine(checkCharges);

export type QuoteInput = z.infer<typeof quoteInputSchema>;

/** What is used where the input leaves it open. */
export interface PaperDefaults {
  readonly taxRate: number;
  readonly paper: 'A4' | 'Letter';
}

export interface Issuing {
  readonly number: string;
  /** Local date at home, `YYYY-MM-DD`. */
  readonly today: string;
  readonly customerId: string;
  readonly customer: Customer;
  readonly business: Business;
  readonly defaults: PaperDefaults;
}

/** What all papers have in common: sums computed, both sides copied as they are now. */
function paperOf(charged: Charges, issuing: Issuing) {
  const lines = linesOf(charged, issuing.defaults);
  const { name, address, taxNumber, email } = issuing.customer;
  const { nextInvoiceNumber: _, ...seller } = issuing.business;
  return {
    number: issuing.number,
    customer: issuing.customerId,
    seller: { ...seller, name: seller.name ?? '' },
    buyer: {
      name,
      ...(address ? { address } : {}),
      ...(taxNumber ? { taxNumber } : {}),
      ...(email ? { email } : {}),
    },
    ...sumsOf(lines),
    issuedOn: issuing.today,
    paper: issuing.defaults.paper,
  };
}

/** The invoice that an input describes. */
export function issueInvoice(input: InvoiceInput, issuing: Issuing): Invoice {
  return {
    ...paperOf(input, issuing),
    status: 'open',
    suppliedOn: input.supplied ?? issuing.today,
    dueOn: input.due,
  };
}

/** The quote that an input describes. */
export function issueQuote(input: QuoteInput, issuing: Issuing): Quote {
  return { ...paperOf(input, issuing), status: 'open', validUntil: input.validUntil };
}

/** A credit note over these lines of an invoice, with the sides that the invoice names. */
export function issueCredit(
  invoice: Invoice,
  lines: Invoice['lines'],
  { id, number, today }: { readonly id: string; readonly number: string; readonly today: string },
): Credit {
  const { customer, seller, buyer, paper, number: invoiceNumber } = invoice;
  return {
    number,
    status: 'issued',
    customer,
    seller,
    buyer,
    ...sumsOf(lines),
    issuedOn: today,
    paper,
    invoice: id,
    invoiceNumber,
  };
}

function sumsOf(lines: Invoice['lines']): Pick<Invoice, 'lines' | 'net' | 'taxes' | 'total'> {
  const currency = lines[0]?.amount.currency ?? '';
  const net = addMoney(
    currency,
    lines.map((line) => line.amount),
  );
  const taxes = taxesOf(currency, lines);
  return { lines, net, taxes, total: addMoney(currency, [net, ...taxes.map(({ tax }) => tax)]) };
}

/** The paper as it is printed. */
export function printable(paper: Invoice | Quote | Credit, state: PaperDocument['state']): PaperDocument {
  const { number, issuedOn, lines, net, taxes, total, paper: sheet } = paper;
  const [seller, buyer] = [present(paper.seller), present(paper.buyer)];
  const common = { state, number, issuedOn, seller, buyer, lines, net, taxes, total, paper: sheet };
  if ('validUntil' in paper) return { ...common, kind: 'quote', validUntil: paper.validUntil };
  if ('invoiceNumber' in paper) return { ...common, kind: 'credit', invoiceNumber: paper.invoiceNumber };
  return { ...common, kind: 'invoice', suppliedOn: paper.suppliedOn, dueOn: paper.dueOn };
}

function linesOf(input: Charges, defaults: PaperDefaults): Invoice['lines'] {
  const rate = input.taxRate ?? defaults.taxRate;
  if (input.lines) {
    return input.lines.map((line) => ({
      description: line.what,
      amount: line.amount,
      taxRate: line.taxRate ?? rate,
    }));
  }
  if (!input.amount || !input.what)
    throw new TypeError('A paper needs an amount and what it is for, or lines.');
  return [{ description: input.what, amount: input.amount, taxRate: rate }];
}

/** Tax is computed on the sum of each rate's lines and rounded once, so that rounding does not add up. */
function taxesOf(currency: string, lines: Invoice['lines']): Invoice['taxes'] {
  const rates = [...new Set(lines.map((line) => line.taxRate))].toSorted((a, b) => b - a);
  return rates.map((rate) => {
    const net: Money = addMoney(
      currency,
      lines.filter((line) => line.taxRate === rate).map((line) => line.amount),
    );
    return { rate, net, tax: percentOf(net, rate) };
  });
}

type Present<T> = { [K in keyof T]: Exclude<T[K], undefined> };

/** Without its undefined fields, as exact optional types ask. */
function present<T extends object>(value: T): Present<T> {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as Present<T>;
}
