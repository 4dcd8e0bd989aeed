import { expect, it } from 'vitest';
import { withDaysRight } from './day-typos.ts';

it.each([
  ['remind me on wendsday at 9', 'remind me on wednesday at 9'],
  ['tommorow at 9:30', 'tomorrow at 9:30'],
  ['Tomorow, tommorrow', 'Tomorrow, tomorrow'],
  ['on Fryday or thrusday', 'on Friday or thursday'],
  ['by 3 Febuary', 'by 3 February'],
  ['until 1 decembre', 'until 1 decembre'],
])('puts the days of %j right', (text, right) => {
  expect(withDaysRight(text)).toBe(right);
});

it.each([
  'on Wednesday, tomorrow, every Sundays',
  'at midday on payday',
  'Michael Faraday and Ana Halliday',
  'mail monday@x.example and sundaysale',
  'borrow the sparrow',
])('leaves %j as it is', (text) => {
  expect(withDaysRight(text)).toBe(text);
});
