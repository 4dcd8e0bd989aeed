/** Figures with their separators: `1,200.50`, `1 200`, `1’200`. Linear: no separator is a digit. */
export const FIGURES = /\d{1,3}(?:[ '’]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,'’]\d+)*/gu;

/** A decimal number as its digits and how many of them stand after the point. */
export interface Decimal {
  readonly digits: bigint;
  readonly decimals: number;
}

/**
 * Reads figures with whatever separators the writer's country uses. Where one separator stands once before exactly
 * three digits it groups thousands (1.200 is 1200), unless `decimals` is three or the number begins with 0.
 * Undefined where the separators make no sense (1,2,3).
 */
export function parseDecimal(figures: string, decimals: number): Decimal | undefined {
  const plain = ungrouped(figures.replace(/[ '’]/g, '’'));
  if (plain === undefined) return undefined;
  const point = decimalPoint(plain, decimals);
  const whole = point === -1 ? plain : plain.slice(0, point);
  const fraction = point === -1 ? '' : plain.slice(point + 1);
  const digits = withoutGroups(whole);
  if (digits === undefined || !/^\d*$/.test(fraction)) return undefined;
  return { digits: BigInt(digits + fraction), decimals: fraction.length };
}

/** The number times ten to the `decimals`; undefined where that is not whole. */
export function scaled(number: Decimal, decimals: number): bigint | undefined {
  const shift = decimals - number.decimals;
  if (shift >= 0) return number.digits * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  return number.digits % divisor === 0n ? number.digits / divisor : undefined;
}

/** Takes out the groups that spaces or apostrophes make. */
function ungrouped(figures: string): string | undefined {
  if (!figures.includes('’')) return figures;
  return /^\d{1,3}(?:’\d{3})+(?:[.,]\d+)?$/.test(figures) ? figures.replaceAll('’', '') : undefined;
}

function decimalPoint(figures: string, decimals: number): number {
  const last = Math.max(figures.lastIndexOf('.'), figures.lastIndexOf(','));
  if (last === -1) return -1;
  const separator = figures.charAt(last);
  if (figures.indexOf(separator) !== last) return -1;
  const other = separator === '.' ? ',' : '.';
  if (figures.includes(other)) return last;
  const groups = figures.length - last - 1 === 3 && last <= 3 && !figures.startsWith('0');
  return groups && decimals !== 3 ? -1 : last;
}

/** Groups of three, or the Indian way (12,34,567). */
function withoutGroups(whole: string): string | undefined {
  if (/^\d+$/.test(whole)) return whole;
  const grouped = /^\d{1,3}(?:,\d{3})+$|^\d{1,3}(?:\.\d{3})+$|^\d{1,2}(?:,\d{2})*,\d{3}$/;
  return grouped.test(whole) ? whole.replace(/[.,]/g, '') : undefined;
}
