import { describe, expect, it } from 'vitest';
import { fillSlots } from './fill.ts';
import { contextWith, INVOICE } from './workflow-inputs.fake.ts';

function fill(text: string) {
  return fillSlots(text, INVOICE, contextWith({ taxRate: 19 }));
}

const usd = (minor: number) => ({ minor, currency: 'USD' });
const eur = (minor: number) => ({ minor, currency: 'EUR' });

describe('a price for each', () => {
  it.each([
    ['Invoice Ana 3 hours at 80 € for consulting', eur(240_00), 'consulting, 3 hours at €80.00'],
    ['Invoice Ana for 3 hours of consulting at 80 €', eur(240_00), 'consulting, 3 hours at €80.00'],
    ['Ana: 3 h consulting at 90 €, please bill it', eur(270_00), 'consulting, 3 h at €90.00'],
    [
      'Invoice Ana for consulting, 3 hours at 80, due in 14 days',
      usd(240_00),
      'consulting, 3 hours at $80.00',
    ],
    ['charge Kim for the extra hours, 4 x 70', usd(280_00), 'extra hours, 4 × $70.00'],
    ['Invoice Kim 10 hours x 85 EUR for consulting', eur(850_00), 'consulting, 10 hours at €85.00'],
    ['bill Ana $50/hour for 4 hours of editing', usd(200_00), 'editing, 4 hours at $50.00'],
    [
      'bill Ana for the translation, 0.12 per word, 4000 words',
      usd(480_00),
      'translation, 4000 words at $0.12',
    ],
    ['Invoice Ana 2.5 hours at $33.33 for support', usd(83_33), 'support, 2.5 hours at $33.33'],
    ['Invoice Ana half a day at 400 for the workshop', usd(200_00), 'workshop, half a day at $400.00'],
  ])('is taken so often as it is said: “%s”', async (text, amount, what) => {
    const { values, problems } = await fill(text);
    expect(problems).toEqual({});
    expect(values).toMatchObject({ amount, lines: [{ what, amount }] });
  });

  it.each([
    ['I worked two days for Kim, 500 per day, write the invoice', 'two days at $500.00'],
    ['acme: 12 hours, 55 each, bill it', '12 hours at $55.00'],
    ['bill Kim 2 days at $400', '2 days at $400.00'],
    ['write Kim a bill for three hours at 60 euros each', 'three hours at €60.00'],
  ])('says what it is for, where nothing else does: “%s”', async (text, what) => {
    expect((await fill(text)).values['what']).toBe(what);
  });

  it('does not count a deadline', async () => {
    const { values } = await fill('Invoice Ana for logo, due in 14 days, $300');
    expect(values).toMatchObject({ due: 14, amount: usd(300_00) });
  });

  it('is asked about where it is not said of how many, or again and again', async () => {
    expect((await fill('bill Ana 80 € an hour for coaching')).problems).toEqual({
      amount: '“80 € an hour” does not say of how many.',
    });
    expect((await fill('Invoice Ana $100 every month for hosting')).problems).toEqual({
      amount: 'I write one at a time, and “every month” asks for more. Set a reminder for the next ones.',
    });
  });

  it('leaves a sum for all of them as it is', async () => {
    const { values } = await fill('create a bill for Kim: 2 days of training, 1,600 euros');
    expect(values).toMatchObject({ amount: eur(1600_00), what: '2 days of training' });
    expect(values['lines']).toBeUndefined();
  });
});

describe('several things', () => {
  it.each([
    [
      'put together an invoice: Lima Studio, logo 500, cards 120',
      [
        ['logo', 500_00],
        ['cards', 120_00],
      ],
    ],
    [
      'new bill for Ana: audit 1900 plus travel 85',
      [
        ['audit', 1900_00],
        ['travel', 85_00],
      ],
    ],
    [
      'Invoice Ana $300 for the logo and $120 for cards, due in 10 days',
      [
        ['logo', 300_00],
        ['cards', 120_00],
      ],
    ],
    [
      'bill Ana for logo 500 and cards 120',
      [
        ['logo', 500_00],
        ['cards', 120_00],
      ],
    ],
    [
      'Invoice Ana for design 500, print 200 and shipping 30, net 30',
      [
        ['design', 500_00],
        ['print', 200_00],
        ['shipping', 30_00],
      ],
    ],
    [
      'Invoice Ana for 2 logos at 300 and one flyer for 50',
      [
        ['2 logos at $300.00', 600_00],
        ['one flyer', 50_00],
      ],
    ],
  ] as const)('are lines of one paper: “%s”', async (text, lines) => {
    const { values, problems } = await fill(text);
    expect(problems).toEqual({});
    expect(values).toMatchObject({
      amount: usd(lines.reduce((sum, [, minor]) => sum + minor, 0)),
      lines: lines.map(([what, minor]) => ({ what, amount: usd(minor) })),
    });
  });

  it('are asked about where they cannot be told apart, are in two currencies or hold tax', async () => {
    expect((await fill('Invoice Ana 300, 500 for logo')).problems).toEqual({
      amount: 'You gave “300” and “500”, and I need one.',
    });
    expect((await fill('Invoice Ana $300 for logo and 120 € for cards')).problems).toHaveProperty('amount');
    expect((await fill('bill Ana for logo 500 and cards 120 incl. VAT')).problems).toHaveProperty('amount');
  });
});

describe('an amount with tax', () => {
  it.each([
    ['Invoice Ana 119 € incl. 19 % VAT for the logo', { amount: eur(100_00), tax: 19 }],
    ['Invoice Ana 107 € incl. 7 % VAT for the book', { amount: eur(100_00), tax: 7 }],
    ['Invoice Ana $238 gross for the logo', { amount: usd(200_00) }],
    ['Invoice Ana 238 € including VAT for design', { amount: eur(200_00) }],
  ])('is kept without: “%s”', async (text, values) => {
    expect((await fill(text)).values).toMatchObject(values);
  });

  it.each([
    ['Invoice Ana $500 excl. VAT for the logo', { amount: usd(500_00), what: 'the logo' }],
    ['Invoice Ana 500 for logo plus tax', { amount: usd(500_00), what: 'logo' }],
    ['Invoice Ana $500 for logo, without VAT', { amount: usd(500_00), what: 'logo', tax: 0 }],
    ['Invoice Ana 500 plus 7% VAT for logo', { amount: usd(500_00), what: 'logo', tax: 7 }],
  ])('is told from one without: “%s”', async (text, values) => {
    expect((await fill(text)).values).toEqual({ customer: 'ana', ...values });
  });

  it('is asked about where nothing comes to exactly as much', async () => {
    expect((await fill('Invoice Ana $99.99 incl. 19 % VAT for X')).problems).toEqual({
      amount: 'No amount comes to exactly $99.99 with 19 % tax; the nearest before tax is $84.03.',
    });
  });
});
