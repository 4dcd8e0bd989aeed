import type { Json, Schema } from '../api/types.ts';
import { amountText, type Money } from '../convert/money.ts';
import { isJoinedText, isOutputReference, referencesOf, toEditable } from '../convert/tokens.ts';
import { words } from '../words.ts';
import type { FormNode, NodeOf, TextInput } from './node.ts';

interface Place {
  readonly path: string;
  readonly label: string;
  readonly required: boolean;
  /** The schema in which `$ref` is looked up. */
  readonly root: Schema;
  /** The value must stay as it is, whatever its own schema says. */
  readonly fixed?: boolean;
}

/** The form of one command's input: a field for each property of the schema, holding the present values. */
export function formOf(schema: Schema, input: Json, path: string): FormNode {
  return nodeOf(schema, input, { path, label: '', required: true, root: schema });
}

/** One more row, empty but for the currencies of the row before, at the end. */
export function withNewRow(rows: NodeOf<'rows'>): NodeOf<'rows'> {
  const index = rows.rows.length;
  const place = {
    path: `${rows.path}/${index}`,
    label: words.form.row(index + 1),
    required: true,
    root: rows.root,
  };
  const key = 1 + Math.max(-1, ...rows.rows.map((row) => row.key));
  const node = withCurrencies(nodeOf(rows.row, undefined, place), rows.rows.at(-1)?.node);
  return { ...rows, rows: [...rows.rows, { key, node }] };
}

/** The rows without one of them; those after it move up, with the paths of their values. */
export function withoutRow(rows: NodeOf<'rows'>, key: number): NodeOf<'rows'> {
  const left = rows.rows.filter((row) => row.key !== key);
  return { ...rows, rows: left.map((row, index) => numbered(row, { index, path: rows.path })) };
}

type Row = NodeOf<'rows'>['rows'][number];

function numbered(row: Row, { index, path }: { readonly index: number; readonly path: string }): Row {
  return { ...row, node: { ...movedTo(row.node, `${path}/${index}`), label: words.form.row(index + 1) } };
}

function withCurrencies(node: FormNode, model: FormNode | undefined): FormNode {
  if (node.kind === 'money' && model?.kind === 'money') return { ...node, currency: model.currency };
  if (node.kind !== 'group' || model?.kind !== 'group') return node;
  const entries = node.entries.map((entry, index) => ({
    ...entry,
    node: withCurrencies(entry.node, model.entries[index]?.node),
  }));
  return { ...node, entries };
}

function movedTo(node: FormNode, path: string): FormNode {
  if (node.kind === 'group') {
    const entries = node.entries.map(({ name, node: child }) => ({
      name,
      node: movedTo(child, `${path}/${name}`),
    }));
    return { ...node, path, entries };
  }
  if (node.kind === 'rows')
    return { ...node, path, rows: node.rows.map((row, index) => numbered(row, { index, path })) };
  return { ...node, path };
}

function nodeOf(given: Schema, value: Json | undefined, place: Place): FormNode {
  const { schema, nullable } = resolved(given, place.root);
  const { path, label, required } = place;
  const base = {
    path,
    label: schema.title ?? label,
    help: schema.description ?? '',
    required: required && !nullable,
    needed: schema.needed ?? false,
  };
  if (isJoinedText(value) && !place.fixed) return { ...base, ...joinedPart(schema, value) };
  if (place.fixed || schema.readOnly || isOutputReference(value)) {
    const named = schema.oneOf?.find((choice) => choice.const === value)?.title;
    return { ...base, ...fixedPart(value, named) };
  }
  if (schema.kind === 'money') return { ...base, ...moneyPart(value, nullable) };
  if (schema.type === 'object' && schema.properties)
    return { ...base, kind: 'group', entries: entriesOf(schema, value, place) };
  const rows = resolved(schema.items ?? {}, place.root).schema;
  if (schema.type === 'array' && isTyped(rows))
    return { ...base, ...rowsPart(schema.items ?? {}, value, place) };
  return { ...base, ...simplePart(schema, value, nullable) };
}

function simplePart(schema: Schema, value: Json | undefined, nullable: boolean) {
  if (schema.enum) return { kind: 'choice', options: schema.enum, draft: value } as const;
  if (schema.type === 'boolean') return { kind: 'flag', draft: value === true } as const;
  if (schema.type === 'number' || schema.type === 'integer') {
    return { kind: 'number', whole: schema.type === 'integer', draft: plain(value), nullable } as const;
  }
  if (schema.type === 'string' && (typeof value === 'string' || value === undefined || value === null)) {
    return { kind: 'text', input: textInput(schema, plain(value)), draft: plain(value), nullable } as const;
  }
  return fixedPart(value);
}

function textInput(schema: Schema, value: string): TextInput {
  if (schema.kind === 'longtext' || value.includes('\n')) return 'long';
  if (schema.format === 'date' && /^(\d{4}-\d\d-\d\d)?$/.test(value)) return 'date';
  if (schema.format === 'time' && /^(\d\d:\d\d)?$/.test(value)) return 'time';
  return schema.format === 'email' ? 'email' : 'line';
}

function joinedPart(schema: Schema, value: Parameters<typeof toEditable>[0]) {
  const draft = toEditable(value);
  const long = schema.kind === 'longtext' || draft.includes('\n');
  return { kind: 'joined', long, draft, references: referencesOf(value) } as const;
}

function moneyPart(value: Json | undefined, nullable: boolean) {
  const { minor, currency } = moneyOf(value) ?? {};
  if (minor === undefined || currency === undefined) {
    return { kind: 'money', amount: '', currency: '', nullable } as const;
  }
  return { kind: 'money', amount: amountText({ minor, currency }), currency, nullable } as const;
}

function moneyOf(value: Json | undefined): Money | undefined {
  if (!isObject(value)) return undefined;
  const [minor, currency] = [value['minor'], value['currency']];
  return typeof minor === 'number' && typeof currency === 'string' ? { minor, currency } : undefined;
}

function rowsPart(items: Schema, value: Json | undefined, place: Place) {
  const values = Array.isArray(value) ? value : [];
  const rows = values.map((item: Json, index) => {
    const at = {
      path: `${place.path}/${index}`,
      label: words.form.row(index + 1),
      required: true,
      root: place.root,
    };
    return { key: index, node: nodeOf(items, item, at) };
  });
  return { kind: 'rows', rows, row: items, root: place.root } as const;
}

function entriesOf(schema: Schema, value: Json | undefined, { path, root }: Place) {
  const input = isObject(value) ? value : {};
  const known = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const required = schema.required?.includes(name) ?? false;
    return {
      name,
      node: nodeOf(property, input[name], { path: `${path}/${name}`, label: labelOf(name), required, root }),
    };
  });
  const names = new Set(known.map(({ name }) => name));
  const others = Object.entries(input).filter(([name]) => !names.has(name));
  const kept = others.map(([name, item]) => ({
    name,
    node: nodeOf({}, item, {
      path: `${path}/${name}`,
      label: labelOf(name),
      required: true,
      root,
      fixed: true,
    }),
  }));
  return [...known, ...kept];
}

function fixedPart(value: Json | undefined, shown = shownValue(value)) {
  return { kind: 'fixed', shown, value } as const;
}

/** A value that is not edited, in words: money as an amount, a reference as what it is. */
export function shownValue(value: Json | undefined): string {
  if (isOutputReference(value)) return words.form.assigned;
  if (isJoinedText(value)) return toEditable(value);
  if (Array.isArray(value)) return value.map(shownValue).join(', ');
  const money = moneyOf(value);
  if (money) return `${amountText(money)} ${money.currency}`;
  if (isObject(value)) {
    const parts = Object.entries(value).map(([name, item]) => `${labelOf(name)}: ${shownValue(item)}`);
    return parts.join(', ');
  }
  if (typeof value === 'boolean') return value ? words.form.yes : words.form.no;
  return plain(value) || words.form.none;
}

/** The schema itself: references followed, and `null` as an alternative taken out. */
function resolved(given: Schema, root: Schema): { schema: Schema; nullable: boolean } {
  const target = given.$ref === undefined ? undefined : root.$defs?.[given.$ref.replace('#/$defs/', '')];
  const { $ref: _, ...own } = given;
  const schema = target ? { ...target, ...own } : given;
  const others = schema.anyOf?.filter(({ type }) => type !== 'null') ?? [];
  const first = others.find(({ properties }) => !properties?.['$output'] && !properties?.['$join']);
  if (!first) return { schema, nullable: false };
  const { anyOf: _all, ...shared } = schema;
  const inner = resolved({ ...first, ...shared }, root);
  return { schema: inner.schema, nullable: inner.nullable || others.length < (schema.anyOf?.length ?? 0) };
}

function isTyped({ type, kind }: Schema): boolean {
  return kind === 'money' || type !== undefined;
}

/** `dueDate` and `due_date` read as "Due date". */
function labelOf(name: string): string {
  const spaced = name
    .replaceAll(/[_-]/g, ' ')
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}

/** A single value as text; nothing for what is missing or is no single value. */
function plain(value: Json | undefined): string {
  return value === undefined || typeof value === 'object' ? '' : String(value);
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
