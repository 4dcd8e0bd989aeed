import type { InputSchema as Schema } from '../../console/index.ts';
import {
  decimalsOf,
  decimalText,
  isJoinedText,
  isOutputReference,
  type Json,
  type JsonObject,
  type Money,
  moneySchema,
  type OutputReference,
} from '../../kernel/index.ts';

/** A value as a person edits it in a text, and back; `undefined` is left out. */

/** The schema itself: references followed, `null` and references to outputs taken out of its alternatives. */
export function resolved(given: Schema, root: Schema): Schema {
  const { $ref, ...own } = given;
  const target = $ref === undefined ? undefined : root.$defs?.[$ref.replace('#/$defs/', '')];
  const schema = target ? { ...target, ...own } : given;
  const { anyOf, ...shared } = schema;
  const plain = anyOf?.find(
    ({ type, properties }) => type !== 'null' && !properties?.['$output'] && !properties?.['$join'],
  );
  return plain ? resolved({ ...plain, ...shared }, root) : schema;
}

/** Whether the value must stay as it is: it is fixed, or a text would not bring it back. */
export function isFixed(schema: Schema, value: Json | undefined): boolean {
  if (schema.readOnly || isOutputReference(value)) return true;
  if (schema.kind === 'money' || schema.type === 'object' || schema.type === 'array') return false;
  return !['string', 'number', 'integer', 'boolean'].includes(schema.type ?? '');
}

/** What stands in the form: money as `1200.00 USD`, text with references as `Invoice {invoice.number}`. */
export function toForm(schema: Schema, value: Json, root: Schema): unknown {
  const own = resolved(schema, root);
  if (isJoinedText(value)) return withNames(value.$join);
  const money = own.kind === 'money' ? moneySchema.safeParse(value).data : undefined;
  if (money) return moneyText(money);
  if (Array.isArray(value)) return value.map((item: Json) => toForm(own.items ?? {}, item, root));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, item]) => [name, toForm(own.properties?.[name] ?? {}, item, root)]),
    );
  return value;
}

function moneyText({ minor, currency }: Money): string {
  return `${decimalText(minor, decimalsOf(currency))} ${currency}`;
}

/** What of the form cannot be used; `path` as the server names it: `inputs/0/due`. */
export interface FormProblem {
  readonly path: string;
  readonly message: string;
}

export interface Reading {
  readonly value: Json | undefined;
  readonly problems: readonly FormProblem[];
}

interface Place {
  readonly path: string;
  readonly root: Schema;
  /** What stood there. */
  readonly before: Json | undefined;
}

/** The value that stands in the form, whose scalars are all text. What the server knows better it checks. */
export function fromForm(schema: Schema, written: unknown, { path, root, before }: Place): Reading {
  const own = resolved(schema, root);
  if (written === undefined || written === null || written === '') return read(undefined);
  if (Array.isArray(written))
    return joined(
      written.map((item, index) =>
        fromForm(own.items ?? {}, item, { path: `${path}/${index}`, root, before: itemOf(before, index) }),
      ),
      (values) => values.map((value) => value ?? null),
    );
  if (typeof written === 'object') return fromFields(own, written, { path, root, before });
  const text = typeof written === 'string' ? written : JSON.stringify(written);
  if (own.kind === 'money') return moneyFrom(text, path);
  if (own.type === 'number' || own.type === 'integer') return numberFrom(text, path);
  if (own.type === 'boolean') return flagFrom(text, path);
  return read(withReferences(text, isJoinedText(before) ? before.$join : []));
}

function fromFields(own: Schema, written: object, { path, root, before }: Place): Reading {
  const fields = Object.entries(written).map(([name, item]) => ({
    name,
    reading: fromForm(own.properties?.[name] ?? {}, item, {
      path: `${path}/${name}`,
      root,
      before: itemOf(before, name),
    }),
  }));
  return joined(
    fields.map(({ reading }) => reading),
    (values) =>
      Object.fromEntries(
        fields.flatMap(({ name }, index) => (values[index] === undefined ? [] : [[name, values[index]]])),
      ) as JsonObject,
  );
}

function joined(readings: readonly Reading[], make: (values: (Json | undefined)[]) => Json): Reading {
  return {
    value: make(readings.map(({ value }) => value)),
    problems: readings.flatMap(({ problems }) => problems),
  };
}

function moneyFrom(text: string, path: string): Reading {
  const [, whole = '', fraction = '', code = ''] =
    /^(-?(?:\d+|\d{1,3}(?:,\d{3})+))(?:\.(\d+))?\s*([A-Za-z]{3})$/.exec(text.trim()) ?? [];
  const currency = code.toUpperCase();
  const known = moneySchema.safeParse({ minor: 0, currency }).success;
  if (!known || fraction.length > decimalsOf(currency))
    return wrong(path, 'Write an amount and its currency, such as 1200.00 USD.');
  const minor = Number(`${whole.replaceAll(',', '')}${fraction.padEnd(decimalsOf(currency), '0')}`);
  return Number.isSafeInteger(minor)
    ? read({ minor: minor === 0 ? 0 : minor, currency })
    : wrong(path, 'This amount is too large.');
}

function numberFrom(text: string, path: string): Reading {
  return /^-?\d+(\.\d+)?$/.test(text.trim())
    ? read(Number(text))
    : wrong(path, 'Write a number, such as 14.');
}

function flagFrom(text: string, path: string): Reading {
  const flag = { true: true, yes: true, false: false, no: false }[text.trim().toLowerCase()];
  return flag === undefined ? wrong(path, 'Write yes or no.') : read(flag);
}

type Part = string | OutputReference;

/** References as `{invoice.number}`; words that only look like one of them are marked, so that they stay words. */
function withNames(parts: readonly Part[]): string {
  const names = namesOf(parts);
  return parts
    .map((part) => {
      if (typeof part !== 'string') return `{${part.$output}}`;
      return part.replaceAll(TOKEN, (token: string) => (names.has(nameOf(token)) ? `\\${token}` : token));
    })
    .join('');
}

/** `{invoice.number}` is a reference where one of that name stood before; all else is text. */
function withReferences(text: string, before: readonly Part[]): Json {
  const names = namesOf(before);
  const parts: Part[] = [];
  for (const piece of text.split(/(\\?\{[\w.-]+\})/)) {
    const token = piece.startsWith('\\') ? piece.slice(1) : piece;
    const last = parts.at(-1);
    const known = token.startsWith('{') && names.has(nameOf(token));
    if (known && token === piece) parts.push({ $output: nameOf(token) });
    else if (typeof last === 'string') parts[parts.length - 1] = last + (known ? token : piece);
    else if (piece !== '') parts.push(known ? token : piece);
  }
  return parts.every((part) => typeof part === 'string') ? parts.join('') : { $join: parts };
}

const TOKEN = /\{[\w.-]+\}/g;

function nameOf(token: string): string {
  return token.slice(1, -1);
}

function namesOf(parts: readonly Part[]): ReadonlySet<string> {
  return new Set(parts.flatMap((part) => (typeof part === 'string' ? [] : [part.$output])));
}

function itemOf(value: Json | undefined, key: string | number): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Record<string | number, Json>)[key];
}

function read(value: Json | undefined): Reading {
  return { value, problems: [] };
}

function wrong(path: string, message: string): Reading {
  return { value: undefined, problems: [{ path, message }] };
}
