import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileExamples } from './examples.ts';
import { INTENTS } from './intents.fake.ts';
import { createRequestScores } from './requests.ts';

const scores = createRequestScores(compileExamples(INTENTS), INTENTS.length);
const INVOICE = INTENTS.findIndex(({ name }) => name === 'invoice');

it('gives every intent a score from 0 to 1, in their order', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const given = scores(`invoice ${text}`);
      expect(given).toHaveLength(INTENTS.length);
      expect(given.every((score) => score >= 0 && score <= 1)).toBe(true);
    }),
  );
});

it('scores a request high', () => {
  expect(scores('Invoice Ana $1,200 for the landing page, due in 14 days')[INVOICE]).toBeGreaterThan(0.6);
});

it.each([
  'the invoice from the plumber was high',
  'don’t invoice Ana $300 for the logo',
  'should I bill Ana 300 eur for coaching?',
  'I invoiced Ana $300 yesterday',
  'cancel the invoice for Ana',
])('scores “%s” low, which is none', (text) => {
  expect(scores(text)[INVOICE]).toBeLessThan(0.6);
});
