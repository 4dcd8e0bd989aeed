import type { AnswerContext, InputSpec, NamedRecord } from './types.ts';

type Inputs = Readonly<Record<string, InputSpec>>;

/** As of Monday 23 November 2026, 10:00 in Berlin. */
const MONDAY = Date.parse('2026-11-23T09:00:00Z');

export function customer(name: string, email?: string): NamedRecord {
  const id = name.toLowerCase().replaceAll(' ', '-') + (email ?? '');
  return email === undefined ? { id, name, version: 1 } : { id, name, email, version: 1 };
}

export const CUSTOMERS: readonly NamedRecord[] = [
  { id: 'ana', name: 'Ana Torres', email: 'ana@torres.example', version: 3 },
  { id: 'acme', name: 'Acme GmbH', version: 1 },
  { id: 'lima', name: 'Lima Studio', version: 1 },
  { id: 'kim', name: 'Kim Yu', version: 1 },
  { id: 'nora', name: 'Nora Bérg', version: 1 },
  { id: 'page', name: 'Jimmy Page', version: 1 },
];

export function contextWith(changes: Partial<AnswerContext> = {}): AnswerContext {
  return {
    now: MONDAY,
    zone: 'Europe/Berlin',
    currency: 'USD',
    dayFirst: true,
    records: (kind) => (kind === 'customer' ? CUSTOMERS : []),
    ...changes,
  };
}

export const INVOICE = {
  customer: { type: 'record', kind: 'customer' },
  amount: { type: 'money' },
  what: { type: 'string', cues: ['for'] },
  due: { type: 'days', default: 14, cues: ['due in', 'due', 'net'] },
} satisfies Inputs;

export const ADD_CUSTOMER = {
  name: {
    type: 'string',
    subject: true,
    after: ['add customer', 'new customer', 'create a customer called', 'add a client', 'save'],
  },
  email: { type: 'email', optional: true },
  address: { type: 'string', rest: true, optional: true },
} satisfies Inputs;

export const BUSINESS = {
  name: {
    type: 'string',
    optional: true,
    subject: true,
    after: ['my business is', 'I am called', 'our company is'],
  },
  taxNumber: { type: 'string', optional: true, cues: ['tax number is', 'tax number', 'vat id'] },
  bank: { type: 'string', optional: true, cues: ['bank details are', 'IBAN'] },
  nextInvoiceNumber: { type: 'string', optional: true, cues: ['invoices start at'] },
  address: { type: 'string', optional: true, rest: true, cues: ['address is', 'address'] },
} satisfies Inputs;
