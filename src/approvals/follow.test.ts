import { expect, it } from 'vitest';
import type { Command, JsonObject } from '../kernel/index.ts';
import { followed, replacementsBetween, rewritten } from './follow.ts';

const TODAY = '2026-11-23';
const invoice = {
  customer: 'cus_1',
  amount: { minor: 120_000, currency: 'USD' },
  what: 'landing page',
  due: '2026-12-07',
};
const mail = {
  to: 'landing@torres.example',
  toName: 'Ana Torres',
  subject: { $join: ['Invoice ', { $output: 'invoice.number' }, ' for the landing page'] },
  body: 'Hi Ana,\n\nhere is the invoice for the landing page over $1,200.00, due on 7 December.',
};

function edit(changedInvoice: JsonObject, changedMail: JsonObject = {}): JsonObject | undefined {
  const before = commands(invoice, mail);
  const after = commands({ ...invoice, ...changedInvoice }, { ...mail, ...changedMail });
  return followed(before, after, replacementsBetween(before, after, TODAY))[1]?.input;
}

function commands(first: JsonObject, second: JsonObject): Command[] {
  return [
    { type: 'invoice.create', version: 1, input: first },
    { type: 'email.send', version: 1, input: second },
  ];
}

it('lets the mail name the new amount, date and work', () => {
  expect(
    edit({ amount: { minor: 130_000, currency: 'EUR' }, due: '2027-01-11', what: 'logo' }),
  ).toMatchObject({
    subject: { $join: ['Invoice ', { $output: 'invoice.number' }, ' for the logo'] },
    body: 'Hi Ana,\n\nhere is the invoice for the logo over €1,300.00, due on 11 January 2027.',
  });
});

it('leaves alone what was edited itself, what is one word, and what only contains the word', () => {
  const body = 'The landing page is due on 7 December.';
  expect(edit({ due: '2026-12-11', what: 'landing' }, { body })).toMatchObject({ body, to: mail.to });
  expect(rewritten('Ana, Anabel and Ana.', [{ from: 'Ana', to: 'Kim' }])).toBe('Kim, Anabel and Kim.');
});

it('changes no text where a value is put in or taken out', () => {
  expect(edit({ supplied: '2026-11-20', what: null })).toEqual(mail);
});

it('takes what it puts in as it is', () => {
  expect(rewritten('for the logo', [{ from: 'logo', to: "$& $1 $'" }])).toBe("for the $& $1 $'");
});
