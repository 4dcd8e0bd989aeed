import { describe, expect, it } from 'vitest';
import type { Json, Schema } from '../api/types.ts';
import { formOf, withNewRow, withoutRow } from './build.ts';
import { type FormNode, isOptional, type NodeOf } from './node.ts';
import { pathsOf, placed, readForm } from './read.ts';

const schema: Schema = {
  type: 'object',
  properties: {
    customer: { type: 'string', readOnly: true, oneOf: [{ const: 'cus_ana', title: 'Ana Torres' }] },
    amount: { $ref: '#/$defs/Money', title: 'Amount' },
    due: { type: 'string', format: 'date' },
    to: { type: 'string', format: 'email' },
    subject: { anyOf: [{ type: 'string' }, { type: 'object', properties: { $output: {} } }] },
    body: { type: 'string', kind: 'longtext' },
    attach: { type: 'string' },
    taxPercent: { anyOf: [{ type: 'number' }, { type: 'null' }] },
    tone: { type: 'string', enum: ['friendly', 'firm'] },
    copies: { type: 'integer' },
    urgent: { type: 'boolean' },
    lines: {
      type: 'array',
      items: {
        type: 'object',
        properties: { what: { type: 'string' }, price: { $ref: '#/$defs/Money' } },
        required: ['what', 'price'],
      },
    },
  },
  required: ['customer', 'amount', 'due', 'to', 'subject', 'body', 'attach', 'taxPercent', 'lines'],
  $defs: {
    Money: {
      type: 'object',
      kind: 'money',
      properties: { minor: { type: 'integer' }, currency: { type: 'string' } },
    },
  },
};

const input = {
  customer: 'cus_ana',
  amount: { minor: 120_000, currency: 'USD' },
  due: '2026-12-07',
  to: 'ana@torres.example',
  subject: { $join: ['Invoice ', { $output: 'invoice.number' }, ' for the landing page'] },
  body: 'Hi Ana,\n\nThank you, Olga',
  attach: { $output: 'invoice.pdf' },
  taxPercent: null,
  tone: 'friendly',
  urgent: false,
  lines: [
    { what: 'Design', price: { minor: 70_000, currency: 'USD' } },
    { what: 'Build', price: { minor: 50_000, currency: 'USD' } },
  ],
  unforeseen: { kept: ['as', 'it', 'is'] },
} satisfies Json;

const form = () => formOf(schema, input, 'inputs/0');

function child<K extends FormNode['kind']>(node: FormNode, name: string, kind: K): NodeOf<K> {
  const found = node.kind === 'group' ? node.entries.find((entry) => entry.name === name)?.node : undefined;
  if (found?.kind !== kind) throw new Error(`${name} is ${found?.kind}, not ${kind}`);
  return found as NodeOf<K>;
}

function changed(name: string, change: object): FormNode {
  const node = form();
  if (node.kind !== 'group') throw new Error('not a group');
  const entries = node.entries.map((entry) =>
    entry.name === name ? { ...entry, node: { ...entry.node, ...change } } : entry,
  );
  return { ...node, entries };
}

const valueOf = (node: FormNode, name: string) => {
  const { value } = readForm(node);
  return (value as Record<string, Json>)[name];
};

describe('a form', () => {
  it('gives back exactly what it was given while nothing is changed', () => {
    expect(readForm(form())).toEqual({ value: input, problems: [] });
  });

  it('leaves out a group that may be missing while nothing is written in it', () => {
    const price: Schema = {
      type: 'object',
      properties: {
        amount: { $ref: '#/$defs/Money' },
        per: { type: 'string', enum: ['once', 'month'] },
      },
      required: ['amount', 'per'],
    };
    const optional: Schema = { ...schema, properties: { price }, required: [] };
    expect(readForm(formOf(optional, {}, 'inputs/0'))).toEqual({ value: {}, problems: [] });
    const given = { price: { amount: { minor: 4_000, currency: 'EUR' }, per: 'month' } };
    expect(readForm(formOf(optional, given, 'inputs/0'))).toEqual({ value: given, problems: [] });
    const half = { price: { per: 'month' } };
    expect(readForm(formOf(optional, half, 'inputs/0')).problems).toMatchObject([
      { path: 'inputs/0/price/amount' },
    ]);
  });

  it('types each field by its schema', () => {
    const kinds =
      form().kind === 'group' ? (form() as NodeOf<'group'>).entries.map(({ node }) => node.kind) : [];
    expect(kinds).toEqual([
      'fixed',
      'money',
      'text',
      'text',
      'joined',
      'text',
      'fixed',
      'number',
      'choice',
      'number',
      'flag',
      'rows',
      'fixed',
    ]);
    expect(child(form(), 'due', 'text').input).toBe('date');
    expect(child(form(), 'to', 'text').input).toBe('email');
    expect(child(form(), 'body', 'text').input).toBe('long');
    expect(child(form(), 'taxPercent', 'number')).toMatchObject({ label: 'Tax percent', required: false });
  });

  it('shows the name behind an id and keeps the id', () => {
    expect(child(form(), 'customer', 'fixed').shown).toBe('Ana Torres');
  });

  it('shows a reference as assigned on approval and keeps it', () => {
    expect(child(form(), 'attach', 'fixed').shown).toBe('assigned on approval');
    expect(child(form(), 'subject', 'joined').draft).toBe('Invoice {invoice.number} for the landing page');
    expect(valueOf(changed('subject', { draft: '{invoice.number}!' }), 'subject')).toEqual({
      $join: [{ $output: 'invoice.number' }, '!'],
    });
  });
});

describe('reading a form', () => {
  it('reads money to exact minor units and says what is wrong with it', () => {
    expect(valueOf(changed('amount', { amount: '1,300.10' }), 'amount')).toEqual({
      minor: 130_010,
      currency: 'USD',
    });
    expect(readForm(changed('amount', { amount: 'much' })).problems).toEqual([
      { path: 'inputs/0/amount', message: 'Write an amount, such as 1200.00.' },
    ]);
  });

  it('calls a value optional only where it may be left out of this very input', () => {
    const properties = {
      amount: { type: 'number', needed: true },
      note: { type: 'string' },
      due: { type: 'string' },
    };
    const node = formOf({ type: 'object', properties, required: ['due'] }, {}, 'inputs/0');
    const entries = node.kind === 'group' ? node.entries : [];
    expect(entries.map((entry) => [entry.name, isOptional(entry.node)])).toEqual([
      ['amount', false],
      ['note', true],
      ['due', false],
    ]);
  });

  it('leaves empty optional values out, and keeps null where it is allowed', () => {
    expect(valueOf(changed('copies', { draft: '' }), 'copies')).toBeUndefined();
    expect(valueOf(changed('taxPercent', { draft: ' ' }), 'taxPercent')).toBeNull();
    expect(valueOf(changed('taxPercent', { draft: '8,1' }), 'taxPercent')).toBe(8.1);
    expect(readForm(changed('due', { draft: '' })).problems).toEqual([
      { path: 'inputs/0/due', message: 'This is needed.' },
    ]);
    expect(readForm(changed('copies', { draft: '1.5' })).problems[0]?.message).toMatch(/whole/);
  });

  it('leaves a list out that had no rows, and gives a new row the currency of the one before', () => {
    const { lines: _, ...single } = input;
    const required = schema.required?.filter((name) => name !== 'lines') ?? [];
    const without = formOf({ ...schema, required }, single, 'inputs/0');
    expect(readForm(without)).toEqual({ value: single, problems: [] });
    const row = withNewRow(child(form(), 'lines', 'rows')).rows[2]?.node;
    expect(row && child(row, 'price', 'money')).toMatchObject({ amount: '', currency: 'USD' });
  });

  it('adds and removes rows, and moves the paths of those that follow', () => {
    const lines = child(form(), 'lines', 'rows');
    const two = withoutRow(withNewRow(lines), 0);
    expect(two.rows.map(({ key, node }) => [key, node.path, node.label])).toEqual([
      [1, 'inputs/0/lines/0', 'Line 1'],
      [2, 'inputs/0/lines/1', 'Line 2'],
    ]);
    expect(pathsOf(two)).toContain('inputs/0/lines/1/price');
    expect(readForm(two).problems.map(({ path }) => path)).toEqual(['inputs/0/lines/1/price']);
  });
});

describe('placed', () => {
  it('puts a problem at its field, else at the nearest around it, else above the form', () => {
    const places = placed(
      [
        { path: 'inputs/0/due', message: 'is in the past' },
        { path: 'inputs/0/amount/minor', message: 'is too large' },
        { path: 'hash', message: 'is old' },
      ],
      pathsOf(form()),
    );
    expect([...places]).toEqual([
      ['inputs/0/due', 'is in the past'],
      ['inputs/0/amount', 'is too large'],
      ['', 'is old'],
    ]);
  });
});
