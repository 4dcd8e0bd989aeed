import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseAnswer } from './answer.ts';
import { fillSlots } from './fill.ts';
import type { InputSpec } from './types.ts';
import { ADD_CUSTOMER, contextWith, INVOICE } from './workflow-inputs.fake.ts';

const EVERYTHING: Readonly<Record<string, InputSpec>> = {
  ...INVOICE,
  ...ADD_CUSTOMER,
  on: { type: 'date', optional: true },
  share: { type: 'percent', optional: true },
  count: { type: 'integer', optional: true },
};
/** Far above what it takes (some 100 ms on a slow machine), far below what a pattern that backtracks takes. */
const LIMIT_MS = 5000;

async function readAll(text: string): Promise<void> {
  const context = contextWith();
  await fillSlots(text, EVERYTHING, context);
  for (const spec of Object.values(EVERYTHING)) await parseAnswer(spec, text.slice(0, 4000), context);
}

describe('any text at all', () => {
  // The calendar library is loaded with the first date, which is no part of what is measured.
  beforeAll(() => readAll('tomorrow'));

  it('is read without an error', async () => {
    const pieces = fc.constantFrom(
      '$',
      '1,200',
      '1.',
      ' ',
      '-',
      'Ana',
      '’s',
      'for',
      'due in',
      '14 days',
      ',',
      '\n',
      '"',
      '“',
      '”',
      "'",
      '@',
      'a@b.c',
      'add customer',
      '7.12.',
      '31 February',
      'next',
      'net',
      '%',
      '\u202e',
      '\ud800',
      '\u0000',
      '👩‍👩‍👧',
      'é',
      '__proto__',
      '2026-014',
      'k',
      '€',
      'as a',
    );
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(pieces, { maxLength: 40 }).map((all) => all.join(' ')),
      fc.array(pieces, { maxLength: 40 }).map((all) => all.join('')),
    );
    await fc.assert(fc.asyncProperty(text, readAll), { numRuns: 300 });
  });

  it.each([
    '1',
    ' ',
    '1 ',
    '1,',
    '$1 ',
    "1'",
    'a@',
    'a@b ',
    '“',
    '"',
    "'a",
    'Ana ',
    'for ',
    'due in ',
    '1 day ',
    'net 30 ',
    'may 5 ',
    '7.12. ',
    '. ',
    ', ',
    'please ',
    'add customer ',
    'é',
    '\ud800',
  ])('is read in time, even a megabyte of %j', async (unit) => {
    const begun = performance.now();
    await readAll(unit.repeat(1_000_000 / unit.length));
    expect(performance.now() - begun).toBeLessThan(LIMIT_MS);
  });

  it('stands in one of the four places for each input', async () => {
    const text = fc.array(
      fc.constantFrom('$5', '$6', 'Ana', 'Kim', 'for', 'logo', 'due', 'Friday', '0 eur', ','),
      { maxLength: 12 },
    );
    await fc.assert(
      fc.asyncProperty(text, async (words) => {
        const { values, ambiguous, problems, missing } = await fillSlots(
          words.join(' '),
          INVOICE,
          contextWith(),
        );
        const places = [values, ambiguous, problems].flatMap((place) => Object.keys(place)).concat(missing);
        expect(new Set(places).size).toBe(places.length);
        expect([...places, 'due']).toEqual(expect.arrayContaining(['customer', 'amount', 'what']));
      }),
    );
  });
});
