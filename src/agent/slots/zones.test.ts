import { describe, expect, it } from 'vitest';
import { parseAnswer } from './answer.ts';
import { fillSlots } from './fill.ts';
import type { InputSpec } from './types.ts';
import { contextWith } from './workflow-inputs.fake.ts';

const INPUTS: Record<string, InputSpec> = {
  where: { type: 'zone' },
  until: { type: 'date', optional: true, cues: ['until', 'till'] },
};

describe('where the operator is', () => {
  it.each([
    ['I am in Lisbon until Friday', 'Europe/Lisbon', '2026-11-27'],
    ['I’m in New York until 3 December', 'America/New_York', '2026-12-03'],
    ['I am in Munich until the 5th', 'Europe/Berlin', '2026-12-05'],
    ['I will be in San Francisco', 'America/Los_Angeles', undefined],
    ['I am in Porto', 'Europe/Lisbon', undefined],
    ['i am in lisbon', 'Europe/Lisbon', undefined],
    ['I am in Portugal', 'Europe/Lisbon', undefined],
    ['I am in Lord Howe', 'Australia/Lord_Howe', undefined],
    ['I am in Mumbai until Sunday', 'Asia/Calcutta', '2026-11-29'],
    ['I am in São Paulo', 'America/Sao_Paulo', undefined],
  ])('is read from “%s”', async (text, where, until) => {
    const { values } = await fillSlots(text, INPUTS, contextWith());
    expect(values).toEqual({ where, ...(until === undefined ? {} : { until }) });
  });

  it.each([
    [
      'I am in Fnordville until Friday',
      'I do not know where “Fnordville” is. Name a larger city with the same time.',
    ],
    ['I am in Australia', '“Australia” has several time zones. Name a city.'],
  ])('is asked for after “%s”', async (text, problem) => {
    expect((await fillSlots(text, INPUTS, contextWith())).problems['where']).toBe(problem);
  });

  it.each(['I am in a meeting until Friday', 'I am in trouble', 'I am in until noon'])(
    'is not read from “%s”',
    async (text) => {
      const { values, missing } = await fillSlots(text, INPUTS, contextWith());
      expect([values['where'], missing]).toEqual([undefined, ['where']]);
    },
  );

  it('is answered by the name of a city', async () => {
    expect(await parseAnswer({ type: 'zone' }, 'Porto', contextWith())).toEqual({
      kind: 'value',
      value: 'Europe/Lisbon',
    });
    expect(await parseAnswer({ type: 'zone' }, 'in Lisbon', contextWith())).toEqual({
      kind: 'value',
      value: 'Europe/Lisbon',
    });
  });
});
