import { readdir } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import {
  approve,
  cardFor,
  changeAna,
  effectsOf,
  INVOICE_ANA,
  invoices,
  pendingCard,
  withAna,
} from './story.ts';

describe('the kill switch', () => {
  it('keeps what was approved and lets it go on at resume', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    await mainstay.say('pause');
    await approve(mainstay, card);
    expect(await readdir(mainstay.outbox)).toEqual([]);
    expect(await invoices(mainstay)).toEqual([]);
    await mainstay.say('resume');
    await mainstay.idle();
    expect(await readdir(mainstay.outbox)).toHaveLength(1);
    expect(mainstay.errors).toEqual([]);
  });

  it('stays paused over a restart', async () => {
    const first = await withAna();
    await first.say('pause');
    const mainstay = await first.restart();
    expect(mainstay.settings.current().paused).toBe(true);
  });

  it('refuses what waited for more than a day, and proposes it again', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    await mainstay.say('pause');
    await approve(mainstay, card);
    await mainstay.pass(25 * 60 * 60 * 1000);
    await mainstay.say('resume');
    await mainstay.idle();
    expect((await effectsOf(mainstay, card.id)).map((effect) => effect['status'])).toEqual([
      'refused',
      'cancelled',
    ]);
    expect(await readdir(mainstay.outbox)).toEqual([]);
    const again = await pendingCard(mainstay);
    expect(again.body).toMatchObject({ supersedes: card.id, title: card.body.title });
    await approve(mainstay, again);
    expect(await invoices(mainstay)).toMatchObject([{ number: '2026-001' }]);
    expect(await readdir(mainstay.outbox)).toHaveLength(1);
    expect(mainstay.errors).toEqual([]);
  });

  it('proposes anew what was approved during a pause, once what it rests on has changed', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    await mainstay.say('pause');
    await approve(mainstay, card);
    await changeAna(mainstay, { email: 'ana@new.example' });
    await mainstay.say('resume');
    await mainstay.idle();
    expect(await readdir(mainstay.outbox)).toEqual([]);
    expect((await pendingCard(mainstay)).body.preview.to).toEqual(['Ana Torres <ana@new.example>']);
    expect(mainstay.errors).toEqual([]);
  });
});

describe('the hold between a yes and what leaves', () => {
  async function held() {
    const mainstay = await withAna();
    const cause = { at: 0, by: 'operator', correlationId: 'settings' };
    await mainstay.units.transact((unit) => mainstay.settings.change(unit, { hold: 10 }, cause));
    const card = await cardFor(mainstay, INVOICE_ANA);
    await approve(mainstay, card);
    return { mainstay, card, cause };
  }

  it('lets it leave when the time is over, also after a restart', async () => {
    const { mainstay: first, card } = await held();
    await first.pass(9_000);
    expect((await effectsOf(first, card.id)).map(({ status }) => status)).toEqual(['planned', 'planned']);
    const mainstay = await first.restart();
    await mainstay.pass(1_000);
    expect((await effectsOf(mainstay, card.id)).map(({ status }) => status)).toEqual(['done', 'saved']);
    expect(await readdir(mainstay.outbox)).toHaveLength(1);
    expect(mainstay.errors).toEqual([]);
  });

  it('takes all of a card back, whichever part is stopped', async () => {
    const { mainstay, card, cause } = await held();
    const { effectIds } = (await mainstay.approvals.read(card.id)).body;
    await mainstay.effects.stop(effectIds[1] ?? '', cause);
    await mainstay.pass(60_000);
    expect((await effectsOf(mainstay, card.id)).map(({ status }) => status)).toEqual([
      'cancelled',
      'cancelled',
    ]);
    expect(await invoices(mainstay)).toEqual([]);
    expect(mainstay.errors).toEqual([]);
  });

  it('is what “undo that” stops, and not what was done before', async () => {
    const { mainstay, card } = await held();
    const { replies } = await mainstay.say('undo that');
    expect(replies[0]).toMatch(/^Stopped: .*Mail to Ana Torres/);
    await mainstay.pass(60_000);
    expect((await effectsOf(mainstay, card.id)).map(({ status }) => status)).toEqual([
      'cancelled',
      'cancelled',
    ]);
    expect(mainstay.store.all('records')).toHaveLength(1);
  });

  it('lets it be stopped until then, and takes no number', async () => {
    const { mainstay, card, cause } = await held();
    const { effectIds } = (await mainstay.approvals.read(card.id)).body;
    await mainstay.effects.stop(effectIds[0] ?? '', cause);
    await mainstay.pass(60_000);
    expect((await effectsOf(mainstay, card.id)).map(({ status }) => status)).toEqual([
      'cancelled',
      'cancelled',
    ]);
    expect(await readdir(mainstay.outbox)).toEqual([]);
    expect(await invoices(mainstay)).toEqual([]);
    await expect(mainstay.effects.stop(effectIds[0] ?? '', cause)).rejects.toMatchObject({
      code: 'EFFECT_NOT_UNDOABLE',
    });
    expect(mainstay.errors).toEqual([]);
  });
});
