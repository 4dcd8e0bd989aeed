import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { createHarness } from './harness.ts';
import {
  ADD_ANA,
  approve,
  cardFor,
  changeAna,
  effectsOf,
  INVOICE_ANA,
  invoices,
  pendingCard,
  statuses,
  withAna,
} from './story.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

describe('customers', () => {
  it('adds one and confirms it', async () => {
    const mainstay = await createHarness();
    expect((await mainstay.say(ADD_ANA)).replies).toEqual(['Added customer Ana Torres, ana@torres.example.']);
    expect(mainstay.errors).toEqual([]);
  });

  it('adds nobody twice, and says so where two have one name', async () => {
    const mainstay = await withAna();
    for (const text of ['add customer ana torres', 'Add customer Ana Torres, ANA@torres.example'])
      expect((await mainstay.say(text)).replies[0]).toMatch(/is a customer already, so I added nothing\.$/);
    expect((await mainstay.say('Add customer Ana Torres, ana@lima.example')).replies).toEqual([
      'Added customer Ana Torres, ana@lima.example. There is another one: Ana Torres, ana@torres.example.',
    ]);
    expect(mainstay.store.all('records')).toHaveLength(2);
  });

  it('takes the same message under the same id once', async () => {
    const mainstay = await createHarness();
    const first = await mainstay.say(ADD_ANA, 'm1');
    const second = await mainstay.say(ADD_ANA, 'm1');
    expect(second.eventId).toBe(first.eventId);
    expect(mainstay.store.all('records')).toHaveLength(1);
  });

  it('takes two syncs for a turn: one before the acknowledgement, one for everything else', async () => {
    const mainstay = await withAna();
    const before = mainstay.store.stats().syncs;
    await mainstay.say('Add customer Ben Okafor, ben@okafor.example');
    expect(mainstay.store.stats().syncs - before).toBe(2);
  });
});

describe('an invoice', () => {
  it('is proposed as a card that shows exactly what will happen', async () => {
    const mainstay = await withAna();
    const { body } = await cardFor(mainstay, INVOICE_ANA);
    expect(body).toMatchObject({
      title: 'Send invoice to Ana Torres: $1,200.00',
      reason: 'you wrote “Invoice Ana $1,200 for the landing page, due in 14 days”',
      undo: 'Mail cannot be unsent; invoice can be voided',
      status: 'pending',
      preview: {
        to: ['Ana Torres <ana@torres.example>'],
        facts: [
          { label: 'Invoice', text: 'number assigned on approval, due Mon 7 Dec' },
          { label: 'Amount', text: 'landing page $1,200.00, tax 0%, total $1,200.00' },
        ],
        attachments: [{ name: 'invoice.pdf', pages: 1 }],
        notes: [
          { text: 'your name, address, tax number and bank details are missing on it.', mend: 'business' },
        ],
      },
    });
    expect(await invoices(mainstay)).toEqual([]);
    expect(await readdir(mainstay.outbox)).toEqual([]);
  });

  it('is written and saved as a mail once it is approved, and the card says that it was not sent', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    await approve(mainstay, card);
    expect(await invoices(mainstay)).toMatchObject([
      { number: '2026-001', status: 'open', dueOn: '2026-12-07', total: { minor: 120_000, currency: 'USD' } },
    ]);
    const [file = ''] = await readdir(mainstay.outbox);
    const mail = await simpleParser(await readFile(join(mainstay.outbox, file)));
    expect(mail.subject).toBe('Invoice 2026-001 for the landing page');
    expect(mail.attachments).toMatchObject([
      { filename: 'invoice-2026-001.pdf', contentType: 'application/pdf' },
    ]);
    const [written, sent] = await effectsOf(mainstay, card.id);
    expect([written?.['status'], sent?.['status']]).toEqual(['done', 'saved']);
    expect(sent?.['note']).toBe('Saved as a file, not sent: no mail account is connected.');
    expect(mainstay.errors).toEqual([]);
  });

  it('takes one sync from the click to the call, and one after it', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    const before = mainstay.store.stats().syncs;
    const approving = mainstay.approvals.approve(card.id, {
      hash: card.body.hash,
      by: 'operator',
      via: 'test',
    });
    await approving;
    expect(mainstay.store.stats().syncs - before).toBe(1);
    expect((await effectsOf(mainstay, card.id)).map((effect) => effect['status'])).toEqual([
      'done',
      'sending',
    ]);
  });

  it('leaves nothing but the reason when it is rejected', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    await mainstay.approvals.reject(card.id, {
      hash: card.body.hash,
      by: 'operator',
      via: 'test',
      reason: 'too early',
    });
    await mainstay.idle();
    expect((await mainstay.approvals.read(card.id)).body).toMatchObject({
      status: 'rejected',
      decision: { reason: 'too early' },
    });
    expect(await invoices(mainstay)).toEqual([]);
    expect(await statuses(mainstay)).toEqual(['done']);
  });

  it('goes out of date when the address changes, sends nothing, and is drafted anew', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    await changeAna(mainstay, { email: 'ana@new.example' });
    await expect(approve(mainstay, card)).rejects.toMatchObject({ code: 'SUGGESTION_CHANGED' });
    await mainstay.idle();
    expect((await mainstay.approvals.read(card.id)).body.status).toBe('stale');
    expect(await readdir(mainstay.outbox)).toEqual([]);
    const pending = await mainstay.store.find('suggestions', { where: { status: 'pending' } });
    const redrafted = await mainstay.approvals.read(pending.items[0]?.id ?? '');
    expect(redrafted.body).toMatchObject({
      supersedes: card.id,
      preview: { to: ['Ana Torres <ana@new.example>'] },
    });
    await approve(mainstay, redrafted);
    expect(await readdir(mainstay.outbox)).toHaveLength(1);
    expect(mainstay.errors).toEqual([]);
  });

  it('goes out of date when the details of the business on it change, and is written anew with them', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    expect(card.body.preview.text).toMatch(/Thank you$/);
    await mainstay.say('My business is Olga Design');
    await expect(approve(mainstay, card)).rejects.toMatchObject({ code: 'SUGGESTION_CHANGED' });
    await mainstay.idle();
    const anew = await pendingCard(mainstay);
    expect(anew.body.supersedes).toBe(card.id);
    expect(anew.body.preview.text).toMatch(/Thank you,\nOlga Design$/);
    expect(anew.body.preview.notes[0]?.text).toBe(
      'your address, tax number and bank details are missing on it.',
    );
    await approve(mainstay, anew);
    expect(await invoices(mainstay)).toMatchObject([{ seller: { name: 'Olga Design' } }]);
    expect(mainstay.errors).toEqual([]);
  });

  it('expires after a week, which is a no', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    await mainstay.pass(7 * DAY_MS);
    expect((await mainstay.approvals.read(card.id)).body.status).toBe('expired');
    await expect(approve(mainstay, card)).rejects.toMatchObject({ code: 'SUGGESTION_EXPIRED' });
    expect(await statuses(mainstay)).toEqual(['done']);
  });

  it('loses no time while the machine sleeps', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    await mainstay.sleep(8 * DAY_MS);
    expect((await mainstay.approvals.read(card.id)).body.status).toBe('pending');
    await mainstay.pass(6 * DAY_MS);
    expect((await mainstay.approvals.read(card.id)).body.status).toBe('pending');
    await mainstay.pass(DAY_MS);
    expect((await mainstay.approvals.read(card.id)).body.status).toBe('expired');
    expect(mainstay.errors).toEqual([]);
  });

  it('is made anew for “again” once it has expired, and not before', async () => {
    const mainstay = await withAna();
    await cardFor(mainstay, INVOICE_ANA);
    expect((await mainstay.say('again')).cards).toEqual([]);
    await mainstay.pass(7 * DAY_MS);
    const anew = await cardFor(mainstay, 'Again.');
    expect(anew.body).toMatchObject({ status: 'pending', title: 'Send invoice to Ana Torres: $1,200.00' });
    expect(anew.body.reason).toContain(INVOICE_ANA);
    expect(mainstay.errors).toEqual([]);
  });

  it('has one winner when it is approved and rejected at once', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    const deciding = { hash: card.body.hash, by: 'operator', via: 'test' };
    const results = await Promise.allSettled([
      mainstay.approvals.approve(card.id, deciding),
      mainstay.approvals.reject(card.id, deciding),
    ]);
    await mainstay.idle();
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('does nothing more when the same approval is repeated', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    await Promise.all([approve(mainstay, card), approve(mainstay, card), approve(mainstay, card)]);
    expect(await invoices(mainstay)).toHaveLength(1);
    expect(await readdir(mainstay.outbox)).toHaveLength(1);
  });

  it('is numbered without gaps from the number that the business gave', async () => {
    const mainstay = await withAna();
    await mainstay.say(
      'My business is Olga Design, Hauptstr. 5, 10115 Berlin, tax number DE123456789, IBAN DE89 3704 0044 0532 0130 00, invoices start at 2026-014',
    );
    expect(mainstay.settings.current().business).toMatchObject({
      name: 'Olga Design',
      address: 'Hauptstr. 5\n10115 Berlin',
      taxNumber: 'DE123456789',
    });
    const rejected = await cardFor(mainstay, INVOICE_ANA);
    await mainstay.approvals.reject(rejected.id, { hash: rejected.body.hash, by: 'operator', via: 'test' });
    for (const amount of ['$80', '$90']) {
      const card = await cardFor(mainstay, `Invoice Ana ${amount} for hosting`);
      expect(card.body.preview.notes).toEqual([]);
      await approve(mainstay, card);
    }
    expect(
      (await invoices(mainstay))
        .map((invoice) => String(invoice['number']))
        .toSorted((a, b) => a.localeCompare(b)),
    ).toEqual(['2026-014', '2026-015']);
    expect(mainstay.errors).toEqual([]);
  });
});
