import { z } from 'zod';

const KNOWN_CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

/** An ISO 4217 code that this Node knows, so that its decimals are known too. */
export const currencySchema = z
  .string()
  .refine((code) => KNOWN_CURRENCIES.has(code), { error: 'Write a currency code, such as USD or EUR.' });

/** Integer minor units (cents) with their currency: 1200.00 USD is `{ minor: 120000, currency: 'USD' }`. */
export const moneySchema = z
  .strictObject({ minor: z.int(), currency: currencySchema })
  .meta({ id: 'Money', kind: 'money' });

export type Money = Readonly<z.infer<typeof moneySchema>>;

/** How many decimals the currency has: USD 2, JPY 0, KWD 3. */
export function decimalsOf(currency: string): number {
  return formatter(currency).decimals;
}

/** Money as users read it: `$1,200.00`, `€450.00`, `¥1,200`, `CHF 80.00`. */
export function formatMoney({ minor, currency }: Money): string {
  const { format, decimals } = formatter(currency);
  return format.format(decimalText(minor, decimals)).replaceAll('\u00a0', ' ');
}

interface Formatter {
  readonly format: Intl.NumberFormat;
  readonly decimals: number;
}

/** Made once for each currency, since that takes longer than to use it. */
const formatters = new Map<string, Formatter>();

function formatter(currency: string): Formatter {
  const known = formatters.get(currency);
  if (known) return known;
  const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
  const made = { format, decimals: format.resolvedOptions().maximumFractionDigits ?? 2 };
  formatters.set(currency, made);
  return made;
}

/** Minor units as a plain decimal, without passing through a float: `decimalText(-5, 2)` is `-0.05`. */
export function decimalText(minor: number, decimals: number): `${number}` {
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0');
  const cut = digits.length - decimals;
  const text = decimals === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
  return `${minor < 0 ? '-' : ''}${text}` as `${number}`;
}

/** The sum; every amount must have the given currency. Throws a RangeError where it would not be exact. */
export function addMoney(currency: string, amounts: readonly Money[]): Money {
  const minor = amounts.reduce((sum, amount) => sum + inCurrency(amount, currency), 0n);
  return { minor: exact(Number(minor)), currency };
}

/** A percentage of an amount, rounded half away from zero to a whole minor unit. `percent` has at most 3 decimals. */
export function percentOf({ minor, currency }: Money, percent: number): Money {
  const scaled = BigInt(minor) * BigInt(Math.round(percent * 1000));
  const half = scaled < 0n ? -50_000n : 50_000n;
  return { minor: exact(Number((scaled + half) / 100_000n)), currency };
}

function inCurrency(amount: Money, currency: string): bigint {
  if (amount.currency !== currency) throw new RangeError(`Cannot add ${amount.currency} to ${currency}.`);
  return BigInt(amount.minor);
}

function exact(minor: number): number {
  if (!Number.isSafeInteger(minor)) throw new RangeError(`${minor} is too large for exact money.`);
  return minor;
}
