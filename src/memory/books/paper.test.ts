import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Money } from '../../kernel/index.ts';
import { invoiceSchema } from '../records/kinds.ts';
import { type InvoiceInput, invoiceInputSchema, issueInvoice, printable } from './paper.ts';

const usd = (minor: number): Money => ({ minor, currency: 'USD' });

const ISSUING = {
  number: '2026-001',
  today: '2026-11-23',
  customerId: 'cus_1',
  customer: { name: 'Ana', email: 'ana@example.com' },
  business: { name: 'Studio', bank: 'IBAN', nextInvoiceNumber: '2026-001' },
  defaults: { taxRate: 19, paper: 'A4' },
} as const;

const issue = (input: Partial<InvoiceInput>) =>
  issueInvoice({ customer: 'cus_1', due: '2026-12-07', ...input }, ISSUING);

const SINGLE = { customer: 'cus_1', amount: usd(10_000), what: 'Work', due: '2026-12-07' };

describe('an invoice', () => {
  it('of one amount has one line, at the default tax rate', () => {
    expect(issue({ amount: usd(10_000), what: 'Work' })).toEqual({
      number: '2026-001',
      status: 'open',
      customer: 'cus_1',
      seller: { name: 'Studio', bank: 'IBAN' },
      buyer: { name: 'Ana', email: 'ana@example.com' },
      lines: [{ description: 'Work', amount: usd(10_000), taxRate: 19 }],
      net: usd(10_000),
      taxes: [{ rate: 19, net: usd(10_000), tax: usd(1900) }],
      total: usd(11_900),
      issuedOn: '2026-11-23',
      suppliedOn: '2026-11-23',
      dueOn: '2026-12-07',
      paper: 'A4',
    });
  });

  it('takes a line’s own rate before the invoice’s, and that before the default', () => {
    const lines = [
      { what: 'a', amount: usd(100), taxRate: 0 },
      { what: 'b', amount: usd(100) },
    ];
    expect(issue({ lines, taxRate: 7 }).lines.map(({ taxRate }) => taxRate)).toEqual([0, 7]);
    expect(issue({ lines }).lines.map(({ taxRate }) => taxRate)).toEqual([0, 19]);
  });

  it('rounds the tax of each rate once, on the sum of its lines', () => {
    const lines = Array.from({ length: 3 }, () => ({ what: 'a', amount: usd(33) }));
    expect(issue({ lines, taxRate: 1.5 }).taxes).toEqual([{ rate: 1.5, net: usd(99), tax: usd(1) }]);
  });

  it('names each rate once, the highest first', () => {
    const lines = [7, 19, 7, 0].map((taxRate) => ({ what: 'a', amount: usd(100), taxRate }));
    expect(issue({ lines }).taxes.map(({ rate }) => rate)).toEqual([19, 7, 0]);
  });

  const line = fc.record({
    what: fc.constant('work'),
    amount: fc.integer({ min: 1, max: 10_000_000 }).map(usd),
    taxRate: fc.constantFrom(0, 5.5, 7, 7.7, 19, 20),
  });

  it('adds up: net and taxes are the total, and the nets of all rates are the net', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), (lines) => {
        const { net, taxes, total } = issue({ lines });
        const sum = (amounts: readonly Money[]) => amounts.reduce((before, { minor }) => before + minor, 0);
        expect(net.minor).toBe(sum(lines.map(({ amount }) => amount)));
        expect(net.minor).toBe(sum(taxes.map((tax) => tax.net)));
        expect(total.minor).toBe(net.minor + sum(taxes.map(({ tax }) => tax)));
        for (const { rate, net: base, tax } of taxes)
          expect(Math.abs(tax.minor - (base.minor * rate) / 100)).toBeLessThanOrEqual(0.5 + 1e-6);
      }),
    );
  });

  it('does not depend on the order of its lines', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 20 }), (lines) => {
        const { lines: _, ...sums } = issue({ lines });
        expect(issue({ lines: lines.toReversed() })).toMatchObject(sums);
      }),
    );
  });

  it('can be kept as a record and printed without anything left undefined', () => {
    const invoice = issue({ amount: usd(10_000), what: 'Work', supplied: '2026-11-20' });
    expect(invoiceSchema.parse(invoice)).toEqual(invoice);
    expect(printable(invoice, 'draft')).toMatchObject({
      kind: 'invoice',
      state: 'draft',
      suppliedOn: '2026-11-20',
      total: usd(11_900),
    });
    expect(Object.values(printable(invoice, 'draft').seller)).not.toContain(undefined);
  });
});

describe('the input of an invoice', () => {
  it.each([
    ['one amount', SINGLE],
    ['lines', { customer: 'cus_1', due: '2026-12-07', lines: [{ what: 'a', amount: usd(1) }] }],
  ])('is %s', (_, input) => {
    expect(invoiceInputSchema.safeParse(input).error).toBeUndefined();
  });

  it.each<[string, object, string]>([
    ['no amount', { amount: undefined }, 'amount'],
    ['nothing said of what it is for', { what: undefined }, 'what'],
    ['an amount of zero', { amount: usd(0) }, 'amount'],
    ['a negative amount', { amount: usd(-1) }, 'amount'],
    ['lines beside an amount', { lines: [{ what: 'a', amount: usd(1) }] }, 'lines'],
    ['no lines in its list of lines', { amount: undefined, what: undefined, lines: [] }, 'lines'],
    [
      'lines in two currencies',
      {
        amount: undefined,
        what: undefined,
        lines: ['USD', 'EUR'].map((currency) => ({ what: 'a', amount: { minor: 1, currency } })),
      },
      'lines',
    ],
    ['more than 100 percent tax', { taxRate: 101 }, 'taxRate'],
    ['a tax rate with four decimals', { taxRate: 7.7001 }, 'taxRate'],
    ['a day that there is not', { due: '2026-02-30' }, 'due'],
    ['a field that there is not', { discount: 5 }, ''],
  ])('is refused with %s', (_, given, path) => {
    const input = Object.fromEntries(
      Object.entries({ ...SINGLE, ...given }).filter(([, value]) => value !== undefined),
    );
    expect(invoiceInputSchema.safeParse(input).error?.issues.map((found) => found.path.join('/'))).toEqual([
      path,
    ]);
  });

  it('refuses an amount with which the sums could not be kept exactly', () => {
    const most = Math.floor(Number.MAX_SAFE_INTEGER / 1000);
    const lines = Array.from({ length: 500 }, () => ({ what: 'a', amount: usd(most), taxRate: 100 }));
    const input = { customer: 'cus_1', due: '2026-12-07', lines };
    expect(issue(invoiceInputSchema.parse(input)).total).toEqual(usd(most * 1000));
    const more = invoiceInputSchema.safeParse({ ...SINGLE, amount: usd(most + 1) });
    expect(more.error?.issues).toMatchObject([
      { path: ['amount'], message: 'Write a smaller sum: this is too much for one invoice.' },
    ]);
  });
});
