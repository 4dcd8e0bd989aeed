import { describe, expect, it } from 'vitest';
import { fillSlots } from './fill.ts';
import type { InputSpec } from './types.ts';
import { ADD_CUSTOMER, BUSINESS, contextWith, INVOICE } from './workflow-inputs.fake.ts';

function fill(text: string, inputs: Readonly<Record<string, InputSpec>>) {
  return fillSlots(text, inputs, contextWith());
}

const usd = (minor: number) => ({ minor, currency: 'USD' });
const eur = (minor: number) => ({ minor, currency: 'EUR' });

it('is read after a request with a typing error in it', async () => {
  const { values } = await fill('add costumer Ana Torres ana@torres.example', ADD_CUSTOMER);
  expect(values).toEqual({ name: 'Ana Torres', email: 'ana@torres.example' });
});

describe('an invoice', () => {
  it.each([
    [
      'Invoice Ana $1,200 for the landing page, due in 14 days',
      { customer: 'ana', amount: usd(1_200_00), what: 'the landing page', due: 14 },
    ],
    ['bill Ana 300 eur for coaching', { customer: 'ana', amount: eur(300_00), what: 'coaching' }],
    [
      'Invoice Ana Torres 1.200,50 € for logo and website by 7 December',
      { customer: 'ana', amount: eur(1_200_50), what: 'logo and website', due: 14 },
    ],
    [
      'send Ana an invoice over 450 € for the logo',
      { customer: 'ana', amount: eur(450_00), what: 'the logo' },
    ],
    [
      'Invoice Ana $80 hosting due in 30 days',
      { customer: 'ana', amount: usd(80_00), what: 'hosting', due: 30 },
    ],
    [
      'write an invoice to Lima Studio, $80, hosting, due in 30 days',
      { customer: 'lima', amount: usd(80_00), what: 'hosting', due: 30 },
    ],
    ['charge Kim 90 dollars for the session', { customer: 'kim', amount: usd(90_00), what: 'the session' }],
    [
      'invoice acme 2k for “The Logo, v2” net 30',
      { customer: 'acme', amount: usd(2_000_00), what: 'The Logo, v2', due: 30 },
    ],
    [
      'invoice for Ana, 300, the March retainer',
      { customer: 'ana', amount: usd(300_00), what: 'the March retainer' },
    ],
    [
      'bill nora 90 for 3 hours of coaching and due Friday',
      { customer: 'nora', amount: usd(90_00), what: '3 hours of coaching', due: 4 },
    ],
    [
      'Invoice Ana $80 for 30 days of hosting, two weeks',
      { customer: 'ana', amount: usd(80_00), what: '30 days of hosting', due: 14 },
    ],
    [
      'Invoice Kim Yu 1200 for the relaunch 2026, please',
      { customer: 'kim', amount: usd(1_200_00), what: 'the relaunch 2026' },
    ],
    [
      'Invoice Ana $50 for logo, website and hosting.',
      { customer: 'ana', amount: usd(50_00), what: 'logo, website and hosting' },
    ],
  ])('is read from “%s”', async (text, values) => {
    expect(await fill(text, INVOICE)).toEqual({
      values,
      ambiguous: {},
      problems: {},
      missing: [],
      absent: [],
    });
  });

  it('lists what was not said, but for what has a default', async () => {
    expect(await fill('make an invoice', INVOICE)).toEqual({
      values: {},
      ambiguous: {},
      problems: {},
      missing: ['customer', 'amount', 'what'],
      absent: [],
    });
  });

  it('chooses no amount out of several', async () => {
    const { values, problems, missing } = await fill('Invoice Ana $300 or $200 for hosting', INVOICE);
    expect(values['amount']).toBeUndefined();
    expect(problems).toEqual({ amount: 'You gave “$300” and “$200”, and I need one.' });
    expect(missing).toEqual([]);
  });

  it.each([
    'Invoice Ana $80 net',
    'Bill Ana 300 eur plus VAT',
    'send Ana an invoice of $80',
    'charge Ana $9 tomorrow',
  ])('takes no words about the amount for what it is for: “%s”', async (text) => {
    expect((await fill(text, INVOICE)).missing).toEqual(['what']);
  });

  it('takes no other money for the currency of the house', async () => {
    expect((await fill('Invoice Ana BTC 5 for tea', INVOICE)).problems).toEqual({
      amount: '“BTC 5” does not say which currency. Write its code, such as USD.',
    });
  });

  it('takes no count for an amount', async () => {
    expect((await fill('bill Ana for 3 logos', INVOICE)).missing).toEqual(['amount']);
  });

  it('says so where a text is too long to be kept whole', async () => {
    const { values, problems } = await fill(`invoice Ana $5 for ${'a very long tale '.repeat(500)}`, INVOICE);
    expect(values['what']).toBeUndefined();
    expect(problems).toEqual({ what: 'That is longer than the 4,000 characters I read at once.' });
  });
});

describe('a new customer', () => {
  it.each([
    ['add customer Ana Torres, ana@torres.example', { name: 'Ana Torres', email: 'ana@torres.example' }],
    ['new customer Acme GmbH billing@acme.example', { name: 'Acme GmbH', email: 'billing@acme.example' }],
    ['create a customer called Kim Yu', { name: 'Kim Yu' }],
    ['add a client Lima Studio, hello@lima.example', { name: 'Lima Studio', email: 'hello@lima.example' }],
    ['save Ben Okafor as a customer', { name: 'Ben Okafor' }],
    ['Please add customer “Smith, Jones & Co”', { name: 'Smith, Jones & Co' }],
    [
      'add customer Acme, Inc., Main St. 5, Boston, email: a@b.example, thanks',
      { name: 'Acme, Inc.', email: 'a@b.example', address: 'Main St. 5\nBoston' },
    ],
    [
      'Add customer Dr. Kim Yu and her email is kim@yu.example',
      { name: 'Dr. Kim Yu', email: 'kim@yu.example' },
    ],
    ['add customer Zoë O’Brien-Müller', { name: 'Zoë O’Brien-Müller' }],
    ['add customer __proto__', { name: '__proto__' }],
  ])('is read from “%s”', async (text, values) => {
    expect(await fill(text, ADD_CUSTOMER)).toEqual({
      values,
      ambiguous: {},
      problems: {},
      missing: [],
      absent: [],
    });
  });

  it('says so where the address is cut short, and which of two it should be', async () => {
    expect((await fill('add customer Ana, ana@torres', ADD_CUSTOMER)).problems).toEqual({
      email: '“ana@torres” is not a complete e-mail address.',
    });
    expect((await fill('add customer Ana, a@b.example, c@d.example', ADD_CUSTOMER)).problems).toEqual({
      email: 'You gave “a@b.example” and “c@d.example”, and I need one.',
    });
  });

  it('drops what cannot be seen from a name', async () => {
    const { values } = await fill('add customer \u202eAna\u0007 \u200bTorres\u00a0Li', ADD_CUSTOMER);
    expect(values).toEqual({ name: 'Ana Torres Li' });
  });
});

describe('the business', () => {
  it.each([
    [
      'My business is Olga Design, Hauptstr. 5, 10115 Berlin, tax number DE123456789, IBAN DE89 3704 0044 0532 0130 00, invoices start at 2026-014',
      {
        name: 'Olga Design',
        address: 'Hauptstr. 5\n10115 Berlin',
        taxNumber: 'DE123456789',
        bank: 'IBAN DE89 3704 0044 0532 0130 00',
        nextInvoiceNumber: '2026-014',
      },
    ],
    ['my company is called olga design', { name: 'olga design' }],
    ['my business is slow', {}],
    ['My business is Address Books GmbH, tax number 5', { name: 'Address Books GmbH', taxNumber: '5' }],
    [
      'My business is Olga Design, bank details: Monzo, sort code 04-00-04, account 12345678, Hauptstr. 5, Berlin',
      {
        name: 'Olga Design',
        bank: 'Monzo, sort code 04-00-04, account 12345678',
        address: 'Hauptstr. 5\nBerlin',
      },
    ],
    ['my tax number is DE123456789.', { taxNumber: 'DE123456789' }],
    [
      'our company is Studio North\nHarbour Street 5\nHamburg',
      { name: 'Studio North', address: 'Harbour Street 5\nHamburg' },
    ],
    ['my address is Hauptstr. 5, 10115 Berlin', { address: 'Hauptstr. 5\n10115 Berlin' }],
  ])('is read from “%s”', async (text, values) => {
    expect(await fill(text, BUSINESS)).toEqual({
      values,
      ambiguous: {},
      problems: {},
      missing: [],
      absent: [],
    });
  });
});

describe('inputs of one type', () => {
  it('take what stands after their cues, then what is left, in order', async () => {
    const inputs = {
      total: { type: 'money' },
      deposit: { type: 'money', cues: ['deposit', 'deposit of'] },
      seats: { type: 'integer', cues: ['seats'] },
      tax: { type: 'percent' },
    } satisfies Record<string, InputSpec>;
    expect((await fill('quote $900, deposit of $200, seats: 12, 19% tax', inputs)).values).toEqual({
      total: usd(900_00),
      deposit: usd(200_00),
      seats: 12,
      tax: 19,
    });
  });
});
