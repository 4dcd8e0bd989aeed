import { z } from 'zod';
import type { Stored } from '../../events/index.ts';
import {
  dateAt,
  deriveId,
  formatMoney,
  type JsonObject,
  MainstayError,
  shownDate,
} from '../../kernel/index.ts';
import type { CommandContext, CommandPreview, LocalCommand, Staging, Store } from '../../ports/index.ts';
import { type Invoice, invoiceSchema } from '../records/kinds.ts';
import { type BusinessRecord, type RecordBooks, readRecord } from '../records/records.ts';
import { takeNumber } from '../settings/numbering.ts';
import {
  chargedAmount,
  issuingFor,
  type PaperDeps,
  paperTitle,
  pdfId,
  previewPaper,
  UNASSIGNED,
} from './issuing.ts';
import { type InvoiceInput, invoiceInputSchema, issueInvoice } from './paper.ts';

/** `invoice.create@1`: issues an invoice under the next number; undone by voiding it, its number kept. */
export function invoiceCreate(deps: PaperDeps): LocalCommand {
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
    amount: (input) => chargedAmount(invoiceInputSchema.safeParse(input).data),
    title: (input, outputs) => paperTitle('invoice', invoiceInputSchema.parse(input), outputs),
    done: ({ number }) => `Invoice ${textOf(number)} is in the books.`,
    preview: (input, context) => previewInvoice(deps, invoiceInputSchema.parse(input), context),
    apply: async (unit, input, context) => {
      const id = deriveId('inv', context.key);
      const found = await readRecord(unit, 'invoice', id);
      if (found) return outputsOf(found);
      const parsed = invoiceInputSchema.parse(input);
      const issuing = await issuingFor(deps, unit, { customerId: parsed.customer, number: '', context });
      const number = await takeNumber(unit, context.practice ? 'practice' : 'invoice', {
        key: context.key,
        year: Number(issuing.today.slice(0, 4)),
      });
      const data = issueInvoice(parsed, { ...issuing, number });
      return outputsOf(deps.books.create(unit, { kind: 'invoice', id, data }, context.cause));
    },
  };
}

async function previewInvoice(
  deps: PaperDeps,
  input: InvoiceInput,
  context: CommandContext,
): Promise<CommandPreview> {
  const issuing = await issuingFor(deps, deps.store, {
    customerId: input.customer,
    number: UNASSIGNED,
    context,
  });
  const { today } = issuing;
  const drawn = await previewPaper(deps, issueInvoice(input, issuing), { name: 'invoice', today });
  const due = shownDate(input.due, today);
  return {
    ...drawn,
    facts: [{ label: 'Invoice', text: `number ${UNASSIGNED}, due ${due}` }, ...drawn.facts],
    notes: [...(input.due < today ? [{ text: `the due date, ${due}, has passed.` }] : []), ...drawn.notes],
  };
}

/** A change of an invoice that is issued: which states allow it, and what it sets. */
interface InvoiceChange {
  readonly type: string;
  /** “Void invoice 2026-014” */
  readonly verb: string;
  /** As it cannot be: “voided”. */
  readonly done: string;
  readonly from: readonly Invoice['status'][];
  readonly undo: LocalCommand['undo'];
  readonly asksFirst?: true;
  /** What else may be given. */
  readonly input?: z.ZodRawShape;
  patch(input: JsonObject, context: CommandContext): Readonly<Record<string, unknown>>;
  /** What a card shows of it, where that is anything. */
  preview?(invoice: Invoice, context: CommandContext): CommandPreview;
}

const idOf = ({ id }: JsonObject): JsonObject => ({ id: id ?? null });

const CHANGES: readonly InvoiceChange[] = [
  {
    type: 'invoice.void',
    verb: 'Void',
    done: 'voided',
    from: ['open', 'void'],
    undo: { never: 'A voided invoice is replaced by a new one' },
    asksFirst: true,
    patch: () => ({ status: 'void' }),
  },
  {
    type: 'invoice.pay',
    verb: 'Mark as paid:',
    done: 'marked as paid',
    from: ['open', 'paid'],
    undo: { command: 'invoice.unpay@1', text: 'invoice can be opened again', input: idOf },
    input: { on: z.iso.date().optional().meta({ title: 'Paid on' }) },
    patch: ({ on }, { now, zone }) => ({
      status: 'paid',
      paidOn: typeof on === 'string' ? on : dateAt(now, zone),
    }),
  },
  {
    type: 'invoice.unpay',
    verb: 'Mark as not paid:',
    done: 'marked as not paid',
    from: ['paid', 'open'],
    undo: { command: 'invoice.pay@1', text: 'invoice can be marked as paid', input: idOf },
    patch: () => ({ status: 'open', paidOn: null }),
  },
  {
    type: 'invoice.reminded',
    verb: 'Note the payment reminder for',
    done: 'noted as reminded',
    from: ['open'],
    undo: { never: 'What was noted about a reminder stays' },
    input: { times: z.int().positive().meta({ title: 'Reminder', readOnly: true }) },
    patch: ({ times }, { now, zone }) => ({ reminded: { times, on: dateAt(now, zone) } }),
    preview: (invoice, { now, zone }) => ({
      facts: [{ label: 'Invoice', text: remindedText(invoice, dateAt(now, zone)) }],
      notes: [{ text: 'I cannot see your bank account; paid already?' }],
    }),
  },
  {
    type: 'invoice.chased',
    verb: 'Note that a reminder is proposed for',
    done: 'noted as chased',
    // It is only noted: whether there is still something to remind of is seen when the card is drawn.
    from: ['open', 'paid', 'void', 'credited'],
    undo: { never: 'What was noted about a reminder stays' },
    input: { stage: z.int().positive().meta({ title: 'Reminder' }) },
    patch: ({ stage }, { now, zone }) => ({ chased: { stage, on: dateAt(now, zone) } }),
  },
];

/** “2026-014, due Mon 7 Dec, no reminder so far” */
function remindedText({ number, dueOn, reminded }: Invoice, today: string): string {
  const so = reminded
    ? `${reminded.times === 1 ? '1 reminder' : `${reminded.times} reminders`} so far, the last ${shownDate(reminded.on, today)}`
    : 'no reminder so far';
  return `${number}, due ${shownDate(dueOn, today)}, ${so}`;
}

/** Voids, pays and reminds: the number and what is printed stay as they are. */
export function invoiceChanges(books: RecordBooks, store: Store): readonly LocalCommand[] {
  return CHANGES.map((change) => invoiceChange(books, store, change));
}

function invoiceChange(books: RecordBooks, store: Store, change: InvoiceChange): LocalCommand {
  const { type, verb, undo, asksFirst } = change;
  const input = z.strictObject({
    id: z.string().meta({ title: 'Invoice', readOnly: true }),
    ...change.input,
  });
  return {
    where: 'local',
    type,
    version: 1,
    label: 'Invoice',
    input,
    outputs: ['id', 'number', 'total'],
    undo,
    ...(asksFirst ? { asksFirst } : {}),
    title: (_, { number }) =>
      typeof number === 'string' ? `${verb} invoice ${number}` : `${verb} an invoice`,
    preview: async (given, context) =>
      change.preview?.(await invoiceOf(store, input.parse(given)['id']), context) ?? { facts: [] },
    apply: async (unit, given, context) => {
      const { id, ...rest } = input.parse(given) as JsonObject & { id: string };
      const { number, total, status } = await invoiceOf(unit, id);
      if (!change.from.includes(status))
        throw new MainstayError('INVOICE_SETTLED', { values: { number, status, action: change.done } });
      await books.change(unit, { kind: 'invoice', id, patch: change.patch(rest, context) }, context.cause);
      return { id, number, total: formatMoney(total) };
    },
  };
}

/** An invoice's data. Throws NOT_FOUND. */
export async function invoiceOf(source: Pick<Staging, 'get'>, id: string): Promise<Invoice> {
  const found = await readRecord(source, 'invoice', id);
  if (!found) throw new MainstayError('NOT_FOUND', { values: { kind: 'invoice', id } });
  return invoiceSchema.parse(found.body.data);
}

function outputsOf({ id, body }: Stored<BusinessRecord>) {
  const { number, dueOn, total } = invoiceSchema.parse(body.data);
  return { id, number, pdf: pdfId(id), due: dueOn, total };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
