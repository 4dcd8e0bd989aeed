import type { Effect } from '../../src/console/api/effect.ts';
import type { Form } from '../../src/console/api/form.ts';
import type { Message } from '../../src/console/api/message.ts';
import type { Suggestion } from '../../src/console/api/suggestion.ts';
import type { Why } from '../../src/console/api/why.ts';

/** Canned data for the page: Olga's business, as UX.md tells it. Shapes are those of the HTTP API. */

const minute = (number: number) => `2026-11-23T08:${String(number).padStart(2, '0')}:00.000Z`;

const MAIL_TEXT =
  'Hi Ana,\n\nhere is the invoice for the landing page, due on 7 December.\n\nThank you,\nOlga';

export const invoiceCard = {
  id: 'sug_invoice',
  status: 'pending',
  title: 'Send invoice to Ana Torres: $1,200.00',
  preview: {
    to: ['Ana Torres <ana@torres.example>'],
    facts: [
      { label: 'Invoice', text: 'number assigned on approval, due Mon 7 Dec' },
      { label: 'Amount', text: 'landing page $1,200.00, tax 0%, total $1,200.00' },
    ],
    subject: 'Invoice (number) for the landing page',
    text: MAIL_TEXT,
    attachments: [{ id: 'att_1', name: 'invoice.pdf', pages: 1 }],
    notes: [{ text: 'your address and bank details are missing on it.', mend: 'business' }],
    changes: [],
  },
  reason: 'you wrote “Invoice Ana $1,200 …” at 9:12',
  commands: [],
  hash: 'hash-1',
  risk: 'leaves',
  undo: 'Mail cannot be unsent; invoice can be voided',
  cost: 'no cost',
  createdAt: minute(12),
  expiresAt: '2026-11-30T08:12:00.000Z',
  effectIds: [],
  conversation: 'main',
} satisfies Suggestion;

export const replyCard = {
  ...invoiceCard,
  id: 'sug_reply',
  title: 'Reply to Ben Okafor',
  preview: {
    to: ['Ben Okafor, Telegram, from your business account'],
    facts: [
      { label: 'Ben, 14:02', text: '“Could you do a logo for me next week?”' },
      { label: 'Seems to want', text: 'new work. Customer since March, owes nothing' },
    ],
    text: 'Hi Ben, thanks for asking. I will send you a price by Wednesday. Olga',
    attachments: [],
    notes: [{ text: 'this promises a date.' }],
    changes: [],
  },
  reason: 'Ben wrote; template “new work”',
  hash: 'hash-2',
  undo: 'Cannot be unsent',
  createdAt: minute(20),
} satisfies Suggestion;

export const invoiceForm = {
  commands: [
    {
      title: 'Invoice',
      command: 'invoice.create@1',
      schema: {
        type: 'object',
        properties: {
          customer: { type: 'string', readOnly: true },
          amount: { $ref: '#/$defs/Money' },
          due: { type: 'string', format: 'date' },
          taxPercent: { type: 'number', title: 'Tax in percent' },
          lines: {
            type: 'array',
            items: {
              type: 'object',
              properties: { what: { type: 'string' }, price: { $ref: '#/$defs/Money' } },
              required: ['what', 'price'],
            },
          },
        },
        required: ['customer', 'amount', 'due'],
        $defs: { Money: { type: 'object', kind: 'money' } },
      },
      input: {
        customer: 'Ana Torres',
        amount: { minor: 120_000, currency: 'USD' },
        due: '2026-12-07',
        lines: [{ what: 'Landing page', price: { minor: 120_000, currency: 'USD' } }],
      },
    },
    {
      title: 'Mail',
      command: 'email.send@1',
      schema: {
        type: 'object',
        properties: {
          to: { type: 'string', format: 'email' },
          subject: { type: 'string' },
          body: { type: 'string', kind: 'longtext', title: 'Text' },
          attach: { type: 'string', title: 'Attachment' },
          tone: { type: 'string', enum: ['friendly', 'firm'] },
        },
        required: ['to', 'subject', 'body'],
      },
      input: {
        to: 'ana@torres.example',
        subject: { $join: ['Invoice ', { $output: 'invoice.number' }, ' for the landing page'] },
        body: MAIL_TEXT,
        attach: { $output: 'invoice.pdf' },
        tone: 'friendly',
      },
    },
  ],
} satisfies Form;

const effect = {
  id: 'eff_1',
  runId: 'run_1',
  command: 'email.send@1',
  title: 'Mail',
  status: 'done',
  at: minute(14),
  changedAt: minute(14),
  idempotencyKey: 'eff_1',
  attempts: 1,
  input: {},
  outputs: {},
  undo: 'Mail cannot be unsent',
  undoable: false,
} satisfies Effect;

export const unsureEffect = {
  ...effect,
  id: 'eff_unsure',
  title: 'invoice 2026-014',
  status: 'unknown',
  recipient: 'Ana Torres <ana@torres.example>',
  note: 'The mail server took it at 9:14, then the line dropped.',
} satisfies Effect;

export const effects: readonly Effect[] = [
  {
    ...effect,
    id: 'eff_saved',
    title: 'Invoice mail to Kim Yu',
    status: 'saved',
    recipient: 'Kim Yu <kim@yu.example>',
    note: 'No mail account is connected.',
    at: minute(10),
  },
  {
    ...effect,
    id: 'eff_done',
    title: 'Invoice 2026-013 for Kim Yu',
    command: 'invoice.create@1',
    undo: 'invoice.void@1',
    undoable: true,
    at: minute(9),
  },
  {
    ...effect,
    id: 'eff_failed',
    title: 'Mail to Joe',
    status: 'failed',
    recipient: 'joe@old.example',
    error: { code: 'MAIL_REFUSED', message: 'The mail to joe@old.example was refused: no such address.' },
    attempts: 5,
    at: minute(2),
  },
];

export const talk: readonly Message[] = [
  inbound('msg_1', 'Add customer Ana Torres, ana@torres.example', 10),
  outbound('msg_2', 'Ana Torres is added.\n\nYou can now:\n- invoice Ana\n- plan a task for Ana', {
    at: minute(10),
  }),
  inbound('msg_3', 'Invoice Ana $1,200 for the landing page, due in 14 days', 12),
  outbound('msg_4', 'Here is the invoice for Ana, with its mail.', { suggestionId: 'sug_invoice' }),
];

export const why = {
  id: 'msg_2',
  title: 'Ana Torres is added.',
  lines: [
    {
      id: 'evt_01',
      kind: 'trigger',
      text: 'You wrote “Add customer Ana Torres, ana@torres.example”, 9:10',
      href: '/api/v1/events/evt_01',
    },
    {
      id: 'run_01',
      kind: 'workflow',
      text: 'customer-add, version 2, by its words',
      href: '/api/v1/workflows/customer-add',
    },
    { id: 'rule_01', kind: 'rule', text: 'Local records: always', href: '/api/v1/events/evt_02' },
    {
      id: 'rec_01',
      kind: 'record',
      text: 'Customer Ana Torres, version 1',
      href: '/api/v1/records/customer/rec_01',
    },
  ],
} satisfies Why;

export function inbound(id: string, text: string, at: number): Message {
  const author = { kind: 'operator', name: 'Olga' } as const;
  return { id, at: minute(at), conversation: 'main', turn: `evt_${id}`, direction: 'in', author, text };
}

/** `more` may say another minute, or a card. */
export function outbound(id: string, text: string, more: Partial<Message> = {}): Message {
  return {
    id,
    at: minute(12),
    conversation: 'main',
    turn: 'evt_1',
    direction: 'out',
    author: { kind: 'assistant', name: 'Mainstay' },
    text,
    ...more,
  };
}

/** The smallest PDF that has a page. */
export const PDF = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj
4 0 obj<</Length 45>>stream
BT /F 18 Tf 30 140 Td (Invoice for Ana) Tj ET
endstream endobj
trailer<</Root 1 0 R>>
%%EOF`;
