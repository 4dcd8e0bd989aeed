import { z } from 'zod';
import { moneySchema } from '../../kernel/index.ts';

const line = (max: number) => z.string().trim().min(1).max(max);
const localDate = z.iso.date();
/** What would reorder a name where it is shown, end its line, or begin an address beside it. */
const NO_NAME = /[<>\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;
const personName = line(200).refine((name) => !NO_NAME.test(name), {
  error: 'Write one line, without < or > or hidden characters.',
});

export const customerSchema = z.strictObject({
  name: personName.meta({ title: 'Name' }),
  email: z.email().max(254).optional().meta({ title: 'E-mail' }),
  phone: line(50).optional().meta({ title: 'Phone' }),
  address: line(500).optional().meta({ title: 'Address', kind: 'longtext' }),
  taxNumber: line(50).optional().meta({ title: 'Tax number' }),
});

export type Customer = z.infer<typeof customerSchema>;

const partySchema = z.strictObject({
  name: z.string(),
  address: z.string().optional(),
  taxNumber: z.string().optional(),
  email: z.string().optional(),
});

/** What an invoice, a quote and a credit note have in common: as issued, with copies of both sides, since a paper does not change when an address does. */
const paperShape = {
  number: z.string(),
  customer: z.string(),
  seller: partySchema.extend({ bank: z.string().optional() }),
  buyer: partySchema,
  lines: z
    .array(z.strictObject({ description: z.string(), amount: moneySchema, taxRate: z.number() }))
    .min(1),
  net: moneySchema,
  taxes: z.array(z.strictObject({ rate: z.number(), net: moneySchema, tax: moneySchema })),
  total: moneySchema,
  issuedOn: localDate,
  paper: z.enum(['A4', 'Letter']),
};

export const invoiceSchema = z.strictObject({
  ...paperShape,
  status: z.enum(['open', 'paid', 'void', 'credited']),
  suppliedOn: localDate,
  dueOn: localDate,
  paidOn: localDate.optional(),
  /** The sum of its credit notes, tax included. */
  credited: moneySchema.optional(),
  /** How many times payment was asked for after the due date, and when last. */
  reminded: z.strictObject({ times: z.int().positive(), on: localDate }).optional(),
  /** The highest reminder that was proposed by itself, sent or not, and when: none is proposed twice. */
  chased: z.strictObject({ stage: z.int().positive(), on: localDate }).optional(),
});

export type Invoice = z.infer<typeof invoiceSchema>;

export const quoteSchema = z.strictObject({
  ...paperShape,
  status: z.enum(['open', 'accepted', 'withdrawn']),
  validUntil: localDate,
});

export type Quote = z.infer<typeof quoteSchema>;

/** Takes an amount off an invoice; amounts are what is credited, so they are positive. */
export const creditSchema = z.strictObject({
  ...paperShape,
  status: z.literal('issued'),
  invoice: z.string(),
  invoiceNumber: z.string(),
});

export type Credit = z.infer<typeof creditSchema>;

export const taskSchema = z.strictObject({
  title: line(300).meta({ title: 'Task' }),
  status: z.enum(['open', 'done']).meta({ title: 'Status' }),
  dueOn: localDate.optional().meta({ title: 'Due on' }),
  doneOn: localDate.optional().meta({ title: 'Done on' }),
  list: line(100).optional().meta({ title: 'List' }),
  customer: z.string().optional().meta({ title: 'Customer' }),
});

export type Task = z.infer<typeof taskSchema>;

export const noteSchema = z.strictObject({
  text: line(5_000).meta({ title: 'Note', kind: 'longtext' }),
  customer: z.string().optional().meta({ title: 'Customer' }),
});

export type Note = z.infer<typeof noteSchema>;

/** What is paid, for how long. */
const priceSchema = z.strictObject({
  amount: moneySchema
    .refine(({ minor }) => minor >= 0, { error: 'Write a sum, such as $40.' })
    .meta({ title: 'Amount', kind: 'money' }),
  per: z.enum(['once', 'hour', 'day', 'week', 'month', 'quarter', 'year']).meta({ title: 'Per' }),
});

export type Price = z.infer<typeof priceSchema>;

export const contractSchema = z.strictObject({
  title: line(300).meta({ title: 'Contract' }),
  status: z.enum(['active', 'ended']).meta({ title: 'Status' }),
  customer: z.string().optional().meta({ title: 'Customer' }),
  terms: line(10_000).optional().meta({ title: 'Terms', kind: 'longtext' }),
  startsOn: localDate.optional().meta({ title: 'From' }),
  endsOn: localDate.optional().meta({ title: 'Until' }),
  price: priceSchema.optional().meta({ title: 'Price' }),
  /** How long before its end it has to be ended (ISO 8601, `P3M`), or the last day to do so. */
  notice: line(20)
    .regex(/^(?:P\d{1,4}[DWMY]|\d{4}-\d{2}-\d{2})$/, {
      error: 'Write a length of time such as P3M, or the last day such as 2027-09-30.',
    })
    .refine((notice) => notice.startsWith('P') || localDate.safeParse(notice).success, {
      error: 'Write a day that the calendar has, such as 2027-09-30.',
    })
    .optional()
    .meta({ title: 'Notice' }),
  /** How long the operator is told before the last day for giving notice, and before the end. */
  noticeDays: z.int().min(0).max(730).meta({ title: 'Remind me, days before' }),
  /** The day on which the operator was told of the end. */
  toldOn: localDate.optional().meta({ title: 'Reminded on' }),
});

export type Contract = z.infer<typeof contractSchema>;

/** The kinds of record there are. Only an editable kind may be written directly; the others change by commands. */
export const RECORD_KINDS = {
  customer: { schema: customerSchema, editable: true, prefix: 'cus' },
  invoice: { schema: invoiceSchema, editable: false, prefix: 'inv' },
  quote: { schema: quoteSchema, editable: false, prefix: 'quo' },
  credit: { schema: creditSchema, editable: false, prefix: 'crd' },
  task: { schema: taskSchema, editable: true, prefix: 'tsk' },
  note: { schema: noteSchema, editable: true, prefix: 'not' },
  contract: { schema: contractSchema, editable: true, prefix: 'con' },
} as const;

export type RecordKind = keyof typeof RECORD_KINDS;

/** The data of each kind of record. */
export interface RecordDataOf {
  readonly customer: Customer;
  readonly invoice: Invoice;
  readonly quote: Quote;
  readonly credit: Credit;
  readonly task: Task;
  readonly note: Note;
  readonly contract: Contract;
}

export type RecordData = RecordDataOf[RecordKind];

/** Whether records of this kind exist. */
export function isRecordKind(kind: string): kind is RecordKind {
  return Object.hasOwn(RECORD_KINDS, kind);
}

/** What a field of a record is called in front of users: “Due on”. */
export function fieldTitle(kind: RecordKind, field: string): string {
  const shape: Readonly<Record<string, z.ZodType | undefined>> = RECORD_KINDS[kind].schema.shape;
  const words = field.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
  return shape[field]?.meta()?.title ?? words.charAt(0).toUpperCase() + words.slice(1);
}
