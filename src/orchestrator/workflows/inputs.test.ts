import { describe, expect, it } from 'vitest';
import { HEAD, problemsOf, reply } from './environment.fake.ts';

describe('an input', () => {
  const withInput = (input: string) => HEAD.replace(/input: .*/, `input: { ${input} }`) + reply('a');

  it.each([
    [
      'of no kind',
      'c: { type: record }',
      '5:15 a record has to be of a kind. Add its kind, such as `kind: customer`.',
    ],
    [
      'of an unknown type',
      'c: { type: money, x: 1 }, d: { type: text }',
      '5:28 “x” has no meaning here. Take it out, or correct its name.',
    ],
    [
      'with a default of another type',
      'c: { type: days, default: soon }',
      '5:27 “soon” is a text, not a whole number. Write it as one expression, in ${{ and }}.',
    ],
    [
      'with a default that computes another type',
      'c: { type: money, default: "${{ days(3) }}" }',
      '5:42 “days(3)” gives a whole number, not money. Make it give money.',
    ],
    [
      'with a default that is no date',
      'c: { type: date, default: 7.12. }',
      '5:27 “7.12.” is no date. Write it as 2026-12-07, or as ${{ today }}.',
    ],
    [
      'with a default from a step',
      'c: { type: string, default: "${{ steps.tell.status }}" }',
      '5:43 no step has run when defaults are filled in. Use inputs, `today` or `now`.',
    ],
    [
      'with a default from another default',
      'c: { type: days, default: 3 }, d: { type: days, default: "${{ input.c }}" }',
      '5:72 “c” has a default itself and may not be known yet. Use an input without a default.',
    ],
  ])('%s', async (_name, input, problem) => {
    expect((await problemsOf(withInput(input)))[0]).toEqual(problem);
  });
});
