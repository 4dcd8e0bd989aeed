import { stringify } from 'yaml';
import { formatMoney, type Json, moneySchema } from '../../kernel/index.ts';
import { visible, wrapped } from './text.ts';

/** A recorded value for people to read, as YAML: money as an amount, what was not known yet as `{invoice.number}`. */
export function shownValue(value: Json, width: number): string[] {
  const text = stringify(readable(value), { lineWidth: 0 }).trimEnd();
  return wrapped(visible(text), width);
}

function readable(value: Json): unknown {
  const money = moneySchema.safeParse(value);
  if (money.success) return formatMoney(money.data);
  if (Array.isArray(value)) return value.map((item: Json) => readable(item));
  if (typeof value !== 'object' || value === null) return value;
  const fields = value as Readonly<Record<string, Json>>;
  const { $output, $join } = fields;
  if (typeof $output === 'string') return `{${$output}}`;
  if (Array.isArray($join)) return $join.map((part: Json) => readable(part)).join('');
  return Object.fromEntries(Object.entries(fields).map(([name, item]) => [name, readable(item)]));
}
