import { expect, it } from 'vitest';
import { waysToCut } from './clauses.ts';

const HOSTING = 'contract with Ana for hosting at 40 € a month until 31 December 2027';

it.each([
  `${HOSTING}, 3 months notice, remind me 2 weeks before`,
  `${HOSTING}, with three months' notice`,
  `${HOSTING}, notice period of 4 weeks`,
  `${HOSTING}, can be cancelled four weeks before the end`,
  `${HOSTING} and remind me a month ahead`,
  `${HOSTING}. Remind me 2 weeks before it ends.`,
])('takes “%s” as one request', (text) => {
  expect(waysToCut(text)).toEqual([]);
});

it.each([
  [
    'Invoice Ana $300, remind me in 2 weeks to call Ben',
    ['Invoice Ana $300', 'remind me in 2 weeks to call Ben'],
  ],
  ['add task buy a gift, cancel the reminder', ['add task buy a gift', 'cancel the reminder']],
  [`${HOSTING}, 3 months notice, then invoice Ana $40`, [`${HOSTING}, 3 months notice`, 'invoice Ana $40']],
])('cuts “%s”', (text, clauses) => {
  expect(waysToCut(text).at(-1)).toEqual(clauses);
});
