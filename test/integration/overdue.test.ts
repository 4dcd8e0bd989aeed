import { expect, it } from 'vitest';
import { createHarness, type Harness } from './harness.ts';
import { approve, type Card, changeAna, pendingCard, withAna } from './story.ts';

const DAY = 24 * 60 * 60 * 1000;
const INVOICE = 'Invoice Ana $1,200 for the landing page, due in 14 days';

/** An invoice that was due on Monday 7 December. */
async function withInvoice(): Promise<Harness> {
  const mainstay = await withAna();
  await mainstay.say('my business is Olga');
  const { cards } = await mainstay.say(INVOICE);
  await approve(mainstay, await mainstay.approvals.read(cards[0] ?? ''));
  return mainstay;
}

async function titles(mainstay: Harness): Promise<string[]> {
  const { items } = await mainstay.store.find('suggestions', {
    sort: { field: 'at', direction: 'asc' },
  });
  const bodies = items.map(({ body }) => JSON.parse(Buffer.from(body).toString()) as Card['body']);
  return bodies
    .filter(({ title }) => title.startsWith('Remind'))
    .map(({ title, status }) => `${title} (${status})`);
}

it('proposes a friendly reminder by itself on the third day, as UX.md has it', async () => {
  const mainstay = await withInvoice();
  await mainstay.live(16 * DAY);
  expect(await titles(mainstay)).toEqual([]);
  await mainstay.live(DAY);
  const card = await pendingCard(mainstay);
  expect(card.body).toMatchObject({
    title: 'Remind Ana Torres: $1,200.00, 3 days late',
    reason: 'it is 3 days late; friendly, first of three',
    preview: {
      to: ['Ana Torres <ana@torres.example>'],
      facts: [{ label: 'Invoice', text: '2026-001, due Mon 7 Dec, no reminder so far' }],
      subject: 'Invoice 2026-001, due on 7 December',
      attachments: [{ name: 'invoice-2026-001.pdf', pages: 1 }],
      notes: [{ text: 'I cannot see your bank account; paid already?' }],
    },
  });
  expect(card.body.preview.text).toContain('If it is on its way, please ignore this.');
  expect(mainstay.errors).toEqual([]);
});

it('proposes each of the three once, also across restarts and whatever became of the card', async () => {
  let mainstay = await withInvoice();
  await mainstay.live(18 * DAY);
  const friendly = await pendingCard(mainstay);
  await mainstay.approvals.reject(friendly.id, { hash: friendly.body.hash, by: 'operator', via: 'test' });
  mainstay = await mainstay.restart();
  await mainstay.live(5 * DAY);
  mainstay = await mainstay.restart({ offMs: 3 * DAY });
  await mainstay.idle();
  await mainstay.live(30 * DAY);
  expect(await titles(mainstay)).toEqual([
    'Remind Ana Torres: $1,200.00, 3 days late (rejected)',
    'Remind Ana Torres: $1,200.00, 12 days late (expired)',
    'Remind Ana Torres: $1,200.00, 22 days late (expired)',
  ]);
});

it('takes the card away once the invoice is paid, and sends nothing', async () => {
  const mainstay = await withInvoice();
  await mainstay.live(17 * DAY);
  await mainstay.say('Ana paid');
  await mainstay.live(30 * DAY);
  expect(await titles(mainstay)).toEqual(['Remind Ana Torres: $1,200.00, 3 days late (stale)']);
});

it('draws the card anew for an address that changed, once', async () => {
  const mainstay = await withInvoice();
  await mainstay.live(17 * DAY);
  await changeAna(mainstay, { email: 'ana@new.example' });
  await mainstay.idle();
  expect((await pendingCard(mainstay)).body.preview.to).toEqual(['Ana Torres <ana@new.example>']);
  expect(await titles(mainstay)).toHaveLength(2);
});

it('counts what was reminded by hand, and waits as long after it', async () => {
  const mainstay = await withInvoice();
  await mainstay.live(16 * DAY);
  const { cards } = await mainstay.say('remind Ana about her invoice');
  await approve(mainstay, await mainstay.approvals.read(cards[0] ?? ''));
  await mainstay.live(6 * DAY);
  expect(await titles(mainstay)).toHaveLength(1);
  await mainstay.live(2 * DAY);
  expect((await pendingCard(mainstay)).body.reason).toBe('it is 10 days late; firm, second of three');
});

it('says once that it has no address to remind at', async () => {
  const mainstay = await createHarness();
  await mainstay.say('Add customer Kim Yu');
  const { cards } = await mainstay.say('Invoice Kim $80 for hosting');
  await approve(mainstay, await mainstay.approvals.read(cards[0] ?? ''));
  await mainstay.live(20 * DAY);
  const said = mainstay.store
    .all('messages')
    .map(({ body }) => (JSON.parse(Buffer.from(body).toString()) as { text: string }).text)
    .filter((text) => text.includes('no e-mail address to remind'));
  expect(said).toEqual([
    "Invoice 2026-001 of Kim Yu is 3 days late, and I have no e-mail address to remind them. Write: Kim's email is name@example.com",
  ]);
});
