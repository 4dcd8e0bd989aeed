import { z } from 'zod';
import type { Registry } from '../connectors/index.ts';
import {
  type Command,
  formatMoney,
  isJoinedText,
  isLocalDate,
  isOutputReference,
  type Json,
  type LocalDate,
  moneySchema,
  shownDate,
} from '../kernel/index.ts';
import { changedFields, valueOf } from './edits.ts';
import type { CardPreview } from './suggestion.ts';

/** Longer texts are shown in part, with about this much on both sides of what differs. */
const MAX_WHOLE = 80;
const CONTEXT = 20;

/** What an edit changed, field by field, as the new card marks it. */
export function changesBetween(
  registry: Registry,
  {
    before,
    after,
    today,
  }: { readonly before: readonly Command[]; readonly after: readonly Command[]; readonly today: LocalDate },
): CardPreview['changes'] {
  return after.flatMap((command, position) => {
    const old = before[position]?.input ?? {};
    const fields = shownFields(registry, command);
    return changedFields(old, command.input)
      .filter((field) => fields.has(field))
      .map((field) => ({
        label: fields.get(field) ?? field,
        ...differing(words(valueOf(old, field), today), words(valueOf(command.input, field), today)),
      }));
  });
}

/** Long texts only around what differs: “… due on 7 December.” and “… due on 11 December.” */
function differing(from: string, to: string): { from: string; to: string } {
  if (Math.max(from.length, to.length) <= MAX_WHOLE) return { from, to };
  const shorter = Math.min(from.length, to.length);
  let start = 0;
  while (start < shorter && from[start] === to[start]) start += 1;
  let end = 0;
  while (end < shorter - start && from.at(-1 - end) === to.at(-1 - end)) end += 1;
  return { from: around(from, { start, end }), to: around(to, { start, end }) };
}

/** The part between what is left out at the start and at the end, with some words on both sides. */
function around(text: string, { start, end }: { readonly start: number; readonly end: number }): string {
  const first = start <= CONTEXT ? 0 : text.lastIndexOf(' ', start - CONTEXT) + 1;
  const next = end <= CONTEXT ? -1 : text.indexOf(' ', text.length - end + CONTEXT);
  const last = next === -1 ? text.length : next;
  return `${first > 0 ? '… ' : ''}${text.slice(first, last).trim()}${last < text.length ? ' …' : ''}`;
}

/** The JSON Schema of a command's input, from which forms and titles are made. */
export function inputSchemaOf(
  registry: Registry,
  command: Pick<Command, 'type' | 'version'>,
): z.core.JSONSchema.BaseSchema {
  return z.toJSONSchema(registry.handler(command).input, { io: 'input' });
}

/** The fields that an operator sees, with their titles; an id that nobody can edit is none. */
function shownFields(registry: Registry, command: Command): ReadonlyMap<string, string> {
  const { properties = {} } = inputSchemaOf(registry, command);
  return new Map(
    Object.entries(properties).flatMap(([field, schema]) => {
      if (typeof schema !== 'object' || schema.readOnly) return [];
      return [[field, typeof schema.title === 'string' ? schema.title : field] as const];
    }),
  );
}

function words(value: Json | undefined, today: LocalDate): string {
  if (value === undefined || value === null || value === '') return 'nothing';
  if (typeof value === 'string') return isLocalDate(value) ? shownDate(value, today) : value;
  if (isOutputReference(value)) return `(${value.$output.split('.').at(-1)})`;
  if (isJoinedText(value))
    return value.$join.map((part) => (typeof part === 'string' ? part : words({ ...part }, today))).join('');
  if (Array.isArray(value)) return value.map((part) => words(part, today)).join(', ');
  const money = moneySchema.safeParse(value);
  if (money.success) return formatMoney(money.data);
  if (typeof value === 'object')
    return Object.values(value)
      .map((part) => words(part, today))
      .join(' ');
  return String(value);
}
