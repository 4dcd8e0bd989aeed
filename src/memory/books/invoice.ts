import { z } from 'zod';
import { addMoney, type Money, moneySchema, percentOf } from '../../kernel/index.ts';
import type { InvoiceDocument } from '../../ports/index.ts';
import type { Customer, Invoice } from '../records/kinds.ts';
import type { Business } from '../settings/settings.ts';

const MAX_LINES = 500;

/** The sum of all lines with 100 percent tax is then still exact. */
const MAX_MINOR = Math.floor(Number.MAX_SAFE_INTEGER / (2 * MAX_LINES));

const positive = moneySchema
  .refine(({ minor }) => minor > 0, { error: 'must be more than zero' })
  .refine(({ minor }) => minor <= MAX_MINOR, { error: 'is too much for an invoice' });
const description = z.string().trim().min(1).max(10_000);
const taxRate = z.number().min(0).max(100).multipleOf(0.001);

/** `invoice.create@1`: either one amount for one thing, or several lines. Amounts are net. */
export const invoiceInputSchema = z
  .strictObject({
    customer: z.string().meta({ title: 'Customer', readOnly: true }),
    amount: positive.optional().meta({ title: 'Amount before tax', kind: 'money' }),
    what: description.optional().meta({ title: 'For', kind: 'longtext' }),
    due: z.iso.date().meta({ title: 'Due on' }),
    supplied: z.iso.date().optional().meta({ title: 'Supplied on' }),
    taxRate: taxRate.optional().meta({ title: 'Tax rate in percent' }),
    lines: z
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
      .meta({ title: 'Lines' }),
  })
  .superRefine(({ amount, what, lines }, context) => {
    if (!lines && !amount)
      context.addIssue({ code: 'custom', path: ['amount'], message: 'is needed unless there are lines' });
    if (!lines && !what)
      context.addIssue({ code: 'custom', path: ['what'], message: 'is needed unless there are lines' });
    if (lines && (amount || what))
      context.addIssue({ code: 'custom', path: ['lines'], message: 'cannot stand beside a single amount' });
    const currencies = new Set(lines?.map((line) => line.amount.currency));
    if (currencies.size > 1)
      context.addIssue({ code: 'custom', path: ['lines'], message: 'must all be in one currency' });
  });

export type InvoiceInput = z.infer<typeof invoiceInputSchema>;

/** What is used where the input leaves it open. */
export interface InvoiceDefaults {
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
  readonly defaults: InvoiceDefaults;
}

/** The invoice that an input describes: sums computed, seller and buyer copied as they are now. */
export function issueInvoice(input: InvoiceInput, issuing: Issuing): Invoice {
  const lines = linesOf(input, issuing.defaults);
  const currency = lines[0]?.amount.currency ?? '';
  const net = addMoney(
    currency,
    lines.map((line) => line.amount),
  );
  const taxes = taxesOf(currency, lines);
  const { name, address, taxNumber, email } = issuing.customer;
  const { nextInvoiceNumber: _, ...seller } = issuing.business;
  return {
    number: issuing.number,
    status: 'open',
    customer: issuing.customerId,
    seller: { ...seller, name: seller.name ?? '' },
    buyer: {
      name,
      ...(address ? { address } : {}),
      ...(taxNumber ? { taxNumber } : {}),
      ...(email ? { email } : {}),
    },
    lines,
    net,
    taxes,
    total: addMoney(currency, [net, ...taxes.map(({ tax }) => tax)]),
    issuedOn: issuing.today,
    suppliedOn: input.supplied ?? issuing.today,
    dueOn: input.due,
    paper: issuing.defaults.paper,
  };
}

/** The invoice as it is printed. */
export function printable(invoice: Invoice, kind: InvoiceDocument['kind']): InvoiceDocument {
  const { number, issuedOn, suppliedOn, dueOn, lines, net, taxes, total, paper } = invoice;
  const seller = present(invoice.seller);
  const buyer = present(invoice.buyer);
  return { kind, number, issuedOn, suppliedOn, dueOn, seller, buyer, lines, net, taxes, total, paper };
}

function linesOf(input: InvoiceInput, defaults: InvoiceDefaults): Invoice['lines'] {
  const rate = input.taxRate ?? defaults.taxRate;
  if (input.lines) {
    return input.lines.map((line) => ({
      description: line.what,
      amount: line.amount,
      taxRate: line.taxRate ?? rate,
    }));
  }
  if (!input.amount || !input.what)
    throw new TypeError('An invoice needs an amount and what it is for, or lines.');
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
