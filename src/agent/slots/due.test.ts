import { describe, expect, it } from 'vitest';
import { dayCandidates, readDays } from './due.ts';
import { readingOf } from './phrases.ts';
import type { InputSpec, SlotContext } from './types.ts';
import { contextWith } from './workflow-inputs.fake.ts';

async function read(text: string, type: 'days' | 'date', changes: Partial<SlotContext> = {}) {
  const context = contextWith(changes);
  const spec: InputSpec = { type, cues: ['due in', 'due', 'net'] };
  const reading = await readDays(readingOf(text), context);
  return dayCandidates(reading, { spec, context, whole: false }).map((found) =>
    'value' in found ? found.value : found.problem,
  );
}

describe('a deadline in days', () => {
  it.each([
    ['logo, due in 14 days', 14],
    ['logo due in two weeks', 14],
    ['logo net 30', 30],
    ['logo, 30 days', 30],
    ['logo payable within a month', 30],
    ['logo by 7 December', 14],
    ['logo due on the 7th of December', 14],
    ['due Friday', 4],
    ['due 2026-12-07', 14],
    ['due 7.12.', 14],
    ['due on 7/12/2026', 14],
    ['due on receipt', 0],
    ['due by the end of the month', 7],
    ['no later than tomorrow', 1],
    ['to be paid before 3 March', 100],
  ])('is read from “%s”', async (text, days) => {
    expect(await read(text, 'days')).toEqual([days]);
  });

  it.each([
    '30 days of hosting',
    'the March retainer',
    'a workshop on 7 December',
    'three weeks of work',
    'report 2026',
    'Ana may pay',
  ])('is not read from “%s”, which says what the work is', async (text) => {
    expect(await read(`invoice Ana for ${text} please`, 'days')).toEqual([]);
  });

  it.each([
    ['due on 31 February', '“31 February” is not in the calendar.'],
    ['due on 31.2.2027', '“31.2.2027” is not in the calendar.'],
    ['due yesterday', '“yesterday” is in the past.'],
    ['due on 2025-12-07', '“2025-12-07” is in the past.'],
    ['due in 90 years', '“90 years” is more than ten years away.'],
  ])('says why “%s” cannot be used', async (text, problem) => {
    expect(await read(text, 'days')).toEqual([problem]);
  });
});

describe('a date', () => {
  it.each([
    ['on 7 December', '2026-12-07'],
    ['next Friday', '2026-12-04'],
    ['2026-12-07', '2026-12-07'],
    ['7.12.', '2026-12-07'],
    ['7.12.26', '2026-12-07'],
    ['7-12-2026', '2026-12-07'],
    ['in 3 weeks', '2026-12-14'],
    ['tomorrow', '2026-11-24'],
    ['by 3 March', '2027-03-03'],
    ['on 2025-12-07', '2025-12-07'],
  ])('is read from “renew the domain %s”', async (text, date) => {
    expect(await read(`renew the domain ${text}`, 'date')).toEqual([date]);
  });

  it('reads 7/12 as the operator writes dates, unless only one way is a date', async () => {
    expect(await read('7/12', 'date', { dayFirst: true })).toEqual(['2026-12-07']);
    expect(await read('7/12', 'date', { dayFirst: false })).toEqual(['2027-07-12']);
    expect(await read('12/25', 'date', { dayFirst: true })).toEqual(['2026-12-25']);
  });

  it('is a day of the operator’s calendar, not of the server’s', async () => {
    const justBeforeMidnightInUtc = Date.parse('2026-11-23T23:30:00Z');
    const inZone = (zone: string) => read('tomorrow', 'date', { now: justBeforeMidnightInUtc, zone });
    expect(await inZone('Europe/Berlin')).toEqual(['2026-11-25']);
    expect(await inZone('America/New_York')).toEqual(['2026-11-24']);
    expect(await inZone('Pacific/Kiritimati')).toEqual(['2026-11-25']);
  });

  it('keeps its day where the clocks change meanwhile', async () => {
    const beforeTheChange = Date.parse('2026-03-28T23:30:00Z');
    const changes = { now: beforeTheChange, zone: 'Europe/Berlin' };
    expect(await read('tomorrow', 'date', changes)).toEqual(['2026-03-30']);
    expect(await read('due in 1 day', 'days', changes)).toEqual([1]);
    expect(await read('due tomorrow', 'days', changes)).toEqual([1]);
  });
});
