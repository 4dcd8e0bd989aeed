import { z } from 'zod';
import type { Registry } from '../connectors/index.ts';
import {
  type Command,
  canonicalJson,
  formatMoney,
  isJoinedText,
  isOutputReference,
  type Json,
  moneySchema,
} from '../kernel/index.ts';
import type { CardPreview } from './suggestion.ts';

/** What an edit changed, field by field, as the new card marks it. */
export function changesBetween(
  registry: Registry,
  before: readonly Command[],
  after: readonly Command[],
): CardPreview['changes'] {
  return after.flatMap((command, position) => {
    const old = before[position]?.input ?? {};
    const titles = fieldTitles(registry, command);
    const fields = [...new Set([...Object.keys(old), ...Object.keys(command.input)])];
    return fields
      .filter((field) => canonicalJson(old[field] ?? null) !== canonicalJson(command.input[field] ?? null))
      .map((field) => ({
        label: titles.get(field) ?? field,
        from: words(old[field]),
        to: words(command.input[field]),
      }));
  });
}

/** The JSON Schema of a command's input, from which forms and titles are made. */
export function inputSchemaOf(
  registry: Registry,
  command: Pick<Command, 'type' | 'version'>,
): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(registry.handler(command).input, { io: 'input' });
}

function fieldTitles(registry: Registry, command: Command): Map<string, string> {
  const { properties = {} } = inputSchemaOf(registry, command);
  return new Map(
    Object.entries(properties).flatMap(([field, schema]) =>
      typeof schema === 'object' && typeof schema.title === 'string' ? [[field, schema.title] as const] : [],
    ),
  );
}

function words(value: Json | undefined): string {
  if (value === undefined || value === null || value === '') return 'nothing';
  if (typeof value === 'string') return value;
  if (isOutputReference(value)) return `(${value.$output.split('.').at(-1)})`;
  if (isJoinedText(value))
    return value.$join.map((part) => (typeof part === 'string' ? part : words({ ...part }))).join('');
  const money = moneySchema.safeParse(value);
  return money.success ? formatMoney(money.data) : canonicalJson(value);
}
