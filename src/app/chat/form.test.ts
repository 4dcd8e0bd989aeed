import { describe, expect, it } from 'vitest';
import type { Form } from '../../console/index.ts';
import { readForm, withoutProblems, withProblems, writeForm } from './form.ts';

const form: Form = {
  commands: [
    {
      title: 'Invoice',
      command: 'invoice.create@1',
      schema: {
        properties: {
          customer: { type: 'string', readOnly: true, oneOf: [{ const: 'cus_1', title: 'Ana Torres' }] },
          amount: { $ref: '#/$defs/Money' },
          what: { type: 'string' },
          due: { type: 'string', title: 'Due on' },
          taxRate: { type: 'number' },
          lines: {
            type: 'array',
            items: {
              type: 'object',
              properties: { amount: { $ref: '#/$defs/Money' }, paid: { type: 'boolean' } },
            },
          },
        },
        $defs: { Money: { type: 'object', kind: 'money' } },
      },
      input: {
        customer: 'cus_1',
        amount: { minor: 120_000, currency: 'USD' },
        what: 'no',
        due: '2026-12-07',
        lines: [{ amount: { minor: 500, currency: 'JPY' }, paid: true }],
      },
    },
    {
      title: 'E-mail',
      command: 'email.send@1',
      schema: {
        properties: {
          subject: { type: 'string' },
          body: { type: 'string', kind: 'longtext' },
          attach: { readOnly: true },
        },
      },
      input: {
        subject: { $join: ['Invoice ', { $output: 'invoice.number' }, ' for {you}, not {invoice.number}'] },
        body: 'Hi Ana,\n\n  indented: "yes"\n# not a comment\n',
        attach: { $output: 'invoice.pdf' },
      },
    },
  ],
};

const written = writeForm(form, 'Edit: Send invoice\nto Ana');

describe('the form of a card as a file', () => {
  it('brings back exactly what stood there', () => {
    expect(readForm(written, form)).toEqual({
      inputs: form.commands.map(({ input }) => input),
      problems: [],
    });
  });

  it('reads as a person writes', () => {
    for (const line of [
      'amount: 1200.00 USD',
      'amount: 500 JPY',
      'due: 2026-12-07',
      String.raw`subject: Invoice {invoice.number} for {you}, not \{invoice.number}`,
      '#   customer: Ana Torres',
      '# May be added: taxRate',
    ])
      expect(written).toContain(line);
    expect(written).not.toMatch(/cus_1|\$output|\$join/);
  });

  it('takes changed values, leaves out emptied ones, and keeps what is fixed', () => {
    const text = written
      .replace('1200.00 USD', '1,300.5 usd')
      .replace('what: no', 'what: 007')
      .replace('due: 2026-12-07', 'due:\n  taxRate: 19')
      .replace(/subject: .*/, 'subject: Invoice {invoice.total}');
    const { inputs, problems } = readForm(text, form);
    expect(problems).toEqual([]);
    expect(inputs[0]).toMatchObject({
      customer: 'cus_1',
      amount: { minor: 130_050, currency: 'USD' },
      what: '007',
      taxRate: 19,
    });
    expect(inputs[0]).not.toHaveProperty('due');
    expect(inputs[1]).toMatchObject({ subject: 'Invoice {invoice.total}' });
  });

  it.each([
    ['1200.00 USD', '1.200,00 USD', 'inputs/0/amount'],
    ['1200.00 USD', '1200.005 USD', 'inputs/0/amount'],
    ['1200.00 USD', '1200', 'inputs/0/amount'],
    ['500 JPY', 'many JPY', 'inputs/0/lines/0/amount'],
    ['paid: true', 'paid: perhaps', 'inputs/0/lines/0/paid'],
  ])('says at the field what cannot be used: %s as %s', (from, to, path) => {
    expect(readForm(written.replace(from, to), form).problems).toEqual([
      { path, message: expect.any(String) as string },
    ]);
  });

  it('says so where it is no YAML any more, or lacks a part', () => {
    expect(readForm('- a: [', form).problems).toHaveLength(1);
    expect(readForm('- a: 1', form).problems[0]?.message).toContain('2 parts');
  });
});

describe('problems in the file', () => {
  const problems = [
    { path: 'inputs/0/due', message: 'is no date' },
    { path: 'inputs/1/body', message: 'is too long' },
    { path: 'inputs/1/missing', message: 'is needed' },
    { path: '', message: 'all wrong' },
  ];

  it('stand above their fields, in their place', () => {
    const lines = withProblems(written, problems).split('\n');
    const after = (mark: string) => lines[lines.findIndex((line) => line.includes(mark)) + 1];
    expect(lines[0]).toBe('# ✕ all wrong');
    expect(after('✕ is no date')).toBe('  due: 2026-12-07');
    expect(after('✕ is too long')).toMatch(/^ {2}body: \|/);
    expect(lines.find((line) => line.includes('✕ is no date'))).toBe('  # ✕ is no date');
  });

  it('are no part of what is read, and go when it is written again', () => {
    const marked = withProblems(written, problems);
    expect(withoutProblems(marked)).toBe(written);
    expect(readForm(withoutProblems(marked), form)).toEqual(readForm(written, form));
    expect(withProblems(marked, problems)).toBe(marked);
  });
});
