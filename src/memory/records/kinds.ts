import { z } from 'zod';
import { moneySchema } from '../../kernel/index.ts';

const line = (max: number) => z.string().trim().min(1).max(max);
const localDate = z.iso.date();
/** What would reorder a name where it is shown, end its line, or begin an address beside it. */
const NO_NAME = /[<>\p{Cc}\p{Zl}\p{Zp}\u202A-\u202E\u2066-\u2069]/u;
const personName = line(200).refine((name) => !NO_NAME.test(name), {
  error: 'must be one line, without < or > or hidden characters',
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

/** As issued: seller and buyer are copies, since an invoice does not change when an address does. */
export const invoiceSchema = z.strictObject({
  number: z.string(),
  status: z.enum(['open', 'paid', 'void']),
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
  suppliedOn: localDate,
  dueOn: localDate,
  paper: z.enum(['A4', 'Letter']),
});

export type Invoice = z.infer<typeof invoiceSchema>;

/** The kinds of record there are. Only an editable kind may be written directly; the others change by commands. */
export const RECORD_KINDS = {
  customer: { schema: customerSchema, editable: true, prefix: 'cus' },
  invoice: { schema: invoiceSchema, editable: false, prefix: 'inv' },
} as const;

export type RecordKind = keyof typeof RECORD_KINDS;

export type RecordData = Customer | Invoice;

/** Whether records of this kind exist. */
export function isRecordKind(kind: string): kind is RecordKind {
  return Object.hasOwn(RECORD_KINDS, kind);
}
