import { expect, it } from 'vitest';
import { fillSlots } from './fill.ts';
import type { InputSpec } from './types.ts';
import { contextWith } from './workflow-inputs.fake.ts';

const INPUTS: Readonly<Record<string, InputSpec>> = {
  notice: { type: 'duration', optional: true, cues: ['notice period', 'notice', 'cancelled'] },
  remind: { type: 'duration', optional: true, cues: ['remind me'] },
  price: { type: 'price', optional: true },
};

async function read(text: string) {
  return (await fillSlots(text, INPUTS, contextWith({ currency: 'EUR' }))).values;
}

it.each([
  ['3 months notice', { notice: 'P3M' }],
  ["with 30 days' notice", { notice: 'P30D' }],
  ['notice of three months', { notice: 'P3M' }],
  ['notice period: 2 weeks', { notice: 'P2W' }],
  ['a year’s notice', {}],
  ['can be cancelled four weeks before the end', { notice: 'P4W' }],
  ['a quarter notice', { notice: 'P3M' }],
  ['remind me a fortnight before it ends', { remind: 'P2W' }],
  ['3 months notice, remind me 2 weeks before', { notice: 'P3M', remind: 'P2W' }],
  ['remind me 2 weeks before the notice', { remind: 'P2W' }],
  ['12 months of design', {}],
])('reads the lengths of “%s”', async (text, values) => {
  expect(await read(text)).toEqual(values);
});

it.each([
  ['40 € a month', 4000, 'month'],
  ['€40/month', 4000, 'month'],
  ['40 € monthly', 4000, 'month'],
  ['a monthly fee of 40 €', 4000, 'month'],
  ['€480 per year', 48000, 'year'],
  ['€480 p.a.', 48000, 'year'],
  ['80 € an hour', 8000, 'hour'],
  ['€900', 90000, 'once'],
  ['€900 once', 90000, 'once'],
  ['€120 every quarter', 12000, 'quarter'],
])('reads the price of “%s”', async (text, minor, per) => {
  expect(await read(text)).toEqual({ price: { amount: { minor, currency: 'EUR' }, per } });
});
