import { formatMoney, moneySchema, shownDate } from '../../kernel/index.ts';
import { contractSchema, noticeText, priceText } from '../../memory/index.ts';

/** The value of a record's field in words; a price and a notice read as a contract says them. */
export function fieldText(field: string, value: unknown, today: string): string {
  if (field === 'notice' && typeof value === 'string') return noticeText(value, today);
  const price = field === 'price' ? contractSchema.shape.price.safeParse(value).data : undefined;
  return price ? priceText(price) : valueText(value, today);
}

/** A value in words: money as it is written, dates with their weekday, lists line by line. */
function valueText(value: unknown, today: string): string {
  if (value === null || value === undefined) return '';
  const money = moneySchema.safeParse(value);
  if (money.success) return formatMoney(money.data);
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}$/.test(value) ? shownDate(value, today) : value;
  if (Array.isArray(value)) return value.map((one) => valueText(one, today)).join('\n');
  if (typeof value === 'object')
    return Object.values(value)
      .map((one) => valueText(one, today))
      .filter((text) => text !== '')
      .join(', ');
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}
