import { describe, expect, it } from 'vitest';
import { approve, cardFor, changeAna, INVOICE_ANA, invoices, pendingCard, withAna } from './story.ts';

describe('a card', () => {
  it('is replaced by a new card with a new hash when it is edited, marking old and new', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    const [invoice, mail] = card.body.commands.map(({ input }) => input);
    const amount = { minor: 130_000, currency: 'USD' };
    const inputs = [{ ...invoice, amount, due: '2026-12-11' }, { ...mail }];
    const edited = await mainstay.approvals.edit(card.id, {
      hash: card.body.hash,
      by: 'operator',
      via: 'test',
      inputs,
    });
    expect(edited.body).toMatchObject({ status: 'pending', supersedes: card.id });
    expect(edited.body.hash).not.toBe(card.body.hash);
    expect(edited.body.preview.changes).toEqual([
      { label: 'Amount before tax', from: '$1,200.00', to: '$1,300.00' },
      { label: 'Due on', from: 'Mon 7 Dec', to: 'Fri 11 Dec' },
      {
        label: 'Text',
        from: expect.stringContaining('7 December.'),
        to: expect.stringContaining('11 December.'),
      },
    ]);
    expect(edited.body.title).toBe('Send invoice to Ana Torres: $1,300.00');
    await expect(approve(mainstay, card)).rejects.toMatchObject({ code: 'SUGGESTION_CHANGED' });
    await approve(mainstay, edited);
    expect(await invoices(mainstay)).toMatchObject([{ number: '2026-001', total: { minor: 130_000 } }]);
    expect(mainstay.errors).toEqual([]);
  });

  it('ends with a plain word when its customer is deleted', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    const id = mainstay.store.all('records')[0]?.id ?? '';
    const cause = { at: 0, by: 'operator', correlationId: 'elsewhere' };
    await mainstay.units.transact((unit) => mainstay.books.remove(unit, { kind: 'customer', id }, cause));
    await mainstay.idle();
    expect((await mainstay.approvals.read(card.id)).body.status).toBe('stale');
    const said = mainstay.store.all('messages').map(({ body }) => Buffer.from(body).toString());
    expect(said).toContainEqual(
      expect.stringContaining('The customer Ana Torres was deleted meanwhile. Nothing was sent.'),
    );
    await expect(approve(mainstay, card)).rejects.toMatchObject({ code: 'SUGGESTION_CHANGED' });
  });

  it('stays as it is when its form is saved unchanged', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    const inputs = card.body.commands.map(({ input }) => input);
    const deciding = { hash: card.body.hash, by: 'operator', via: 'test' };
    expect((await mainstay.approvals.edit(card.id, { ...deciding, inputs })).id).toBe(card.id);
    expect((await pendingCard(mainstay)).id).toBe(card.id);
    await approve(mainstay, card);
    expect(await invoices(mainstay)).toHaveLength(1);
  });

  it('says in plain words what an edit got wrong at which field, and keeps the card', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    const [invoice, mail] = card.body.commands.map(({ input }) => input);
    const { customer = '' } = invoice ?? {};
    const amount = { minor: 0, currency: 'USD' };
    const inputs = [{ customer, amount, due: 'soon' }, { ...mail }];
    await expect(
      mainstay.approvals.edit(card.id, { hash: card.body.hash, by: 'operator', via: 'test', inputs }),
    ).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      message: '3 values cannot be used. inputs/0/amount: write a sum above zero, such as $1,200.',
      fields: [
        { path: 'inputs/0/amount', message: 'Write a sum above zero, such as $1,200.' },
        { path: 'inputs/0/due', message: 'Write a date that exists, such as 2026-12-07.' },
        { path: 'inputs/0/what', message: 'This is needed, unless there are lines.' },
      ],
    });
    expect((await mainstay.approvals.read(card.id)).body.status).toBe('pending');
  });

  it('names the total with tax in its title, also after it was edited into lines', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, 'Invoice Ana $1,200 plus 19% VAT for the logo');
    expect(card.body.title).toBe('Send invoice to Ana Torres: $1,428.00');
    const [invoice, mail] = card.body.commands.map(({ input }) => input);
    const { amount: _, what: __, ...rest } = invoice ?? {};
    const lines = [{ what: 'hosting', amount: { minor: 10_000, currency: 'USD' } }];
    const edited = await mainstay.approvals.edit(card.id, {
      hash: card.body.hash,
      by: 'operator',
      via: 'test',
      inputs: [{ ...rest, lines }, { ...mail }],
    });
    expect(edited.body.title).toBe('Send invoice to Ana Torres: $119.00');
    expect(edited.body.preview.changes).toContainEqual({
      label: 'Lines',
      from: 'nothing',
      to: 'hosting $100.00',
    });
  });

  it('keeps what was edited when it goes out of date', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    const [invoice, mail] = card.body.commands.map(({ input }) => input);
    const edited = await mainstay.approvals.edit(card.id, {
      hash: card.body.hash,
      by: 'operator',
      via: 'test',
      inputs: [
        { ...invoice, amount: { minor: 9_900, currency: 'USD' } },
        { ...mail, subject: 'Your bill' },
      ],
    });
    await changeAna(mainstay, { email: 'ana@new.example' });
    await mainstay.idle();
    const anew = await pendingCard(mainstay);
    expect(anew.body).toMatchObject({
      supersedes: edited.id,
      title: 'Send invoice to Ana Torres: $99.00',
      preview: { to: ['Ana Torres <ana@new.example>'], subject: 'Your bill' },
    });
    expect(anew.body.preview.changes.map(({ label }) => label)).toEqual(['Amount before tax', 'Subject']);
    expect(mainstay.errors).toEqual([]);
  });

  it('cannot be brought back by an edit once it was rejected', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    const deciding = { hash: card.body.hash, by: 'operator', via: 'test' };
    await mainstay.approvals.reject(card.id, deciding);
    const inputs = card.body.commands.map(({ input }) => ({ ...input, due: '2027-01-01' }));
    await expect(mainstay.approvals.edit(card.id, { ...deciding, inputs })).rejects.toMatchObject({
      code: 'SUGGESTION_DECIDED',
    });
  });

  it('goes out of date with the customer that it was edited to', async () => {
    const mainstay = await withAna();
    const kim = await mainstay.say('Add customer Kim Yu, kim@yu.example');
    expect(kim.replies).toHaveLength(1);
    const [ana, other] = mainstay.store.all('records').map(({ id }) => id);
    const card = await cardFor(mainstay, 'Invoice Kim $5 for tea');
    const [invoice, mail] = card.body.commands.map(({ input }) => input);
    const customer = invoice?.['customer'] === ana ? other : ana;
    const edited = await mainstay.approvals.edit(card.id, {
      hash: card.body.hash,
      by: 'operator',
      via: 'test',
      inputs: [{ ...invoice, customer: customer ?? '' }, { ...mail }],
    });
    await changeAna(mainstay, { address: 'Elsewhere 1' });
    await expect(approve(mainstay, edited)).rejects.toMatchObject({ code: 'SUGGESTION_CHANGED' });
  });

  it('can be decided no more once its run was cancelled', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    await mainstay.orchestrator.cancel(card.body.run ?? '');
    await expect(approve(mainstay, card)).rejects.toMatchObject({ code: 'SUGGESTION_EXPIRED' });
    expect(await invoices(mainstay)).toEqual([]);
    expect(mainstay.errors).toEqual([]);
  });
});
