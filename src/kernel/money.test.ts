import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addMoney,
  currencySchema,
  decimalsOf,
  decimalText,
  formatMoney,
  type Money,
  moneySchema,
  percentOf,
} from './money.ts';

const usd = (minor: number): Money => ({ minor, currency: 'USD' });

describe('formatMoney', () => {
  it.each([
    [120_000, 'USD', '$1,200.00'],
    [45_000, 'EUR', '€450.00'],
    [1200, 'JPY', '¥1,200'],
    [8000, 'CHF', 'CHF 80.00'],
    [1234, 'KWD', 'KWD 1.234'],
    [-5, 'USD', '-$0.05'],
    [0, 'USD', '$0.00'],
    [Number.MAX_SAFE_INTEGER, 'USD', '$90,071,992,547,409.91'],
  ])('shows %d minor units of %s as %s', (minor, currency, text) => {
    expect(formatMoney({ minor, currency })).toBe(text);
  });

  it('loses no minor unit of any amount', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom('USD', 'JPY', 'KWD'), (minor, currency) => {
        const digits = formatMoney({ minor, currency }).replaceAll(/\D/g, '');
        expect(BigInt(digits)).toBe(BigInt(Math.abs(minor)));
      }),
    );
  });
});

it.each([
  ['USD', 2],
  ['JPY', 0],
  ['KWD', 3],
])('knows the decimals of %s', (currency, decimals) => {
  expect(decimalsOf(currency)).toBe(decimals);
});

it.each([
  [-5, 2, '-0.05'],
  [5, 0, '5'],
  [1234, 3, '1.234'],
  [100, 2, '1.00'],
])('writes %d with %d decimals as %s', (minor, decimals, text) => {
  expect(decimalText(minor, decimals)).toBe(text);
});

it.each([
  [{ minor: 1.5, currency: 'USD' }],
  [{ minor: Number.MAX_SAFE_INTEGER + 1, currency: 'USD' }],
  [{ minor: '5', currency: 'USD' }],
  [{ minor: 5, currency: 'usd' }],
  [{ minor: 5, currency: 'XQQ' }],
  [{ minor: 5 }],
  [{ minor: 5, currency: 'USD', more: 1 }],
])('refuses %j as money', (value) => {
  expect(moneySchema.safeParse(value).success).toBe(false);
});

it('says what a currency code looks like', () => {
  expect(currencySchema.safeParse('Dollar').error?.issues[0]?.message).toBe(
    'Write a currency code, such as USD or EUR.',
  );
});

describe('addMoney', () => {
  it('of nothing is zero', () => {
    expect(addMoney('EUR', [])).toEqual({ minor: 0, currency: 'EUR' });
  });

  it('refuses an amount in another currency', () => {
    expect(() => addMoney('USD', [usd(1), { minor: 1, currency: 'EUR' }])).toThrow('Cannot add EUR to USD.');
  });

  const minors = fc.array(fc.oneof(fc.maxSafeInteger(), fc.constantFrom(Number.MAX_SAFE_INTEGER, 2, -2)));
  const sumOf = (given: readonly number[]) => given.reduce((total, minor) => total + BigInt(minor), 0n);
  const isSafe = (sum: bigint) => Number.isSafeInteger(Number(sum));

  it('is exact whatever is added on the way', () => {
    expect(addMoney('USD', [usd(Number.MAX_SAFE_INTEGER), usd(2), usd(-2)])).toEqual(
      usd(Number.MAX_SAFE_INTEGER),
    );
    fc.assert(
      fc.property(
        minors.filter((given) => isSafe(sumOf(given))),
        (given) => {
          expect(BigInt(addMoney('USD', given.map(usd)).minor)).toBe(sumOf(given));
        },
      ),
    );
  });

  it('refuses a sum that could not be kept exactly', () => {
    fc.assert(
      fc.property(
        minors.filter((given) => !isSafe(sumOf(given))),
        (given) => {
          expect(() => addMoney('USD', given.map(usd))).toThrow(RangeError);
        },
      ),
    );
  });
});

describe('percentOf', () => {
  it.each([
    [10_000, 19, 1900],
    [333, 19, 63],
    [50, 1, 1],
    [-50, 1, -1],
    [49, 1, 0],
    [1000, 7.7, 77],
    [100_000, 0.001, 1],
    [12_345, 0, 0],
    [12_345, 100, 12_345],
  ])('of %d at %d percent is %d', (minor, percent, expected) => {
    expect(percentOf(usd(minor), percent)).toEqual(usd(expected));
  });

  it('rounds half away from zero, exactly, for every amount and rate', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.nat({ max: 100_000 }), (minor, thousandths) => {
        const doubled = 2n * BigInt(minor) * BigInt(thousandths);
        const sign = doubled < 0n ? -1n : 1n;
        const expected = (sign * ((sign * doubled + 100_000n) / 200_000n)).toString();
        expect(BigInt(percentOf(usd(minor), thousandths / 1000).minor).toString()).toBe(expected);
      }),
    );
  });
});
