import { describe, expect, it } from 'vitest';
import { approve, cardFor, INVOICE_ANA, invoices, pendingCard, withAna } from './story.ts';

/** Each thing is said at a time of its own, since the last thing said is what a correction is about. */
async function later() {
  const mainstay = await withAna();
  await mainstay.pass(1_000);
  return mainstay;
}

describe('a correction of what was just proposed', () => {
  it('stays in the currency in which it was', async () => {
    const mainstay = await later();
    await cardFor(mainstay, 'Invoice Ana 850 euros for the brochure');
    const { body } = await cardFor(mainstay, 'no, 950');
    expect(body.title).toBe('Send invoice to Ana Torres: €950.00');
  });

  it.each([
    ['no, $1,300', { title: 'Send invoice to Ana Torres: $1,300.00' }, 'Amount before tax'],
    [
      'make it Friday',
      { preview: { facts: [{ text: expect.stringContaining('due Fri 27 Nov') }, {}] } },
      'Due on',
    ],
    ['actually for the logo', { preview: { subject: 'Invoice (number) for the logo' } }, 'For'],
    ['sorry, plus 19% VAT', { title: 'Send invoice to Ana Torres: $1,428.00' }, 'Tax rate in percent'],
  ])('makes a new card in place of the old: “%s”', async (text, expected, label) => {
    const mainstay = await later();
    const card = await cardFor(mainstay, INVOICE_ANA);
    const corrected = await cardFor(mainstay, text);
    expect(corrected.body).toMatchObject({ ...expected, supersedes: card.id, status: 'pending' });
    expect(corrected.body.preview.changes.map((change) => change.label)).toContain(label);
    await expect(approve(mainstay, card)).rejects.toMatchObject({ code: 'SUGGESTION_CHANGED' });
    expect((await pendingCard(mainstay)).id).toBe(corrected.id);
    await approve(mainstay, corrected);
    expect(await invoices(mainstay)).toHaveLength(1);
    expect(mainstay.errors).toEqual([]);
  });

  it('takes the other of two with one name', async () => {
    const mainstay = await later();
    await mainstay.say('Add customer Ana Lima, ana@lima.example');
    await mainstay.pass(1_000);
    await cardFor(mainstay, INVOICE_ANA.replace('Ana', 'Ana Torres'));
    const corrected = await cardFor(mainstay, 'no, the other Ana');
    expect(corrected.body.preview.to).toEqual(['Ana Lima <ana@lima.example>']);
    expect(corrected.body.preview.changes.map(({ label }) => label)).toEqual(['To', 'Name']);
  });

  it('may be corrected again', async () => {
    const mainstay = await later();
    await cardFor(mainstay, INVOICE_ANA);
    await mainstay.pass(1_000);
    await cardFor(mainstay, 'no, $1,300');
    await mainstay.pass(1_000);
    expect((await cardFor(mainstay, 'make it $1,400')).body.title).toBe(
      'Send invoice to Ana Torres: $1,400.00',
    );
  });

  it('is none once something else was said, or the card was decided', async () => {
    const mainstay = await later();
    const card = await cardFor(mainstay, INVOICE_ANA);
    await mainstay.pass(1_000);
    await mainstay.say('What is waiting?');
    await mainstay.pass(1_000);
    expect((await mainstay.say('no, $5')).cards).toEqual([]);
    expect((await pendingCard(mainstay)).id).toBe(card.id);
    await approve(mainstay, card);
    expect((await mainstay.say('no, $1,300')).cards).toEqual([]);
  });
});

describe('a correction of what was just done', () => {
  it.each([
    [
      'remind me tomorrow at 8 to call Ana',
      'make it 9',
      'I will remind you tomorrow, Tue 24 Nov, at 9:00: call Ana.',
    ],
    [
      'remind me tomorrow at 8 to call Ana',
      'no, at 7',
      'I will remind you tomorrow, Tue 24 Nov, at 7:00: call Ana.',
    ],
    [
      'remind me tomorrow at 8 to call Ana',
      'make it Friday',
      'I will remind you on Fri 27 Nov at 8:00: call Ana.',
    ],
    [
      'remind me tomorrow at 8 to call Ana',
      '9 pm',
      'I will remind you tomorrow, Tue 24 Nov, at 21:00: call Ana.',
    ],
    [
      'remind me every day at 7am and 7pm to take pills',
      'make it 8am and 8pm',
      'I will remind you every day at 8:00 and 20:00: take pills.',
    ],
    [
      'remind me every other Tuesday at 10 to water',
      'no, at 11',
      'I will remind you every 2 weeks on Tuesday at 11:00: water.',
    ],
    ['add task call Ben by Friday', 'make it Thursday', 'Added task “call Ben”, due Thu 26 Nov.'],
  ])('does it anew in place of the old: “%s”, “%s”', async (said, correction, expected) => {
    const mainstay = await later();
    await mainstay.say(said);
    await mainstay.pass(1_000);
    expect((await mainstay.say(correction)).replies).toEqual([expected]);
    await mainstay.pass(1_000);
    const kind = said.startsWith('add') ? 'show my tasks' : 'show my reminders';
    const [listed = ''] = (await mainstay.say(kind)).replies;
    expect(listed).toMatch(/^1 /);
    expect(mainstay.errors).toEqual([]);
  });

  it('follows an answer to a question', async () => {
    const mainstay = await later();
    await mainstay.say('remind me to call Ana');
    await mainstay.pass(1_000);
    await mainstay.say('tomorrow at 8');
    await mainstay.pass(1_000);
    expect((await mainstay.say('no, at 10')).replies).toEqual([
      'I will remind you tomorrow, Tue 24 Nov, at 10:00: call Ana.',
    ]);
  });
});

describe('what goes on with a card', () => {
  it.each([
    ['with 19% tax', 'Send invoice to Ana Torres: $1,428.00'],
    ['oh wait, it was €150', 'Send invoice to Ana Torres: €150.00'],
    ['$1,300', 'Send invoice to Ana Torres: $1,300.00'],
    ['without tax', 'Send invoice to Ana Torres: $1,200.00'],
  ])('is taken for a correction: “%s”', async (text, title) => {
    const mainstay = await later();
    const card = await cardFor(mainstay, INVOICE_ANA);
    expect((await cardFor(mainstay, text)).body).toMatchObject({ title, supersedes: card.id });
  });

  it('drops the lines of a sum that is another now', async () => {
    const mainstay = await later();
    await cardFor(mainstay, 'Invoice Ana 3 hours of consulting at $80');
    await mainstay.pass(1_000);
    expect((await cardFor(mainstay, 'no, $200')).body.title).toBe('Send invoice to Ana Torres: $200.00');
  });

  it('is something else where it asks for something else', async () => {
    const mainstay = await later();
    const card = await cardFor(mainstay, INVOICE_ANA);
    await mainstay.pass(1_000);
    await mainstay.say('add task buy milk by Friday');
    expect((await pendingCard(mainstay)).id).toBe(card.id);
  });
});

describe('a correction of how many', () => {
  it.each([
    ['make it 4 hours', 'Send invoice to Ana Torres: $320.00'],
    ['no, 4 hours at 90', 'Send invoice to Ana Torres: $360.00'],
  ])('keeps what it is for: “%s”', async (text, title) => {
    const mainstay = await later();
    await cardFor(mainstay, 'Invoice Ana 3 hours of consulting at $80');
    await mainstay.pass(1_000);
    const card = await cardFor(mainstay, text);
    expect(card.body.title).toBe(title);
    await approve(mainstay, card);
    expect(await invoices(mainstay)).toMatchObject([
      { lines: [{ description: expect.stringMatching(/^consulting, 4 hours at/) }] },
    ]);
  });

  it('reaches the last of two requests', async () => {
    const mainstay = await later();
    await mainstay.say('note: Ana is back');
    await mainstay.say('Add task feed cat and remind me on Friday to call Ana');
    await mainstay.pass(1_000);
    expect((await mainstay.say('make it Thursday')).replies).toEqual([
      'I will remind you on Thu 26 Nov at 9:00: call Ana.',
    ]);
  });
});
