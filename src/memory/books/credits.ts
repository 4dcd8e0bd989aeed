import { z } from 'zod';
import {
  addMoney,
  dateAt,
  deriveId,
  formatMoney,
  type JsonObject,
  MainstayError,
  moneySchema,
} from '../../kernel/index.ts';
import type { LocalCommand } from '../../ports/index.ts';
import { type Credit, creditSchema, type Invoice } from '../records/kinds.ts';
import { readRecord } from '../records/records.ts';
import { isPractised, takeNumber } from '../settings/numbering.ts';
import { invoiceOf } from './invoices.ts';
import { type PaperDeps, pdfId, previewPaper, UNASSIGNED } from './issuing.ts';
import { issueCredit } from './paper.ts';

const inputSchema = z.strictObject({
  invoice: z.string().meta({ title: 'Invoice', readOnly: true }),
  amount: moneySchema
    .refine(({ minor }) => minor > 0, { error: 'Write a sum above zero, such as $1,200.' })
    .optional()
    .meta({ title: 'Amount before tax', kind: 'money' }),
  what: z.string().trim().min(1).max(10_000).optional().meta({ title: 'For', kind: 'longtext' }),
});

type CreditInput = z.infer<typeof inputSchema>;

/**
 * `credit.create@1`: a credit note that takes an amount off an invoice, or all of it where none is given. The
 * invoice is kept as it was printed, and notes how much was credited.
 */
export function creditCreate(deps: PaperDeps): LocalCommand {
  return {
    where: 'local',
    type: 'credit.create',
    version: 1,
    label: 'Credit note',
    input: inputSchema,
    outputs: ['id', 'number', 'pdf', 'total', 'invoice', 'invoiceNumber'],
    undo: { never: 'a credit note is taken back by a new invoice' },
    amount: (input) => inputSchema.safeParse(input).data?.amount ?? 'unknown',
    title: (_, { number }) =>
      typeof number === 'string' ? `Write credit note ${number}` : 'Write a credit note',
    done: ({ number }) => `Credit note ${typeof number === 'string' ? number : ''} is in the books.`,
    preview: async (given, context) => {
      const input = inputSchema.parse(given);
      const invoice = await invoiceOf(deps.store, input.invoice);
      const today = dateAt(context.now, context.zone);
      const credit = issueCredit(invoice, creditedLines(invoice, input), {
        id: input.invoice,
        number: UNASSIGNED,
        today,
      });
      creditedAfter(invoice, credit);
      const drawn = await previewPaper(deps, credit, { name: 'credit-note', today });
      const text = `number ${UNASSIGNED}, for invoice ${invoice.number}`;
      const record = await readRecord(deps.store, 'invoice', input.invoice);
      const restsOn = { kind: 'invoice', id: input.invoice, version: record?.body.version ?? 0 };
      return {
        ...drawn,
        facts: [{ label: 'Credit note', text }, ...drawn.facts],
        restsOn: [...drawn.restsOn, restsOn],
      };
    },
    apply: async (unit, given, context) => {
      const id = deriveId('crd', context.key);
      const found = await readRecord(unit, 'credit', id);
      if (found) return outputsOf(id, creditSchema.parse(found.body.data));
      const input = inputSchema.parse(given);
      const invoice = await invoiceOf(unit, input.invoice);
      const lines = creditedLines(invoice, input);
      const today = dateAt(context.now, context.zone);
      const open = issueCredit(invoice, lines, { id: input.invoice, number: '', today });
      const patch = creditedAfter(invoice, open);
      const practised = isPractised(invoice);
      const number = await takeNumber(unit, context.practice || practised ? 'practice' : 'credit', {
        key: context.key,
        year: Number(today.slice(0, 4)),
      });
      const data = { ...open, number };
      deps.books.create(unit, { kind: 'credit', id, data }, context.cause);
      // What is only practised leaves a real invoice as it is.
      if (practised || !context.practice)
        await deps.books.change(unit, { kind: 'invoice', id: input.invoice, patch }, context.cause);
      return outputsOf(id, data);
    },
  };
}

/** One line for an amount, at the invoice's own rate; else every line that the invoice has. */
function creditedLines(invoice: Invoice, { amount, what }: CreditInput): Invoice['lines'] {
  if (!amount) return invoice.lines;
  const [first] = invoice.lines;
  const description = what ?? `Credit on invoice ${invoice.number}`;
  return [{ description, amount, taxRate: first?.taxRate ?? 0 }];
}

/** What the invoice notes of it. Throws INVOICE_SETTLED for one that is void, and CREDIT_TOO_HIGH. */
function creditedAfter(invoice: Invoice, { total }: Credit): Pick<Invoice, 'credited' | 'status'> {
  const { number, status } = invoice;
  if (status === 'void' || status === 'credited')
    throw new MainstayError('INVOICE_SETTLED', { values: { number, status, action: 'credited' } });
  const { currency } = invoice.total;
  const left = invoice.total.minor - (invoice.credited?.minor ?? 0);
  if (total.currency !== currency || total.minor > left) {
    const values = { amount: formatMoney(total), number, left: formatMoney({ minor: left, currency }) };
    throw new MainstayError('CREDIT_TOO_HIGH', { values });
  }
  const credited = addMoney(currency, [total, ...(invoice.credited ? [invoice.credited] : [])]);
  return { credited, status: credited.minor === invoice.total.minor ? 'credited' : status };
}

function outputsOf(id: string, { number, total, invoice, invoiceNumber }: Credit): JsonObject {
  return { id, number, pdf: pdfId(id), total, invoice, invoiceNumber };
}
