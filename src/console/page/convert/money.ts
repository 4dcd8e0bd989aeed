/** Integer minor units with their currency, as everywhere in Mainstay. */
export interface Money {
  readonly minor: number;
  readonly currency: string;
}

/** Why an amount or a currency, as typed, cannot be used. */
export type MoneyProblem = 'currency' | 'amount' | 'decimals' | 'size';

export type ParsedMoney =
  | { readonly ok: true; readonly money: Money }
  | { readonly ok: false; readonly problem: MoneyProblem };

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));

/** How many decimals the currency has: USD 2, JPY 0, KWD 3. An unknown code has 2. */
export function decimalsOf(currency: string): number {
  if (!CURRENCIES.has(currency)) return 2;
  const options = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  return options.maximumFractionDigits ?? 2;
}

/** The amount as a field shows it, without passing through a float: 120000 USD is `1200.00`. */
export function amountText({ minor, currency }: Money): string {
  const decimals = decimalsOf(currency);
  const digits = String(Math.abs(minor)).padStart(decimals + 1, '0');
  const cut = digits.length - decimals;
  const sign = minor < 0 ? '-' : '';
  return decimals === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, cut)}.${digits.slice(cut)}`;
}

/**
 * An amount and a currency code, as typed, to exact minor units. Takes `1200`, `1,200.00`, `1.200,00`, `1200,5`
 * and spaces between thousands; refuses what could mean two amounts (`1.200` in a currency with 2 decimals).
 */
export function parseMoney(amount: string, currency: string): ParsedMoney {
  const code = currency.trim().toUpperCase();
  if (!CURRENCIES.has(code)) return { ok: false, problem: 'currency' };
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(plainDecimal(amount, decimalsOf(code)));
  const [, sign = '', whole, fraction = ''] = match ?? [];
  if (whole === undefined) return { ok: false, problem: 'amount' };
  if (fraction.length > decimalsOf(code)) return { ok: false, problem: 'decimals' };
  const minor = Number(`${sign}${whole}${fraction.padEnd(decimalsOf(code), '0')}`);
  if (!Number.isSafeInteger(minor)) return { ok: false, problem: 'size' };
  return { ok: true, money: { minor: minor === 0 ? 0 : minor, currency: code } };
}

/** Thousands marks out, the decimal mark as a point; text that is no number is returned so that it stays none. */
function plainDecimal(amount: string, decimals: number): string {
  const text = amount
    .trim()
    .replaceAll(/[\s'’]/g, '')
    .replace(/^[−–]/, '-');
  const grouped = /^(-?\d{1,3})((?:,\d{3})+)(\.\d+)?$/.exec(text);
  if (grouped) return `${grouped[1]}${grouped[2]?.replaceAll(',', '')}${grouped[3] ?? ''}`;
  const european = /^(-?\d{1,3})((?:\.\d{3})+),(\d+)$/.exec(text);
  if (european) return `${european[1]}${european[2]?.replaceAll('.', '')}.${european[3]}`;
  const comma = /^(-?\d+),(\d+)$/.exec(text);
  if (comma?.[2] && comma[2].length <= decimals) return `${comma[1]}.${comma[2]}`;
  return text;
}
