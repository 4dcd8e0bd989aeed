import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { moneySchema } from '../money.ts';
import { isMainstayError } from './error.ts';
import { invalidRequest, parsed } from './invalid.ts';

/** What is said of each wrong field, by its path. */
function saidOf(schema: z.ZodType, value: unknown, at?: string): Readonly<Record<string, string>> {
  try {
    parsed(schema, value, at);
  } catch (error) {
    if (!isMainstayError(error, 'REQUEST_INVALID')) throw error;
    return Object.fromEntries(error.fields.map(({ path, message }) => [path, message]));
  }
  return {};
}

const cases: readonly (readonly [string, z.ZodType, unknown, string])[] = [
  ['nothing where something is needed', z.string(), undefined, 'This is needed.'],
  ['no choice where one is needed', z.enum(['a', 'b']), undefined, 'This is needed.'],
  ['a number for a text', z.string(), 7, 'Write a text.'],
  ['a text for a number', z.number(), 'x', 'Write a number, such as 14.'],
  ['no number', z.coerce.number(), 'x', 'Write a number, such as 14.'],
  ['part of a number', z.int(), 1.5, 'Write a whole number, such as 14.'],
  ['a text for a yes or no', z.boolean(), 'x', 'Write true or false.'],
  ['one for many', z.array(z.string()), 'x', 'Give a list.'],
  ['a list for an object', z.strictObject({}), [], 'Give an object with named fields.'],
  ['an empty text', z.string().min(1), '', 'This must not be empty.'],
  ['a text that is too short', z.string().min(3), 'x', 'Write at least 3 characters.'],
  ['a text that is too long', z.string().max(2), 'xxx', 'Write at most 2 characters.'],
  ['a number that is too small', z.number().min(2), 1, 'Write a number that is 2 or more.'],
  ['a number that is not above zero', z.number().positive(), 0, 'Write a number above zero.'],
  ['a number that is too large', z.number().max(2), 3, 'Write a number that is 2 or less.'],
  ['a number at its limit', z.number().lt(2), 2, 'Write a number below 2.'],
  ['too many decimals', z.number().multipleOf(0.001), 0.0001, 'Write at most 3 decimals.'],
  ['no multiple', z.number().multipleOf(5), 3, 'Write a multiple of 5.'],
  ['an empty list', z.array(z.string()).min(1), [], 'Give at least 1 entry.'],
  ['a list that is too long', z.array(z.string()).max(2), ['', '', ''], 'Give at most 2 entries.'],
  ['no address', z.email(), 'x', 'Write one e-mail address, such as ana@torres.example.'],
  ['no date', z.iso.date(), '2026-02-31', 'Write a date that exists, such as 2026-12-07.'],
  ['what is none of the choices', z.enum(['yes', 'no']), 'x', 'Choose one of: yes, no.'],
  ['what is not the one choice', z.literal('yes'), 'x', 'Only yes can stand here.'],
  ['what fits nothing', z.union([z.string(), z.number()]), true, 'Write another value.'],
  ['what a schema has its own words for', z.string().regex(/x/, { error: 'Write x.' }), 'y', 'Write x.'],
];

describe('a value that cannot be used', () => {
  it.each(cases)('is answered with what to do: %s', (_, schema, ...[value, message]) => {
    expect(saidOf(z.strictObject({ field: schema }), { field: value })).toEqual({ field: message });
  });

  it('is named by its place, under the place of the whole', () => {
    const schema = z.strictObject({ lines: z.array(z.strictObject({ amount: moneySchema })) });
    expect(saidOf(schema, { lines: [{ amount: { minor: 5, currency: 'Dollar' } }] }, 'inputs/0')).toEqual({
      'inputs/0/lines/0/amount/currency': 'Write a currency code, such as USD or EUR.',
    });
  });

  it('is named where it has a name that nothing has', () => {
    const leave = 'Leave this out: nothing here has that name.';
    expect(saidOf(z.strictObject({}), { admin: true, root: 1 }, 'inputs/0')).toEqual({
      'inputs/0/admin': leave,
      'inputs/0/root': leave,
    });
  });
});

describe('the message of a refusal', () => {
  it('says how many values, and of the first which one and what to do', () => {
    const fields = [
      { path: 'amount', message: 'Write a sum above zero, such as $1,200.' },
      { path: 'due', message: 'This is needed.' },
    ];
    expect(invalidRequest(fields)).toMatchObject({
      message: '2 values cannot be used. amount: write a sum above zero, such as $1,200.',
      fields,
    });
    expect(invalidRequest(fields.slice(1)).message).toBe('1 value cannot be used. due: this is needed.');
    expect(invalidRequest([{ path: '', message: 'Give a list.' }]).message).toBe(
      '1 value cannot be used. Give a list.',
    );
  });
});
