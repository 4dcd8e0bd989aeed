import { expect } from 'vitest';
import { createHarness, type Harness } from './harness.ts';

export const ADD_ANA = 'Add customer Ana Torres, ana@torres.example';
export const INVOICE_ANA = 'Invoice Ana $1,200 for the landing page, due in 14 days';

export async function withAna(options: Parameters<typeof createHarness>[0] = {}): Promise<Harness> {
  const mainstay = await createHarness(options);
  await mainstay.say(ADD_ANA);
  return mainstay;
}

export async function cardFor(mainstay: Harness, text: string) {
  const { cards, replies } = await mainstay.say(text);
  expect(cards, replies.join('\n')).toHaveLength(1);
  return mainstay.approvals.read(cards[0] ?? '');
}

export type Card = Awaited<ReturnType<typeof cardFor>>;

/** The one card that waits. */
export async function pendingCard(mainstay: Harness): Promise<Card> {
  const { items } = await mainstay.store.find('suggestions', { where: { status: 'pending' } });
  expect(items).toHaveLength(1);
  return mainstay.approvals.read(items[0]?.id ?? '');
}

/** Changes the first customer as from another place. */
export async function changeAna(
  { units, books, store }: Harness,
  patch: Readonly<Record<string, string>>,
): Promise<void> {
  const id = store.all('records')[0]?.id ?? '';
  const cause = { at: 0, by: 'operator', correlationId: 'elsewhere' };
  await units.transact((unit) => books.change(unit, { kind: 'customer', id, patch }, cause));
}

export async function approve(mainstay: Harness, card: Card): Promise<void> {
  await mainstay.approvals.approve(card.id, { hash: card.body.hash, by: 'operator', via: 'test' });
  await mainstay.idle();
}

export async function statuses(mainstay: Harness): Promise<string[]> {
  const page = await mainstay.store.find('effects', { sort: { field: 'at', direction: 'asc' } });
  return page.items.map(({ index }) => String(index['status']));
}

export async function effectsOf(mainstay: Harness, suggestion: string) {
  const page = await mainstay.store.find('effects', {
    where: { suggestion },
    sort: { field: 'position', direction: 'asc' },
  });
  return page.items.map(({ body }) => JSON.parse(Buffer.from(body).toString()) as Record<string, unknown>);
}

/** What each invoice says, by number. */
export async function invoices(mainstay: Harness): Promise<Record<string, unknown>[]> {
  const page = await mainstay.store.find('records', { where: { kind: 'invoice' } });
  return page.items
    .map(({ body }) => (JSON.parse(Buffer.from(body).toString()) as { data: Record<string, unknown> }).data)
    .toSorted((one, other) => String(one['number']).localeCompare(String(other['number'])));
}
