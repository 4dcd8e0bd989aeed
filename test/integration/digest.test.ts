import { describe, expect, it } from 'vitest';
import { createHarness, type Harness } from './harness.ts';
import { approve, cardFor, INVOICE_ANA, withAna } from './story.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

interface Told {
  readonly at: string;
  readonly text: string;
  readonly cards?: readonly string[];
  readonly silent?: boolean;
}

/** Every digest that was told, oldest first. */
function digestsOf(mainstay: Harness): Told[] {
  const due = new Set(
    mainstay.store
      .all('events')
      .filter(({ index }) => index['type'] === 'schedule.due' && index['subject'] === 'sch_digest')
      .map(({ id }) => id),
  );
  return mainstay.store
    .all('messages')
    .filter(({ index }) => due.has(String(index['turn'])))
    .map(({ body }) => JSON.parse(Buffer.from(body).toString()) as Told)
    .toSorted((one, other) => (one.at < other.at ? -1 : 1));
}

async function moveTo(mainstay: Harness, here: string): Promise<void> {
  const cause = { at: 0, by: 'operator', correlationId: 'journey' };
  await mainstay.units.transact((unit) => mainstay.settings.change(unit, { zone: { here } }, cause));
  await mainstay.idle();
}

/** The harness starts on Monday 23 November 2026, 9:12 in UTC. */
describe('the morning digest', () => {
  it('comes by itself each morning, and not at the start', async () => {
    const mainstay = await createHarness();
    await mainstay.live(22 * HOUR_MS);
    expect(digestsOf(mainstay)).toEqual([]);
    await mainstay.live(DAY_MS);
    await mainstay.live(DAY_MS);
    expect(digestsOf(mainstay).map(({ at }) => at)).toEqual([
      '2026-11-24T08:00:00.000Z',
      '2026-11-25T08:00:00.000Z',
    ]);
    expect(mainstay.errors).toEqual([]);
  });

  it('comes once on a local day, across restarts and changes of zone', async () => {
    const first = await createHarness();
    await first.live(23 * HOUR_MS);
    expect(digestsOf(first)).toHaveLength(1);
    const second = await first.restart();
    await second.idle();
    await moveTo(second, 'America/New_York');
    await second.live(12 * HOUR_MS);
    const third = await second.restart();
    expect(digestsOf(third)).toHaveLength(1);
    await third.live(18 * HOUR_MS);
    expect(digestsOf(third).map(({ at }) => at)).toEqual([
      '2026-11-24T08:00:00.000Z',
      '2026-11-25T13:00:00.000Z',
    ]);
  });

  it('comes late on the same day when it was missed, and not for days that are over', async () => {
    const mainstay = await createHarness();
    const sameDay = await mainstay.restart({ offMs: 2 * DAY_MS });
    await sameDay.idle();
    expect(digestsOf(sameDay).map(({ at }) => at)).toEqual(['2026-11-25T09:12:00.000Z']);
    const beforeEight = await sameDay.restart({ offMs: 2 * DAY_MS - 2 * HOUR_MS });
    await beforeEight.idle();
    expect(digestsOf(beforeEight)).toHaveLength(1);
    await beforeEight.live(HOUR_MS);
    expect(digestsOf(beforeEight).at(-1)?.at).toBe('2026-11-27T08:00:00.000Z');
  });

  it('is not told twice where the process ended between its event and its message', async () => {
    const mainstay = await createHarness();
    await mainstay.live(23 * HOUR_MS);
    const run = mainstay.store.all('runs').filter(({ index }) => index['workflow'] === 'digest');
    expect(run).toHaveLength(1);
    const event = mainstay.store
      .all('events')
      .find(({ index }) => index['subject'] === 'sch_digest' && index['type'] === 'schedule.due');
    mainstay.apply(await eventOf(mainstay, event?.id ?? ''));
    await mainstay.idle();
    expect(digestsOf(mainstay)).toHaveLength(1);
  });

  it('follows the time in the config, and stays away where it is off', async () => {
    const early = await createHarness({ config: 'digest: "6:30"' });
    await early.live(DAY_MS);
    expect(digestsOf(early).map(({ at }) => at)).toEqual(['2026-11-24T06:30:00.000Z']);
    const off = await early.restart({ config: 'digest: off' });
    await off.live(2 * DAY_MS);
    expect(digestsOf(off)).toHaveLength(1);
  });

  it('says what waits, what today brings and what became of yesterday, with live cards', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    await mainstay.say('remind me tomorrow at 10:00 to call Ana');
    await mainstay.live(23 * HOUR_MS);
    const [digest] = digestsOf(mainstay);
    expect(digest?.text).toBe(
      [
        'Tuesday 24 November. 1 thing waits for you.',
        '1  Send invoice to Ana Torres: $1,200.00, since yesterday 9:12',
        'Today: 10:00 call Ana',
        'Yesterday: 3 messages in = 2 answered + 1 waiting + 0 failed',
        'No cost. No backup yet',
      ].join('\n'),
    );
    expect(digest?.cards).toEqual([card.id]);
    await approve(mainstay, await mainstay.approvals.read(digest?.cards?.[0] ?? ''));
    await mainstay.live(DAY_MS);
    expect(digestsOf(mainstay).at(-1)?.text).toBe(
      [
        'Wednesday 25 November. Nothing is waiting for you.',
        'Overdue: call Ana (Tue)',
        'Month: invoiced $1,200.00',
        'Sent: 0. By your rules: 0. Saved as files, not sent: 1',
        'No cost. No backup yet',
      ].join('\n'),
    );
    expect(mainstay.errors).toEqual([]);
  });

  it('counts what is more than can be read at once', async () => {
    const mainstay = await createHarness();
    for (const letter of 'abcdefgh') await mainstay.say(`add task paint wall ${letter} by 23 November`);
    await mainstay.live(23 * HOUR_MS);
    const line = digestsOf(mainstay)[0]
      ?.text.split('\n')
      .find((one) => one.startsWith('Overdue'));
    expect(line?.match(/paint wall \w \(Mon\)/g)).toHaveLength(6);
    expect(line).toMatch(/ and 2 more$/);
  });

  it('names tasks that are due today, and those that are late by their day', async () => {
    const mainstay = await createHarness();
    await mainstay.say('add task renew domain by 24 November');
    await mainstay.say('add task file taxes by 23 November');
    await mainstay.say('add task paint the door by 1 December');
    await mainstay.live(23 * HOUR_MS);
    expect(digestsOf(mainstay)[0]?.text).toContain('\nToday: renew domain. Overdue: file taxes (Mon)\n');
  });

  it('says in one line that there is nothing, and answers when it is asked for', async () => {
    const mainstay = await createHarness();
    await mainstay.live(23 * HOUR_MS);
    expect(digestsOf(mainstay)[0]?.text).toBe(
      'Tuesday 24 November. Nothing is waiting for you.\nNothing came in, is late or planned. I am running; no backup yet.',
    );
    expect((await mainstay.say('digest')).replies).toEqual([digestsOf(mainstay)[0]?.text]);
  });

  it('tells after a night that it was off', async () => {
    const mainstay = await createHarness();
    const later = await mainstay.restart({ offMs: 23 * HOUR_MS });
    await later.idle();
    expect(digestsOf(later)[0]?.text).toContain('\nI was off 9:12–8:12.');
  });
});

describe('quiet hours', () => {
  it('make digests and cards silent, and leave reminders and answers as they are', async () => {
    const mainstay = await withAna();
    const cause = { at: 0, by: 'operator', correlationId: 'quiet' };
    await mainstay.units.transact((unit) =>
      mainstay.settings.change(unit, { quietHours: { from: '08:00', to: '12:00' } }, cause),
    );
    await mainstay.idle();
    await cardFor(mainstay, INVOICE_ANA);
    await mainstay.say('remind me in 20 minutes to check the oven');
    await mainstay.live(23 * HOUR_MS);
    const silent = mainstay.store
      .all('messages')
      .filter(({ index }) => index['direction'] === 'out')
      .map(({ body }) => JSON.parse(Buffer.from(body).toString()) as Told)
      .flatMap((message) => (message.silent ? [message.text.split('\n')[0]] : []));
    expect(silent).toEqual([
      'Send invoice to Ana Torres: $1,200.00',
      'Tuesday 24 November. 1 thing waits for you.',
    ]);
  });
});

describe('a sleep of the machine', () => {
  it.each([
    ['a night', 10 * HOUR_MS],
    ['a weekend', 60 * HOUR_MS],
  ])('for %s fires what passed once, takes no lifetime from a card, and is told', async (_name, sleptMs) => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    await mainstay.say('remind me every hour to drink');
    await mainstay.sleep(sleptMs);
    await mainstay.idle();
    const texts = mainstay.store
      .all('messages')
      .map(({ body }) => (JSON.parse(Buffer.from(body).toString()) as Told).text);
    expect(texts.filter((text) => text.includes('drink (was due'))).toHaveLength(1);
    expect(texts.filter((text) => text.startsWith('I was off'))).toHaveLength(1);
    const { expiresAt } = (await mainstay.approvals.read(card.id)).body;
    expect(Date.parse(expiresAt) - Date.parse(card.body.expiresAt)).toBe(sleptMs);
    expect(mainstay.errors).toEqual([]);
  });
});

async function eventOf(mainstay: Harness, id: string) {
  const event = await mainstay.log.get(id);
  if (!event) throw new Error(`No event ${id}.`);
  return event;
}
