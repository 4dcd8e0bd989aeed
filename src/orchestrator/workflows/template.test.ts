import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isMainstayError, type Json, type JsonObject } from '../../kernel/index.ts';
import { fromCel, toCel } from './cel-values.ts';
import { compileTemplate, compileTree, evaluate, evaluateTree } from './template.ts';

const SCOPE: JsonObject = {
  input: {
    customer: { id: 'cus_1', name: 'Ana Torres', email: null },
    amount: { minor: 120_000, currency: 'USD' },
    other: { minor: 5, currency: 'EUR' },
    due: 14,
    rate: 7.5,
    nothing: null,
    tags: ['new', 'paid'],
    big: Number.MAX_SAFE_INTEGER,
  },
  steps: { draft: { status: 'succeeded', text: 'Hi' }, skipped: { status: 'skipped' } },
  today: '2026-11-23',
  now: '2026-11-23T23:30:00.000Z',
  zone: 'Europe/Berlin',
};

function valueOf(expression: string): Json {
  return evaluate(compileTemplate(`\${{ ${expression} }}`), SCOPE);
}

function failureOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (isMainstayError(error, 'EXPRESSION_FAILED')) return error.message;
    throw error;
  }
  return 'it did not fail';
}

describe('an expression', () => {
  it.each<[string, Json]>([
    ['input.due', 14],
    ['input.due + 1', 15],
    ['input.rate', 7.5],
    ['input.customer', { id: 'cus_1', name: 'Ana Torres', email: null }],
    ['input.tags.filter(tag, tag != "new")', ['paid']],
    ["'paid' in input.tags", true],
    ["{'a': [input.amount, null]}", { a: [{ minor: 120_000, currency: 'USD' }, null] }],
    ['input.amount', { minor: 120_000, currency: 'USD' }],
    ['input.amount.minor', 120_000],
    ['input.amount.currency', 'USD'],
    ['input.amount * 2', { minor: 240_000, currency: 'USD' }],
    ['2 * input.amount', { minor: 240_000, currency: 'USD' }],
    ['input.amount + input.amount', { minor: 240_000, currency: 'USD' }],
    ['input.amount - input.amount * 3', { minor: -240_000, currency: 'USD' }],
    ['input.amount == input.amount * 1', true],
    ['input.amount != input.amount * 2', true],
    ['input.amount == input.other', false],
    ['input.amount < input.amount * 2', true],
    ['input.amount >= input.amount', true],
    ['input.amount > input.amount || input.amount <= input.amount * -1', false],
    ['format(input.amount)', '$1,200.00'],
    ['string(input.amount)', '$1,200.00'],
    ['format(1234567)', '1,234,567'],
    ['format(1234.5)', '1,234.5'],
    ['addDays(today, input.due)', '2026-12-07'],
    ['addDays(today, days(-1))', '2026-11-22'],
    ['addMonths("2026-01-31", 1)', '2026-02-28'],
    ['lengthInDays("P2W")', 14],
    ['lengthInDays("P3M")', 90],
    ['addDays("2026-03-28", 1)', '2026-03-29'],
    ['format(addDays(today, 14))', 'Mon 7 Dec'],
    ['format("2027-01-04")', 'Mon 4 Jan 2027'],
    ['formatLong("2026-12-07")', '7 December'],
    ['format(now)', 'Tue 24 Nov'],
    ['addDays(now, 0)', '2026-11-24'],
    ['today < "2026-12-01"', true],
    ['firstName(input.customer.name)', 'Ana'],
    ['quote("a")', '“a”'],
    ['list(["a", 1, input.amount])', 'a, 1 and $1,200.00'],
    ['default(input.nothing, "x")', 'x'],
    ['default(input.due, 0)', 14],
    ['size(input.tags)', 2],
  ])('%s gives %j', (expression, value) => {
    expect(valueOf(expression)).toEqual(value);
  });

  it.each([
    'input.unheard',
    'input.customer.phone',
    'steps.skipped.text',
    'steps["skipped"]["text"]',
    'input.constructor',
    'input.__proto__',
    'event',
  ])('%s gives null, as nothing is there', (expression) => {
    expect(valueOf(expression)).toBeNull();
    expect(valueOf(`${expression} == null`)).toBe(true);
  });

  it.each([
    ['input.amount + input.other', /EUR and USD|USD and EUR/],
    ['input.amount < input.other', /USD and EUR cannot be compared/],
    ['input.amount + 1', /no such overload/],
    ['input.amount * input.big', /too large to be exact/],
    ['input.big + 1', /too large to be exact/],
    ['input.nothing.name', /there is nothing to read “name” from/],
    ['addDays("soon", 1)', /“soon” is no date/],
    ['addDays("10:00", 1)', /“10:00” is no date/],
    ['duration("1h")', /no text, number, list or map/],
    ['type(1)', /no text, number, list or map/],
    ['1.0 / 0.0', /no text, number, list or map/],
  ])('%s fails', (expression, reason) => {
    expect(failureOf(() => valueOf(expression))).toMatch(reason);
  });

  it.each([
    ['"a".matches("(a+)+")', '“matches” is not available, because a pattern can hang'],
    ['has(input.nothing)', '“has” is not available, because a field that is missing reads as null'],
    ['"due" in input', '“in” searches lists, not the fields of a name'],
    ['[1].map(a, [1].map(b, [1].map(c, c)))', 'more than 2 loops stand inside each other'],
    ['process.env', 'Unknown variable: process'],
    ['input.', 'Expected IDENTIFIER, got EOF'],
  ])('%s is refused before it runs', (expression, reason) => {
    const template = () => evaluate(compileTemplate(`\${{ ${expression} }}`), {});
    expect(failureOf(template)).toContain(reason);
  });

  it('is refused where it is too long or too deep', () => {
    const long = () => compileTemplate(`\${{ size("${'a'.repeat(2_000)}") }}`);
    expect(failureOf(long)).toContain('an expression is 2008 characters long, and 2000 is the most');
    const deep = () => compileTemplate(`\${{ ${'('.repeat(100)}1${')'.repeat(100)} }}`);
    expect(failureOf(deep)).toContain('Exceeded max');
  });

  it('allows loops one after the other', () => {
    expect(valueOf('[3, 1].map(a, a + 1).filter(a, a > 2).map(a, a * 2)')).toEqual([8]);
  });

  it('reads dates in the zone of its own scope, whatever was evaluated before', () => {
    const template = compileTemplate('${{ format(now) }}');
    expect(evaluate(template, { ...SCOPE, zone: 'America/New_York' })).toBe('Mon 23 Nov');
    expect(evaluate(template, { ...SCOPE, zone: 'Asia/Tokyo', today: '2027-01-01' })).toBe('Tue 24 Nov 2026');
  });
});

describe('a template', () => {
  it('joins what it gives with the text around', () => {
    const text = 'Due: ${{ input.due }}, ${{ input.amount }}, ${{ input.nothing }}${{ 1 == 1 }}.';
    expect(evaluate(compileTemplate(text), SCOPE)).toBe('Due: 14, $1,200.00, true.');
  });

  it('is the empty text where there is none', () => {
    expect(evaluate(compileTemplate(''), SCOPE)).toBe('');
  });

  it('does not read a value again that looks like an expression', () => {
    const scope = { input: { name: '${{ input.secret }}', secret: 's' } };
    expect(evaluate(compileTemplate('Hi ${{ input.name }}'), scope)).toBe('Hi ${{ input.secret }}');
  });

  it.each<[string, Json]>([
    ['${{ commands.invoice.number }}', { $output: 'invoice.number' }],
    [
      'No. ${{ commands.invoice.number }} for ${{ input.customer.name }}!',
      { $join: ['No. ', { $output: 'invoice.number' }, ' for Ana Torres!'] },
    ],
    ['${{commands.a.b}}${{ commands.c.d }}', { $join: [{ $output: 'a.b' }, { $output: 'c.d' }] }],
  ])('keeps %s as data', (text, value) => {
    expect(evaluate(compileTemplate(text), SCOPE)).toEqual(value);
  });

  it('is evaluated at any depth of a tree, and everything else stays as it is', () => {
    const tree = { a: ['${{ input.due }}', 1, null, true], b: { c: 'x ${{ input.due }}' } };
    expect(evaluateTree(compileTree(tree), SCOPE)).toEqual({ a: [14, 1, null, true], b: { c: 'x 14' } });
  });

  it('names the expression that cannot be read', () => {
    expect(failureOf(() => compileTemplate('a ${{ b'))).toBe(
      'The expression “a ${{ b” failed: an expression that begins with ${{ does not end with }}.',
    );
  });
});

describe('toCel and fromCel', () => {
  it('give back any JSON as it was', () => {
    const json = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json);
    fc.assert(
      fc.property(json, (value) => {
        expect(fromCel(toCel(value))).toEqual(value);
      }),
    );
  });
});
