import { describe, expect, it } from 'vitest';
import { createHarness, type Harness } from './harness.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const START = Date.UTC(2026, 10, 23, 9, 12);

/** What was said since the last call, newest last: the texts of all outgoing messages. */
function saidBy(mainstay: Harness): string[] {
  return mainstay.store
    .all('messages')
    .filter(({ index }) => index['direction'] === 'out')
    .toSorted((one, other) => (String(one.index['at']) < String(other.index['at']) ? -1 : 1))
    .map(({ body }) => (JSON.parse(Buffer.from(body).toString()) as { text: string }).text);
}

async function said(mainstay: Harness, text: string): Promise<string> {
  const { replies } = await mainstay.say(text);
  return replies.join('\n');
}

/** Monday 23 November 2026, 9:12 in UTC, as the harness starts. */
describe('a reminder', () => {
  it('is told at its time, once, with what can be done about it', async () => {
    const mainstay = await createHarness({ config: 'digest: off' });
    expect(await said(mainstay, 'remind me on Friday at 9 to call Ana')).toBe(
      'I will remind you on Fri 27 Nov at 9:00: call Ana.',
    );
    await mainstay.live(4 * 24 * HOUR_MS - HOUR_MS);
    expect(saidBy(mainstay)).toHaveLength(1);
    await mainstay.live(HOUR_MS);
    expect(saidBy(mainstay).slice(1)).toEqual(['Reminder: call Ana.']);
    const [message] = mainstay.store.all('messages').slice(-1);
    expect(JSON.parse(Buffer.from(message?.body ?? []).toString())).toMatchObject({
      choices: ['Done', 'Snooze'],
    });
    await mainstay.live(48 * HOUR_MS);
    expect(saidBy(mainstay)).toHaveLength(2);
    expect(mainstay.errors).toEqual([]);
  });

  it('is counted from now where it is said so', async () => {
    const mainstay = await createHarness({ config: 'digest: off' });
    await said(mainstay, 'remind me in 20 minutes to check the oven');
    await mainstay.live(19 * MINUTE_MS);
    expect(saidBy(mainstay)).toHaveLength(1);
    await mainstay.live(2 * MINUTE_MS);
    expect(saidBy(mainstay).at(-1)).toBe('Reminder: check the oven.');
  });

  it('is put off, and done after that', async () => {
    const mainstay = await createHarness({ config: 'digest: off' });
    await said(mainstay, 'remind me in 20 minutes to check the oven');
    await mainstay.live(21 * MINUTE_MS);
    expect(await said(mainstay, 'Snooze')).toBe('I will remind you again today at 10:33: check the oven.');
    await mainstay.live(HOUR_MS);
    expect(saidBy(mainstay).at(-1)).toBe('Reminder: check the oven.');
    expect(await said(mainstay, 'snooze for 20 minutes')).toBe(
      'I will remind you again today at 10:53: check the oven.',
    );
    await mainstay.live(20 * MINUTE_MS);
    expect(await said(mainstay, 'Done')).toBe('Done: check the oven.');
    expect(mainstay.store.all('schedules').filter(({ index }) => index['of'] === 'reminder')).toEqual([]);
    expect(await said(mainstay, 'Done')).toBe('No reminder is waiting, so there is nothing to mark as done.');
  });

  it('comes round, and keeps its rhythm when one of them is put off', async () => {
    const mainstay = await createHarness({ config: 'digest: off' });
    expect(await said(mainstay, 'remind me every weekday at 8:30 to look at my mail')).toBe(
      'I will remind you every weekday at 8:30: look at my mail.',
    );
    await mainstay.live(24 * HOUR_MS);
    expect(saidBy(mainstay).at(-1)).toBe('Reminder: look at my mail.');
    expect(await said(mainstay, 'snooze until 11')).toBe(
      'I will remind you again today at 11:00: look at my mail.',
    );
    await mainstay.live(2 * HOUR_MS);
    expect(await said(mainstay, 'done')).toBe('Done: look at my mail.');
    const before = saidBy(mainstay).length;
    for (let day = 0; day < 7; day += 1) await mainstay.live(24 * HOUR_MS);
    expect(saidBy(mainstay).slice(before)).toEqual(
      Array.from({ length: 5 }, () => 'Reminder: look at my mail.'),
    );
  });

  it('is listed, and deleted in a way that can be undone', async () => {
    const mainstay = await createHarness({ config: 'digest: off' });
    await said(mainstay, 'remind me on Friday at 9 to call Ana');
    await said(mainstay, 'remind me every month on the 1st to pay the rent');
    expect(await said(mainstay, 'Which reminders do I have?')).toBe(
      '2 reminders.\n1  On Fri 27 Nov at 9:00: call Ana\n2  On the 1st of every month at 9:00: pay the rent',
    );
    expect(await said(mainstay, 'delete the reminder to call Ana')).toBe(
      'Deleted the reminder on Fri 27 Nov at 9:00: call Ana.',
    );
    const deleted = mainstay.store
      .all('effects')
      .find(({ body }) => Buffer.from(body).includes('reminder.delete'));
    const undoing = await mainstay.effects.compensationOf(deleted?.id ?? '');
    await mainstay.effects.undoLocally(undoing, { at: START, by: 'operator', correlationId: 'undo' });
    await mainstay.idle();
    expect(await said(mainstay, 'my reminders')).toMatch(/^2 reminders/);
    await mainstay.live(4 * 24 * HOUR_MS);
    expect(saidBy(mainstay).at(-1)).toBe('Reminder: call Ana.');
  });

  it('that several could be is asked for by its words', async () => {
    const mainstay = await createHarness({ config: 'digest: off' });
    await said(mainstay, 'remind me in 20 minutes to check the oven');
    await said(mainstay, 'remind me in 21 minutes to call the bank');
    await mainstay.live(30 * MINUTE_MS);
    expect(await said(mainstay, 'Done')).toBe(
      'Which reminder: call the bank and check the oven? Write “done with the reminder about” and its words.',
    );
    expect(await said(mainstay, 'done with the reminder about the oven')).toBe('Done: check the oven.');
    expect(await said(mainstay, 'Done')).toBe('Done: call the bank.');
  });

  it('is not set by words that name no time, which is asked for', async () => {
    const mainstay = await createHarness({ config: 'digest: off' });
    expect(await said(mainstay, 'remind me to call Ana')).toBe('When shall I remind you?');
    expect(mainstay.store.all('schedules').filter(({ index }) => index['of'] === 'reminder')).toEqual([]);
    expect(await said(mainstay, 'tomorrow at 10')).toBe(
      'I will remind you tomorrow, Tue 24 Nov, at 10:00: call Ana.',
    );
  });

  it('is asked for where morning or evening cannot be told', async () => {
    const mainstay = await createHarness({ config: 'digest: off', now: Date.UTC(2026, 10, 23, 19) });
    expect(await said(mainstay, 'remind me at 9 to call Ana')).toBe(
      'Which “at 9”: today 21:00 or tomorrow 9:00?',
    );
    expect(await said(mainstay, 'in the evening')).toBe('I will remind you today at 21:00: call Ana.');
  });

  it('that was missed while Mainstay was off is caught up once and marked late', async () => {
    const mainstay = await createHarness({ config: 'digest: off' });
    await said(mainstay, 'remind me on Friday at 9 to call Ana');
    await said(mainstay, 'remind me every hour to drink');
    const later = await mainstay.restart({ offMs: 96 * HOUR_MS });
    await later.idle();
    const [off = '', ...late] = saidBy(later).slice(2).toSorted();
    expect(off).toMatch(/^I was off Mon 23 Nov, 9:12–Fri 27 Nov, 9:12\. /);
    expect(late).toEqual([
      'Late, I was off: call Ana (was due 9:00).',
      'Late, I was off: drink (was due 9:00).',
    ]);
    const again = await later.restart();
    await again.idle();
    expect(saidBy(again)).toHaveLength(5);
    await again.live(HOUR_MS);
    expect(saidBy(again).at(-1)).toBe('Reminder: drink.');
  });

  it('moves with the operator, and comes once for a local time', async () => {
    const mainstay = await createHarness({ config: 'digest: off' });
    await said(mainstay, 'remind me today at 15:00 to call Ana');
    await mainstay.units.transact((unit) =>
      mainstay.settings.change(
        unit,
        { zone: { here: 'America/New_York' } },
        { at: 0, by: 'operator', correlationId: 'c' },
      ),
    );
    await mainstay.idle();
    await mainstay.live(6 * HOUR_MS);
    expect(saidBy(mainstay)).toHaveLength(1);
    await mainstay.live(5 * HOUR_MS);
    expect(saidBy(mainstay).at(-1)).toBe('Reminder: call Ana.');
    await mainstay.units.transact((unit) =>
      mainstay.settings.change(
        unit,
        { zone: { here: 'Pacific/Honolulu' } },
        { at: 0, by: 'operator', correlationId: 'c' },
      ),
    );
    await mainstay.live(24 * HOUR_MS);
    expect(saidBy(mainstay)).toHaveLength(2);
    expect(mainstay.errors).toEqual([]);
  });
});
