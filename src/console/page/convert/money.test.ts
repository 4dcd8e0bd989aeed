import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { amountText, decimalsOf, parseMoney } from './money.ts';

const minorOf = (amount: string, currency = 'USD') => {
  const parsed = parseMoney(amount, currency);
  return parsed.ok ? parsed.money.minor : parsed.problem;
};

describe('parseMoney', () => {
  it.each([
    ['1200', 120_000],
    ['1,200', 120_000],
    ['1,200.00', 120_000],
    ['1.200,00', 120_000],
    ['1200,5', 120_050],
    ['1 200.05', 120_005],
    ["1'200.05", 120_005],
    [' 0.07 ', 7],
    ['-5', -500],
    ['1.1', 110],
  ])('reads %s as %i cents', (amount, minor) => {
    expect(minorOf(amount)).toBe(minor);
  });

  it('uses the decimals of the currency', () => {
    expect(minorOf('1200', 'JPY')).toBe(1200);
    expect(minorOf('1.234', 'KWD')).toBe(1234);
    expect(minorOf('1200', 'eur')).toBe(120_000);
  });

  it.each([
    ['1.200', 'USD', 'decimals'],
    ['0.001', 'USD', 'decimals'],
    ['1.5', 'JPY', 'decimals'],
    ['', 'USD', 'amount'],
    ['twelve', 'USD', 'amount'],
    ['1,2,3', 'USD', 'amount'],
    ['1e3', 'USD', 'amount'],
    ['5', 'XYZ', 'currency'],
    ['99999999999999999', 'USD', 'size'],
  ])('refuses %s %s because of its %s', (amount, currency, problem) => {
    expect(minorOf(amount, currency)).toBe(problem);
  });

  it('gives back every amount that a field shows', () => {
    const currency = fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', 'CHF');
    fc.assert(
      fc.property(fc.maxSafeInteger(), currency, (minor, code) => {
        const money = { minor: minor === 0 ? 0 : minor, currency: code };
        expect(parseMoney(amountText(money), code)).toEqual({ ok: true, money });
      }),
    );
  });
});

describe('amountText', () => {
  it('keeps leading zeros and the sign of small amounts', () => {
    expect(amountText({ minor: -5, currency: 'USD' })).toBe('-0.05');
    expect(amountText({ minor: 5, currency: 'JPY' })).toBe('5');
    expect(decimalsOf('KWD')).toBe(3);
  });
});
