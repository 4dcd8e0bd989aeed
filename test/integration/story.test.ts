import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { describe, expect, it } from 'vitest';
import { createHarness, type Harness } from './harness.ts';

const ADD_ANA = 'Add customer Ana Torres, ana@torres.example';
const INVOICE_ANA = 'Invoice Ana $1,200 for the landing page, due in 14 days';

async function withAna(options: Parameters<typeof createHarness>[0] = {}): Promise<Harness> {
  const mainstay = await createHarness(options);
  await mainstay.say(ADD_ANA);
  return mainstay;
}

async function cardFor(mainstay: Harness, text: string) {
  const { cards, replies } = await mainstay.say(text);
  expect(cards, replies.join('\n')).toHaveLength(1);
  return mainstay.approvals.read(cards[0] ?? '');
}

type Card = Awaited<ReturnType<typeof cardFor>>;

async function approve(mainstay: Harness, card: Card): Promise<void> {
  await mainstay.approvals.approve(card.id, { hash: card.body.hash, by: 'operator', via: 'test' });
  await mainstay.idle();
}

async function statuses(mainstay: Harness): Promise<string[]> {
  const page = await mainstay.store.find('effects', { sort: { field: 'at', direction: 'asc' } });
  return page.items.map(({ index }) => String(index['status']));
}

async function effectsOf(mainstay: Harness, suggestion: string) {
  const page = await mainstay.store.find('effects', {
    where: { suggestion },
    sort: { field: 'position', direction: 'asc' },
  });
  return page.items.map(({ body }) => JSON.parse(Buffer.from(body).toString()) as Record<string, any>);
}

async function invoices(mainstay: Harness): Promise<Record<string, any>[]> {
  const page = await mainstay.store.find('records', { where: { kind: 'invoice' } });
  return page.items.map(
    ({ body }) => (JSON.parse(Buffer.from(body).toString()) as { data: Record<string, any> }).data,
  );
}

describe('customers', () => {
  it('adds one and confirms it', async () => {
    const mainstay = await createHarness();
    expect((await mainstay.say(ADD_ANA)).replies).toEqual(['Added customer Ana Torres, ana@torres.example.']);
    expect(mainstay.errors).toEqual([]);
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
        notes: ['your name, address, tax number and bank details are missing on it.'],
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
    expect(mail.subject).toBe('Invoice 2026-001 for landing page');
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

  it('is replaced by a new card with a new hash when it is edited, marking old and new', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    const [invoice, mail] = card.body.commands.map(({ input }) => input);
    const inputs = [{ ...invoice, amount: { minor: 130_000, currency: 'USD' } }, { ...mail }];
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
    ]);
    await expect(approve(mainstay, card)).rejects.toMatchObject({ code: 'SUGGESTION_CHANGED' });
    await approve(mainstay, edited);
    expect(await invoices(mainstay)).toMatchObject([{ number: '2026-001', total: { minor: 130_000 } }]);
    expect(mainstay.errors).toEqual([]);
  });

  it('names the field that an edit got wrong, and keeps the card', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    const [invoice, mail] = card.body.commands.map(({ input }) => input);
    const inputs = [{ ...invoice, due: 'soon' }, { ...mail }];
    await expect(
      mainstay.approvals.edit(card.id, { hash: card.body.hash, by: 'operator', via: 'test', inputs }),
    ).rejects.toMatchObject({
      code: 'REQUEST_INVALID',
      fields: [{ path: 'inputs/0/due' }],
    });
    expect((await mainstay.approvals.read(card.id)).body.status).toBe('pending');
  });

  it('goes out of date when the address changes, sends nothing, and is drafted anew', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    const [{ id: ana = '' } = {}] = mainstay.store.all('records');
    await mainstay.units.transact((unit) =>
      mainstay.books.change(
        unit,
        { kind: 'customer', id: ana, patch: { email: 'ana@new.example' } },
        { at: 0, by: 'operator', correlationId: 'tab2' },
      ),
    );
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

  it('expires after a week, which is a no', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    await mainstay.pass(7 * 24 * 60 * 60 * 1000);
    expect((await mainstay.approvals.read(card.id)).body.status).toBe('expired');
    await expect(approve(mainstay, card)).rejects.toMatchObject({ code: 'SUGGESTION_EXPIRED' });
    expect(await statuses(mainstay)).toEqual(['done']);
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
    expect((await invoices(mainstay)).map((invoice) => invoice['number']).toSorted()).toEqual([
      '2026-014',
      '2026-015',
    ]);
    expect(mainstay.errors).toEqual([]);
  });
});

describe('asking back', () => {
  it('asks which of two people is meant, and the answer continues the same run after a restart and an unrelated message', async () => {
    const first = await withAna();
    await first.say('Add customer Ana Lima, ana@lima.example');
    expect((await first.say(INVOICE_ANA)).replies).toEqual(['Which Ana: Torres or Lima?']);
    const mainstay = await first.restart();
    expect((await mainstay.say('Add customer Kim Yu')).replies).toEqual(['Added customer Kim Yu.']);
    const card = await cardFor(mainstay, 'Lima');
    expect(card.body.preview.to).toEqual(['Ana Lima <ana@lima.example>']);
    expect(card.body.reason).toContain(INVOICE_ANA);
    expect(mainstay.errors).toEqual([]);
  });

  it('asks for the amount when there is none', async () => {
    const mainstay = await withAna();
    expect((await mainstay.say('Invoice Ana for the landing page')).replies).toEqual([
      'How much is it, before tax?',
    ]);
    const card = await cardFor(mainstay, '1,300');
    expect(card.body.title).toBe('Send invoice to Ana Torres: $1,300.00');
  });

  it('drops the question when told to', async () => {
    const mainstay = await withAna();
    await mainstay.say('Invoice Ana for the landing page');
    expect((await mainstay.say('never mind')).replies).toEqual(['Dropped. Nothing was sent.']);
    expect((await mainstay.say('1,300')).replies[0]).toContain('I did not understand');
  });

  it('says what it can do when it does not understand, and does nothing', async () => {
    const mainstay = await createHarness();
    const { replies } = await mainstay.say('fnord blarg');
    expect(replies[0]).toMatch(/^I did not understand “fnord blarg”, so I did nothing\. Closest I can do: /);
    expect(mainstay.store.all('effects')).toEqual([]);
  });
});

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

  it('refuses what waited for more than a day', async () => {
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
  });
});

describe('what is approved is what is done', () => {
  it('refuses an effect that was changed after its approval', async () => {
    const mainstay = await withAna();
    const card = await cardFor(mainstay, INVOICE_ANA);
    await mainstay.say('pause');
    await approve(mainstay, card);
    const stored = mainstay.store
      .all('effects')
      .find(({ index }) => index['suggestion'] === card.id && index['position'] === 1);
    const text = Buffer.from(stored?.body ?? '')
      .toString()
      .replaceAll('ana@torres.example', 'eve@evil.example');
    if (stored) mainstay.store.tamper('effects', { ...stored, body: Buffer.from(text) });
    await mainstay.say('resume');
    await mainstay.idle();
    expect((await effectsOf(mainstay, card.id)).map((effect) => effect['status'])).toEqual([
      'refused',
      'cancelled',
    ]);
    expect(await readdir(mainstay.outbox)).toEqual([]);
  });

  it('never does what the rules forbid', async () => {
    const mainstay = await withAna({ config: 'policy: { email.send: never }' });
    const { replies, cards } = await mainstay.say(INVOICE_ANA);
    expect(cards).toEqual([]);
    expect(replies[0]).toContain('Your rules do not allow email.send@1');
  });

  it('does without asking what stays within the rules, and asks beyond them', async () => {
    const mainstay = await withAna({
      config: 'policy: { invoice.create: always, email.send: { within: { perDay: 1, recipients: known } } }',
    });
    const first = await cardFor(mainstay, INVOICE_ANA);
    await mainstay.idle();
    expect((await mainstay.approvals.read(first.id)).body).toMatchObject({
      status: 'approved',
      decision: { by: 'your rules' },
    });
    expect(await readdir(mainstay.outbox)).toHaveLength(1);
    const second = await cardFor(mainstay, 'Invoice Ana $80 for hosting');
    await mainstay.idle();
    expect((await mainstay.approvals.read(second.id)).body.status).toBe('pending');
    expect(mainstay.errors).toEqual([]);
  });
});

describe('the day', () => {
  it('accounts for every message, and names the one whose reply is missing', async () => {
    const mainstay = await withAna();
    await cardFor(mainstay, INVOICE_ANA);
    const before = await mainstay.say('What happened today?');
    expect(before.replies[0]).toContain('3 messages in = 2 answered + 1 waiting + 0 failed');
    const reply = mainstay.store
      .all('events')
      .find(
        ({ index, body }) =>
          index['type'] === 'message.posted' && Buffer.from(body).toString().includes('Added customer'),
      );
    if (reply)
      mainstay.store.tamper('events', {
        ...reply,
        index: { ...reply.index, type: 'gone' },
        body: Buffer.from(Buffer.from(reply.body).toString().replaceAll('message.posted', 'gone.posted')),
      });
    const after = await mainstay.say('What happened today?');
    expect(after.replies[0]).toContain('4 messages in, 3 accounted for.');
    expect(after.replies[0]).toContain(`Not accounted for: “${ADD_ANA}”`);
  });
});
