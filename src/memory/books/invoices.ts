import { z } from 'zod';
import type { Stored } from '../../events/index.ts';
import {
  addMoney,
  dateAt,
  deriveId,
  formatMoney,
  type JsonObject,
  MainstayError,
  type Money,
  shownDate,
} from '../../kernel/index.ts';
import type {
  CommandContext,
  CommandPreview,
  DocumentRenderer,
  LocalCommand,
  Staging,
} from '../../ports/index.ts';
import { type Customer, customerSchema, invoiceSchema } from '../records/kinds.ts';
import { type BusinessRecord, type RecordBooks, readRecord } from '../records/records.ts';
import { takeNumber } from '../settings/numbering.ts';
import type { SettingsKeeper } from '../settings/settings.ts';
import { businessVersion } from '../versions.ts';
import { missingFromSeller } from './business.ts';
import {
  type InvoiceDefaults,
  type InvoiceInput,
  invoiceInputSchema,
  issueInvoice,
  printable,
} from './invoice.ts';

export interface InvoiceDeps {
  readonly books: RecordBooks;
  readonly settings: SettingsKeeper;
  readonly renderer: DocumentRenderer;
  readonly defaults: InvoiceDefaults;
  readonly store: Pick<Staging, 'get'>;
}

/** What a number reads as while there is none. */
const UNASSIGNED = 'assigned on approval';

/** `invoice.create@1`: issues an invoice under the next number; undone by voiding it, its number kept. */
export function invoiceCreate(deps: InvoiceDeps): LocalCommand {
  return {
    where: 'local',
    type: 'invoice.create',
    version: 1,
    label: 'Invoice',
    input: invoiceInputSchema,
    outputs: ['id', 'number', 'pdf', 'due', 'total'],
    undo: {
      command: 'invoice.void@1',
      text: 'invoice can be voided',
      input: ({ id }) => ({ id: id ?? null }),
    },
    amount: (input) => amountOf(invoiceInputSchema.safeParse(input).data),
    title: (input, outputs) => titleOf(invoiceInputSchema.parse(input), outputs),
    done: ({ number }) => `Invoice ${typeof number === 'string' ? number : ''} is in the books.`,
    preview: (input, context) => previewInvoice(deps, invoiceInputSchema.parse(input), context),
    apply: async (unit, input, context) => {
      const id = deriveId('inv', context.key);
      const found = await readRecord(unit, 'invoice', id);
      if (found) return outputsOf(found);
      const parsed = invoiceInputSchema.parse(input);
      const customer = await customerOf(unit, parsed.customer);
      const today = dateAt(context.now, context.zone);
      const year = Number(today.slice(0, 4));
      const number = await takeNumber(unit, context.practice ? 'practice' : 'invoice', {
        key: context.key,
        year,
      });
      const data = issueInvoice(parsed, {
        number,
        today,
        customerId: parsed.customer,
        customer,
        ...sellerOf(deps),
      });
      return outputsOf(deps.books.create(unit, { kind: 'invoice', id, data }, context.cause));
    },
  };
}

/** `invoice.void@1`: the invoice no longer counts; its number stays taken. */
export function invoiceVoid(books: RecordBooks): LocalCommand {
  const input = z.strictObject({ id: z.string().meta({ title: 'Invoice', readOnly: true }) });
  return {
    where: 'local',
    type: 'invoice.void',
    version: 1,
    label: 'Invoice',
    input,
    outputs: ['id', 'number'],
    undo: { never: 'A voided invoice is replaced by a new one' },
    title: (_, { number }) => (typeof number === 'string' ? `Void invoice ${number}` : 'Void an invoice'),
    preview: async () => ({ facts: [] }),
    apply: async (unit, given, { cause }) => {
      const { id } = input.parse(given);
      const { body } = await books.change(unit, { kind: 'invoice', id, patch: { status: 'void' } }, cause);
      return { id, number: invoiceSchema.parse(body.data).number };
    },
  };
}

/** Net, as the operator says it. */
function amountOf(input: InvoiceInput | undefined): Money | 'unknown' {
  const amounts = input?.lines?.map(({ amount }) => amount) ?? (input?.amount ? [input.amount] : []);
  const [first] = amounts;
  return first ? addMoney(first.currency, amounts) : 'unknown';
}

function titleOf({ amount, what, lines }: InvoiceInput, { number }: JsonObject): string {
  const total = amount && formatMoney(amount);
  const subject = what ?? lines?.[0]?.what;
  return [typeof number === 'string' ? `Write invoice ${number}` : 'Write an invoice', subject, total]
    .filter((part) => part !== undefined)
    .join(', ');
}

async function previewInvoice(
  deps: InvoiceDeps,
  input: InvoiceInput,
  context: CommandContext,
): Promise<CommandPreview> {
  const record = await readRecord(deps.store, 'customer', input.customer);
  const customer = await customerOf(deps.store, input.customer);
  const today = dateAt(context.now, context.zone);
  const issuing = { number: UNASSIGNED, today, customerId: input.customer, customer, ...sellerOf(deps) };
  const invoice = issueInvoice(input, issuing);
  const { bytes, pages } = await deps.renderer.invoice(printable(invoice, 'draft'));
  const missing = missingFromSeller(deps.settings.current().business);
  const amounts = [
    ...invoice.lines
      .slice(0, 3)
      .map((line) => `${line.description.slice(0, 60)} ${formatMoney(line.amount)}`),
    ...(invoice.lines.length > 3 ? [`${invoice.lines.length - 3} more lines`] : []),
    ...invoice.taxes.map(({ rate, tax }) =>
      tax.minor === 0 ? `tax ${rate}%` : `tax ${rate}% ${formatMoney(tax)}`,
    ),
    `total ${formatMoney(invoice.total)}`,
  ];
  return {
    facts: [
      { label: 'Invoice', text: `number ${UNASSIGNED}, due ${shownDate(input.due, today)}` },
      { label: 'Amount', text: amounts.join(', ') },
    ],
    outputs: { total: formatMoney(invoice.total), due: shownDate(input.due, today) },
    restsOn: [
      businessVersion(deps.settings.current().business),
      { kind: 'customer', id: input.customer, version: record?.body.version ?? 0 },
    ],
    attachments: [{ bytes, name: 'invoice.pdf', contentType: 'application/pdf', pages }],
    notes: [
      ...(input.due < today ? [{ text: `the due date, ${shownDate(input.due, today)}, has passed.` }] : []),
      ...(missing.length > 0 ? [{ text: missingNote(missing), mend: 'business' } as const] : []),
    ],
  };
}

function missingNote(missing: readonly string[]): string {
  const verb = missing.length > 1 || missing[0] === 'bank details' ? 'are' : 'is';
  return `your ${listed(missing)} ${verb} missing on it.`;
}

function sellerOf({ settings, defaults }: InvoiceDeps) {
  return { business: settings.current().business, defaults };
}

async function customerOf(source: Pick<Staging, 'get'>, id: string): Promise<Customer> {
  const found = await readRecord(source, 'customer', id);
  if (!found) throw new MainstayError('NOT_FOUND', { values: { kind: 'customer', id } });
  return customerSchema.parse(found.body.data);
}

function outputsOf({ id, body }: Stored<BusinessRecord>) {
  const { number, dueOn, total } = invoiceSchema.parse(body.data);
  return { id, number, pdf: invoicePdfId(id), due: dueOn, total };
}

/** The attachment id of an invoice's PDF; it is rendered from the record when first asked for. */
function invoicePdfId(invoiceId: string): string {
  return `pdf_${invoiceId}`;
}

function listed(parts: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'conjunction' }).format(parts);
}
