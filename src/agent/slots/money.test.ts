import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalsOf, decimalText } from '../../kernel/index.ts';
import { findMoney } from './money.ts';

function read(text: string, currency = 'USD') {
  return findMoney(text, currency).map((amount) =>
    'value' in amount ? amount.value : { problem: amount.problem },
  );
}

describe('an amount', () => {
  it.each([
    ['$1,200', 1_200_00, 'USD'],
    ['1200 usd', 1_200_00, 'USD'],
    ['EUR 1.200,50', 1_200_50, 'EUR'],
    ['1.200,50 €', 1_200_50, 'EUR'],
    ['€1 200', 1_200_00, 'EUR'],
    ["1'200 CHF", 1_200_00, 'CHF'],
    ['1’200.50 Fr. is wrong, CHF 80.-', 80_00, 'CHF'],
    ['£99', 99_00, 'GBP'],
    ['¥5000', 5000, 'JPY'],
    ['R$ 50', 50_00, 'BRL'],
    ['US$ 7', 7_00, 'USD'],
    ['300 euros', 300_00, 'EUR'],
    ['90 dollars', 90_00, 'USD'],
    ['1.2k', 1_200_00, 'USD'],
    ['$2K', 2_000_00, 'USD'],
    ['₹12,34,567', 1_234_567_00, 'INR'],
    ['KWD 1.200', 1_200, 'KWD'],
    ['$0.500', 50, 'USD'],
    ['$300 CAD', 300_00, 'CAD'],
    ['450 PLN', 450_00, 'PLN'],
  ])('%s', (text, minor, currency) => {
    expect(read(text).at(-1)).toEqual({ minor, currency });
  });

  it.each([
    ['1,200.50', { minor: 1_200_50, currency: 'USD' }],
    ['1.200', { minor: 1_200_00, currency: 'USD' }],
    ['1.200.300', { minor: 1_200_300_00, currency: 'USD' }],
    ['12.5', { minor: 12_50, currency: 'USD' }],
    ['12,50', { minor: 12_50, currency: 'USD' }],
  ])('without a currency, %s, is of the operator’s own', (text, money) => {
    expect(read(text)).toEqual([money]);
  });

  it('takes “$” as the operator’s dollar, and as US dollars where theirs is none', () => {
    expect([read('$5', 'CAD'), read('$5', 'MXN'), read('$5', 'EUR')].flat()).toEqual([
      { minor: 500, currency: 'CAD' },
      { minor: 500, currency: 'MXN' },
      { minor: 500, currency: 'USD' },
    ]);
  });

  it('tells crowns apart by the operator’s country only', () => {
    expect(read('450 kr', 'SEK')).toEqual([{ minor: 450_00, currency: 'SEK' }]);
    expect(read('450 kr', 'USD')).toEqual([
      { problem: '“450 kr” does not say which currency. Write its code, such as USD.' },
    ]);
  });

  it.each([
    ['$0', '$0.00 cannot be used; an amount must be above zero.'],
    ['-$50', '-$50.00 cannot be used; an amount must be above zero.'],
    ['minus 50 eur', '-€50.00 cannot be used; an amount must be above zero.'],
    ['$10.5555', '“$10.5555” has more decimals than USD, which has 2.'],
    ['¥50.5', '“¥50.5” has decimals, and JPY has none.'],
    ['$90071992547409.92', '“$90071992547409.92” is larger than I can count exactly.'],
    ['$1,2,3', 'I cannot read “$1,2,3” as an amount. Write it like 1,200.50.'],
    ['$300 EUR', '“$300 EUR” does not say which currency. Write its code, such as USD.'],
  ])('says why %s cannot be used', (text, problem) => {
    expect(read(text)).toEqual([{ problem }]);
  });

  it.each([
    '2026-014',
    '9:00',
    '19%',
    'DE123456789',
    '+49170',
    'v1.2',
    '#3',
    '3x',
    '1/2',
    '12:30',
    'no. DE89',
    'ana@5.example',
  ])('is not seen in %s', (text) => {
    expect(read(text)).toEqual([]);
  });

  it('takes a dash that stands apart for a dash', () => {
    expect(read('Ana - $300 - logo')).toEqual([{ minor: 300_00, currency: 'USD' }]);
  });

  it('takes words such as “all” and “bob” for words', () => {
    expect(read('for all 300 of bob 20')).toEqual([
      { minor: 300_00, currency: 'USD' },
      { minor: 20_00, currency: 'USD' },
    ]);
  });

  it('reads back what any country writes', () => {
    const locales = [
      'en-US',
      'en-GB',
      'en-IN',
      'de-DE',
      'de-CH',
      'fr-FR',
      'es-ES',
      'pt-BR',
      'pl-PL',
      'sv-SE',
      'ja-JP',
    ];
    const currencies = ['USD', 'EUR', 'GBP', 'CHF', 'JPY', 'INR', 'BRL', 'CAD', 'PLN'];
    const amount = fc.tuple(
      fc.constantFrom(...locales),
      fc.constantFrom(...currencies),
      fc.integer({ min: 1, max: 1e12 }),
    );
    fc.assert(
      fc.property(amount, ([locale, currency, minor]) => {
        const plain = decimalText(minor, decimalsOf(currency));
        const style = { style: 'currency', currency, currencyDisplay: 'code' } as const;
        const text = new Intl.NumberFormat(locale, style).format(plain).replaceAll(/\s/gu, ' ');
        expect(read(`for ${text} today`, 'EUR'), text).toEqual([{ minor, currency }]);
      }),
      { numRuns: 500 },
    );
  });
});
