import { describe, expect, it } from 'vitest';
import { createHarness, type Harness } from './harness.ts';
import { approve, cardFor, INVOICE_ANA, invoices, withAna } from './story.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

async function said(mainstay: Harness, text: string): Promise<string> {
  return (await mainstay.say(text)).replies.join('\n');
}

function digestTimes(mainstay: Harness): string[] {
  return mainstay.store
    .all('events')
    .filter(({ index }) => index['type'] === 'schedule.due' && index['subject'] === 'sch_digest')
    .map(({ index }) => String(index['time']))
    .toSorted();
}

/** The harness starts on Monday 23 November 2026, 9:12 in UTC, which is home. */
describe('a journey', () => {
  it('moves what goes by the clock, ends by itself, and leaves invoices at home', async () => {
    const mainstay = await withAna();
    expect(await said(mainstay, 'I am in Tokyo until Wednesday')).toBe(
      'Until Wed 25 Nov I go by the clock of Tokyo, where it is 18:12. Invoices keep the dates of home.',
    );
    expect(mainstay.settings.current().zone).toEqual({
      home: 'UTC',
      here: 'Asia/Tokyo',
      until: '2026-11-25',
    });
    expect(await said(mainstay, 'remind me tomorrow at 10:00 to call Ana')).toBe(
      'I will remind you tomorrow, Tue 24 Nov, at 10:00: call Ana.',
    );
    await mainstay.live(8 * HOUR_MS);
    await approve(mainstay, await cardFor(mainstay, INVOICE_ANA));
    expect((await invoices(mainstay))[0]).toMatchObject({ issuedOn: '2026-11-23' });
    await mainstay.live(4 * DAY_MS);
    expect(mainstay.settings.current().zone).toEqual({ home: 'UTC', here: 'UTC' });
    expect(digestTimes(mainstay)).toEqual([
      '2026-11-23T23:00:00.000Z',
      '2026-11-24T23:00:00.000Z',
      '2026-11-26T08:00:00.000Z',
      '2026-11-27T08:00:00.000Z',
    ]);
    const told = mainstay.store.all('events').filter(({ index }) => index['type'] === 'schedule.due');
    expect(told.map(({ index }) => index['time'])).toContain('2026-11-24T01:00:00.000Z');
    expect(mainstay.errors).toEqual([]);
  });

  it('ends also where its end came while Mainstay was off', async () => {
    const mainstay = await createHarness();
    await said(mainstay, 'I am in Lisbon until Friday');
    const later = await mainstay.restart({ offMs: 7 * DAY_MS });
    await later.idle();
    expect(later.settings.current().zone).toEqual({ home: 'UTC', here: 'UTC' });
  });

  it('ends when it is said', async () => {
    const mainstay = await createHarness();
    await said(mainstay, 'I am in Tokyo');
    expect(await said(mainstay, 'I am back home')).toBe(
      'Welcome back. Times are those of UTC again, where it is 9:12.',
    );
    expect(await said(mainstay, 'I am back')).toBe('Times are those of UTC already.');
  });

  it('begins when it is said to begin', async () => {
    const mainstay = await createHarness();
    expect(await said(mainstay, 'I am in Tokyo from Wednesday to Friday')).toBe(
      'From Wed 25 Nov until Fri 27 Nov on I will go by the clock of Tokyo. Invoices keep the dates of home.',
    );
    expect(mainstay.settings.current().zone.here).toBe('UTC');
    await mainstay.live(2 * DAY_MS);
    expect(mainstay.settings.current().zone).toEqual({
      home: 'UTC',
      here: 'Asia/Tokyo',
      until: '2026-11-27',
    });
    await mainstay.live(3 * DAY_MS);
    expect(mainstay.settings.current().zone).toEqual({ home: 'UTC', here: 'UTC' });
    expect(mainstay.errors).toEqual([]);
  });

  it.each([
    ['I fly to Lisbon on Friday', { from: '2026-11-27' }],
    ["I'm in Lisbon next week", { from: '2026-11-30', until: '2026-12-06' }],
    ['I am travelling to Lisbon tomorrow', { from: '2026-11-24' }],
  ])('is planned by “%s”', async (text, planned) => {
    const mainstay = await createHarness();
    await said(mainstay, text);
    expect(mainstay.settings.current().zone).toEqual({
      home: 'UTC',
      here: 'UTC',
      planned: { here: 'Europe/Lisbon', ...planned },
    });
  });

  it('begins also where its day came while Mainstay was off, and can be called off before', async () => {
    const mainstay = await createHarness();
    await said(mainstay, 'I fly to Tokyo on Friday');
    const later = await mainstay.restart({ offMs: 7 * DAY_MS });
    await later.idle();
    expect(later.settings.current().zone).toEqual({ home: 'UTC', here: 'Asia/Tokyo' });
    await said(later, 'I am back home');
    await later.pass(1_000);
    await said(later, 'I am in Lisbon next week');
    await later.pass(1_000);
    await said(later, 'undo that');
    expect(later.settings.current().zone).toEqual({ home: 'UTC', here: 'UTC' });
  });

  it('of somebody else moves nothing', async () => {
    const mainstay = await withAna();
    await said(mainstay, 'Ana is in Tokyo until Friday');
    expect(mainstay.settings.current().zone).toEqual({ home: 'UTC', here: 'UTC' });
  });

  it('to a place that is not known is asked for', async () => {
    const mainstay = await createHarness();
    expect(await said(mainstay, 'I am in Fnordville until Friday')).toBe(
      'I do not know where “Fnordville” is. Name a larger city with the same time. In which city are you, or a larger one nearby?',
    );
    expect(await said(mainstay, 'Porto')).toMatch(/^Until Fri 27 Nov I go by the clock of Lisbon/);
  });
});
