import fc from 'fast-check';
import { DateTime } from 'luxon';
import { describe, expect, it } from 'vitest';
import { parseAnswer } from './answer.ts';
import { fillSlots } from './fill.ts';
import type { InputSpec, SlotContext } from './types.ts';
import { contextWith } from './workflow-inputs.fake.ts';

/** As of Monday 23 November 2026, 10:00 in Berlin, unless another time is given. */
async function read(text: string, type: InputSpec['type'], changes: Partial<SlotContext> = {}) {
  const { values, problems, ambiguous } = await fillSlots(text, { when: { type } }, contextWith(changes));
  return values['when'] ?? problems['when'] ?? ambiguous['when']?.map(({ label }) => label) ?? null;
}

const berlin = (time: string) => ({ now: DateTime.fromISO(time, { zone: 'Europe/Berlin' }).toMillis() });

describe('a moment', () => {
  it.each([
    ['on Friday at 9', '2026-11-27T09:00'],
    ['Friday 17:30', '2026-11-27T17:30'],
    ['next Tuesday', '2026-12-01T09:00'],
    ['tomorrow', '2026-11-24T09:00'],
    ['tomorrow morning', '2026-11-24T09:00'],
    ['tomorrow at noon', '2026-11-24T12:00'],
    ['tonight', '2026-11-23T20:00'],
    ['tonight at 9', '2026-11-23T21:00'],
    ['at 9 in the evening', '2026-11-23T21:00'],
    ['at 11', '2026-11-23T11:00'],
    ['at 3', '2026-11-23T15:00'],
    ['at 9', '2026-11-24T09:00'],
    ['9am', '2026-11-24T09:00'],
    ['at midnight', '2026-11-24T00:00'],
    ['on the 5th', '2026-12-05T09:00'],
    ['on the 5th at 4 pm', '2026-12-05T16:00'],
    ['7.12. at 14:00', '2026-12-07T14:00'],
    ['at 8.30 on 3 March', '2027-03-03T08:30'],
    ['2026-12-01 08:00', '2026-12-01T08:00'],
    ['in two weeks at 10:30', '2026-12-07T10:30'],
    ['on the last Friday of the month at 4 pm', '2026-11-27T16:00'],
    ['at half past nine tomorrow', '2026-11-24T09:30'],
    ['on the first Monday of January', '2027-01-04T09:00'],
    ['2 days before Christmas', '2026-12-23T09:00'],
    ['a week before 24 December at 10', '2026-12-17T10:00'],
    ['the day before Christmas at 8', '2026-12-24T08:00'],
    ['3 days after 1 December', '2026-12-04T09:00'],
    ['on Christmas Eve at noon', '2026-12-24T12:00'],
    ['on New Year’s Day', '2027-01-01T09:00'],
    ['an hour before midnight', '2026-11-23T23:00'],
    ['two hours before 5 pm', '2026-11-23T15:00'],
    ['30 minutes before noon tomorrow', '2026-11-24T11:30'],
    ['a week from Friday', '2026-12-04T09:00'],
    ['Friday in two weeks', '2026-12-11T09:00'],
    ['in a fortnight', '2026-12-07T09:00'],
    ['the day after tomorrow at 8', '2026-11-25T08:00'],
    ['at the end of the day', '2026-11-23T18:00'],
    ['tomorrow EOD', '2026-11-24T18:00'],
    ['at 9.30 tomorrow', '2026-11-24T09:30'],
  ])('is read from “%s” in the operator’s zone', async (text, value) => {
    expect(await read(text, 'moment')).toBe(value);
  });

  it.each([
    ['in 20 minutes', '2026-11-23T09:20:00Z'],
    ['in half an hour', '2026-11-23T09:30:00Z'],
    ['in an hour and a half', '2026-11-23T10:30:00Z'],
    ['in 2 hours', '2026-11-23T11:00:00Z'],
    ['in 1.5 hours', '2026-11-23T10:30:00Z'],
    ['in 2 hours and 15 minutes', '2026-11-23T11:15:00Z'],
    ['in 90 seconds', '2026-11-23T09:01:30Z'],
  ])('is counted from now where the text says “%s”, whatever becomes of the zone', async (text, value) => {
    expect(await read(text, 'moment')).toBe(value);
  });

  it('is read by the calendar of the zone just after midnight, when other zones have another day', async () => {
    expect(await read('tomorrow', 'moment', berlin('2026-11-24T00:10'))).toBe('2026-11-25T09:00');
    expect(
      await read('tomorrow at 8', 'moment', { ...berlin('2026-11-24T00:10'), zone: 'America/New_York' }),
    ).toBe('2026-11-24T08:00');
  });

  it('is the next day where the time has passed', async () => {
    expect(await read('at 8:30', 'moment')).toBe('2026-11-24T08:30');
    expect(await read('at 20:15', 'moment', berlin('2026-11-23T21:00'))).toBe('2026-11-24T20:15');
  });

  it.each([
    ['at 9', '2026-11-23T19:00', ['today 21:00', 'tomorrow 9:00']],
    ['at 6', '2026-11-23T10:00', ['today 18:00', 'tomorrow 6:00']],
    ['on Friday at 6', '2026-11-23T10:00', ['Fri 27 Nov 6:00', 'Fri 27 Nov 18:00']],
  ])('cannot be told from “%s” at %s, and is asked for', async (text, now, labels) => {
    expect(await read(text, 'moment', berlin(now))).toEqual(labels);
  });

  it.each([
    ['yesterday at 9', '“yesterday at 9” is in the past.'],
    ['on 31 February', '“31 February” is not in the calendar.'],
    ['tomorrow at 25:00', '“25:00” is no time of day.'],
    ['on Friday at 9:75', '“9:75” is no time of day.'],
    ['today', '“today” does not say at what time.'],
    ['in 90 years', '“90 years” is more than ten years away.'],
    ['every Monday', '“every Monday” is more than once, and I need one time.'],
    ['tomorrow at 9 or on Friday at 9', 'You gave “tomorrow at 9” and “on Friday at 9”, and I need one.'],
  ])('is not “%s”, and it is said why', async (text, problem) => {
    expect(await read(text, 'moment')).toBe(problem);
  });

  it.each(['fnord blarg', 'soon', 'later', 'call 9 people', 'invoice 12', 'at Ana’s', 'may', '€9'])(
    'is never read from “%s”',
    async (text) => {
      expect(await read(text, 'moment')).toBeNull();
    },
  );
});

describe('a rhythm', () => {
  it.each([
    ['every day at 8:00', '0 8 * * *'],
    ['daily at 7am', '0 7 * * *'],
    ['every weekday at 8:30', '30 8 * * 1-5'],
    ['Monday to Friday at 8', '0 8 * * 1-5'],
    ['every Monday and Thursday at 9', '0 9 * * 1,4'],
    ['on Sundays at 8 pm', '0 20 * * 0'],
    ['every evening at 7', '0 19 * * *'],
    ['every morning', '0 9 * * *'],
    ['every Friday afternoon', '0 14 * * 5'],
    ['on the last Friday of the month', '0 9 * * 5#L'],
    ['every last Friday of the month at 4pm', '0 16 * * 5#L'],
    ['on the first Monday of every month', '0 9 * * 1#1'],
    ['every month on the 1st', '0 9 1 * *'],
    ['on the 31st of each month', '0 9 L * *'],
    ['on the last working day of each month', '0 9 LW * *'],
    ['every year on 3 March', '0 9 3 3 *'],
    ['every 2 hours', '0 */2 * * *'],
    ['every 30 minutes', '*/30 * * * *'],
    ['every month', '0 9 23 * *'],
    ['every other week', '0 9 * * 1 every 2 weeks from 2026-11-23'],
    ['every 2 weeks', '0 9 * * 1 every 2 weeks from 2026-11-23'],
    ['every other Tuesday at 10', '0 10 * * 2 every 2 weeks from 2026-11-24'],
    ['every second Friday', '0 9 * * 5 every 2 weeks from 2026-11-27'],
    ['every 3 weeks on Thursday', '0 9 * * 4 every 3 weeks from 2026-11-26'],
    ['fortnightly', '0 9 * * 1 every 2 weeks from 2026-11-23'],
    ['every 3 days at 7', '0 7 * * * every 3 days from 2026-11-23'],
    ['every two months on the 5th', '0 9 5 * * every 2 months from 2026-11-23'],
    ['every quarter', '0 9 1 1,4,7,10 *'],
    ['every 3rd of the month', '0 9 3 * *'],
    ['on the 1st and 15th of every month', '0 9 1,15 * *'],
    ['every day at 7am and 7pm', '0 7,19 * * *'],
    ['every day at 8:30 and 17:00', '30 8 * * *|0 17 * * *'],
    ['every weekday except Friday', '0 9 * * 1,2,3,4'],
    ['every day except Sunday at 8', '0 8 * * 1,2,3,4,5,6'],
    ['every first Monday of January', '0 9 * 1 1#1'],
  ])('is read from “%s”', async (text, pattern) => {
    expect(await read(text, 'recurrence')).toBe(pattern);
  });

  it('is not “every 45 minutes”, and it is said why', async () => {
    expect(await read('every 45 minutes', 'recurrence')).toMatch(/^I cannot repeat something “/);
  });

  it('is asked for where its hour or whether it repeats cannot be told', async () => {
    expect(await read('every day at 6', 'when')).toEqual(['every day 6:00', 'every day 18:00']);
    expect(await read('on the last Friday of the month', 'when')).toEqual([
      'Fri 27 Nov 9:00',
      'every last Friday of the month 9:00',
    ]);
  });

  it.each(['everything', 'everyone at 9', 'weekly report'])('is not in “%s” alone', async (text) => {
    expect(await read(text.replace('weekly', 'week'), 'recurrence')).toBeNull();
  });
});

describe('in a request', () => {
  const inputs: Record<string, InputSpec> = {
    when: { type: 'when' },
    what: { type: 'string', cues: ['to', 'about', 'that'] },
  };

  it.each([
    ['remind me on Friday at 9 to call Ana', '2026-11-27T09:00', 'call Ana'],
    ['remind me to call Ana on Friday at 9', '2026-11-27T09:00', 'call Ana'],
    ['remind me on Friday to call Ana at 9', '2026-11-27T09:00', 'call Ana'],
    ['Remind me in 20 minutes to check the oven', '2026-11-23T09:20:00Z', 'check the oven'],
    ['remind me every weekday at 8:30 to send the digest', '30 8 * * 1-5', 'send the digest'],
    ['remind me to pay the rent every month on the 1st', '0 9 1 * *', 'pay the rent'],
    [
      'remind me tomorrow to prepare for the Monday meeting',
      '2026-11-24T09:00',
      'prepare for the Monday meeting',
    ],
    ['remind me about the invoice next Tuesday', '2026-12-01T09:00', 'the invoice'],
  ])('“%s” says when and what', async (text, when, what) => {
    expect((await fillSlots(text, inputs, contextWith())).values).toEqual({ when, what });
  });
});

describe('an answer', () => {
  const offered = [
    { id: '2026-11-23T21:00', name: '', label: 'today 21:00' },
    { id: '2026-11-24T09:00', name: '', label: 'tomorrow 9:00' },
  ];
  const answer = (text: string, spec: InputSpec = { type: 'when' }) =>
    parseAnswer(spec, text, { ...contextWith(berlin('2026-11-23T19:00')), offered });

  it.each([
    ['today 21:00', '2026-11-23T21:00'],
    ['in the evening', '2026-11-23T21:00'],
    ['9 pm', '2026-11-23T21:00'],
    ['the morning', '2026-11-24T09:00'],
    ['tomorrow 9:00', '2026-11-24T09:00'],
    ['on Friday at 8', '2026-11-27T08:00'],
    ['every day at 8', '0 8 * * *'],
  ])('“%s” settles it', async (text, value) => {
    expect(await answer(text)).toEqual({ kind: 'value', value });
  });

  it('that says more is a request of its own', async () => {
    expect(await answer('invoice Ana $80 for hosting tomorrow')).toEqual({ kind: 'none' });
  });
});

const ZONES = [
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kolkata',
  'Africa/Casablanca',
];
const instants = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2028, 0, 1) });

describe('at any time in any zone', () => {
  it('is to come, and at the time that was said unless the clocks skip it', async () => {
    const times = fc.record({
      hour: fc.integer({ min: 0, max: 23 }),
      minute: fc.integer({ min: 0, max: 59 }),
    });
    await fc.assert(
      fc.asyncProperty(instants, fc.constantFrom(...ZONES), times, async (now, zone, { hour, minute }) => {
        const said = `${hour}:${String(minute).padStart(2, '0')}`;
        const value = await read(`tomorrow at ${said}`, 'moment', { now, zone });
        const tomorrow = DateTime.fromMillis(now, { zone }).plus({ days: 1 });
        const meant = tomorrow.startOf('day').set({ hour, minute });
        expect(value).toBe(meant.toFormat("yyyy-MM-dd'T'HH:mm"));
        expect(meant.toMillis()).toBeGreaterThan(now);
      }),
      { numRuns: 150 },
    );
  });

  it('never plans anything for words that name no time, and never throws', async () => {
    const words = fc.array(
      fc.constantFrom(...'the call Ana to 9 12 of invoice € at on every may sun -3 12:99 .'.split(' ')),
    );
    await fc.assert(
      fc.asyncProperty(instants, fc.constantFrom(...ZONES), words, async (now, zone, said) => {
        const value = await read(said.join(' '), 'moment', { now, zone });
        if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value)) return;
        expect(DateTime.fromISO(value, { zone }).toMillis()).toBeGreaterThan(now);
      }),
      { numRuns: 300 },
    );
  });
});
