import { expect, it } from 'vitest';
import { createTypos } from './typos.ts';

const typos = createTypos(['invoice', 'charge', 'customer', 'bill']);

it.each([
  ['invocie', 'invoice', 0.9],
  ['invoce', 'invoice', 0.9],
  ['invoiice', 'invoice', 0.9],
  ['invoise', 'invoice', 0.75],
  ['custimer', 'customer', 0.75],
])('takes %s for %s', (typed, word, quality) => {
  expect(typos.correct(typed)).toEqual({ word, quality });
});

it.each(['bil', 'bilk', 'plumber', 'invcoei', 'chart', ''])('takes %s for nothing known', (typed) => {
  expect(typos.correct(typed)).toBeUndefined();
});
