import { readdir } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { Harness } from './harness.ts';
import { type Card, cardFor, effectsOf, withAna } from './story.ts';

const MANY = 40;
const BY = { by: 'operator', via: 'test' } as const;

async function cardsOf(mainstay: Harness, count: number): Promise<readonly Card[]> {
  const cards: Card[] = [];
  for (let card = 0; card < count; card += 1)
    cards.push(await cardFor(mainstay, `Invoice Ana $${100 + card} for hosting`));
  return cards;
}

/** Every card's invoice was written and its mail left. */
async function expectAllDone(mainstay: Harness, cards: readonly Card[]): Promise<void> {
  await mainstay.idle();
  const statuses = await Promise.all(
    cards.map(async ({ id }) => (await effectsOf(mainstay, id)).map((effect) => effect['status'])),
  );
  expect(statuses).toEqual(cards.map(() => ['done', 'saved']));
  expect(await readdir(mainstay.outbox)).toHaveLength(cards.length);
  expect(mainstay.errors).toEqual([]);
}

it('approves many cards at once, each of which takes a number', async () => {
  const mainstay = await withAna();
  const cards = await cardsOf(mainstay, MANY);
  await Promise.all(cards.map(({ id, body }) => mainstay.approvals.approve(id, { hash: body.hash, ...BY })));
  await expectAllDone(mainstay, cards);
});

it('lets many cards leave that were held until the same moment', async () => {
  const mainstay = await withAna();
  const cards = await cardsOf(mainstay, MANY);
  await mainstay.say('hold mails for 10 seconds');
  for (const { id, body } of cards) await mainstay.approvals.approve(id, { hash: body.hash, ...BY });
  await mainstay.pass(60_000);
  await expectAllDone(mainstay, cards);
});

it('answers many conversations at once about one customer', async () => {
  const mainstay = await withAna();
  const receipts = await Promise.all(
    Array.from({ length: 200 }, (_, number) =>
      mainstay.intake.message({
        text: `Ana Torres's phone is 030 ${10_000 + number}`,
        conversation: `c${number}`,
        via: 'test',
      }),
    ),
  );
  await mainstay.idle();
  expect(mainstay.errors).toEqual([]);
  const said = await Promise.all(
    receipts.map(async ({ eventId }) => {
      const { items } = await mainstay.store.find('messages', { where: { turn: eventId, direction: 'out' } });
      return items.map(({ body }) => (JSON.parse(Buffer.from(body).toString()) as { text: string }).text);
    }),
  );
  expect(said.filter((texts) => texts.length !== 1 || /Something broke/.test(texts[0] ?? ''))).toEqual([]);
});
