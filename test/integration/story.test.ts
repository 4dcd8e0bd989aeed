import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createHarness } from './harness.ts';

describe('the invoice story', () => {
  it('adds a customer and confirms it', async () => {
    const mainstay = await createHarness();
    const { replies } = await mainstay.say('Add customer Ana Torres, ana@torres.example');
    expect(mainstay.errors).toEqual([]);
    expect(replies).toEqual(['Added customer Ana Torres, ana@torres.example.']);
  });

  it('proposes the invoice as a card, and carries it out once it is approved', async () => {
    const mainstay = await createHarness();
    await mainstay.say('Add customer Ana Torres, ana@torres.example');
    const { cards, replies } = await mainstay.say('Invoice Ana $1,200 for the landing page, due in 14 days');
    expect(mainstay.errors).toEqual([]);
    expect(replies).toEqual(['Send invoice to Ana Torres: $1,200.00']);
    const card = await mainstay.approvals.read(cards[0] ?? '');
    console.log(JSON.stringify(card.body.preview, null, 1), card.body.undo, card.body.reason);
    await mainstay.approvals.approve(card.id, { hash: card.body.hash, by: 'operator', via: 'test' });
    await mainstay.idle();
    expect(mainstay.errors).toEqual([]);
    expect(await readdir(mainstay.outbox)).toHaveLength(1);
    console.log((await mainstay.say('What happened today?')).replies, (await mainstay.say('why?')).replies, (await mainstay.say('fnord blarg')).replies);
    console.log((await mainstay.say('pause')).replies, (await mainstay.say('What is waiting?')).replies,(await mainstay.say('resume')).replies,(await mainstay.say('help')).replies);
    expect(mainstay.errors).toEqual([]);
  });
});
