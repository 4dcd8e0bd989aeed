import { expect, it } from 'vitest';
import { createHarness, type Harness } from './harness.ts';

const DAY = 24 * 60 * 60 * 1000;

function told(mainstay: Harness): string[] {
  return mainstay.store
    .all('messages')
    .map(({ body }) => JSON.parse(Buffer.from(body).toString()) as { at: string; text: string })
    .filter(({ text }) => text.includes('The contract “'))
    .map(({ at, text }) => `${at.slice(0, 10)}: ${text}`);
}

async function withContract(): Promise<Harness> {
  const mainstay = await createHarness();
  await mainstay.say('Add customer Ana Torres');
  await mainstay.say('contract with Ana: website care, until 15 January');
  return mainstay;
}

it('tells of a contract once, as many days before its end as it says, also across a restart', async () => {
  let mainstay = await withContract();
  await mainstay.live(23 * DAY);
  mainstay = await mainstay.restart();
  await mainstay.live(40 * DAY);
  expect(told(mainstay)).toEqual([
    '2026-12-16: The contract “Ana Torres, website care” ends on Fri 15 Jan 2027, in 30 days.',
  ]);
  expect(mainstay.errors).toEqual([]);
});

it('tells late what it missed while it was off', async () => {
  const mainstay = await (await withContract()).restart({ offMs: 60 * DAY });
  await mainstay.idle();
  expect(told(mainstay)).toEqual([
    '2027-01-22: The contract “Ana Torres, website care” has ended on Fri 15 Jan.',
  ]);
});

it('tells again before the new end of a contract that was extended', async () => {
  const mainstay = await withContract();
  await mainstay.live(30 * DAY);
  const contract = mainstay.store.all('records').find(({ index }) => index['kind'] === 'contract');
  const cause = { at: 0, by: 'operator', correlationId: 'elsewhere' };
  const change = { kind: 'contract', id: contract?.id ?? '', patch: { endsOn: '2027-03-15' } } as const;
  await mainstay.units.transact((unit) => mainstay.books.change(unit, change, cause));
  await mainstay.live(90 * DAY);
  expect(told(mainstay).map((line) => line.slice(0, 10))).toEqual(['2026-12-16', '2027-02-13']);
});

it('tells before the last day for giving notice, and again before the end', async () => {
  const mainstay = await createHarness();
  await mainstay.say('Add customer Ana Torres');
  await mainstay.say(
    'contract with Ana for hosting at 40 € a month until 31 May 2027, 3 months notice, remind me 2 weeks before',
  );
  await mainstay.live(200 * DAY);
  expect(told(mainstay)).toEqual([
    '2027-02-14: The contract “Ana Torres, hosting” ends on Mon 31 May. The last day to give notice is Sun 28 Feb, in 14 days.',
    '2027-05-17: The contract “Ana Torres, hosting” ends on Mon 31 May, in 14 days.',
  ]);
  expect(mainstay.errors).toEqual([]);
});

it('loads a contract from before there were prices and notices', async () => {
  const mainstay = await withContract();
  const contract = mainstay.store.all('records').find(({ index }) => index['kind'] === 'contract');
  const data = JSON.parse(Buffer.from(contract?.body ?? []).toString()).data as object;
  expect(Object.keys(data).toSorted()).toEqual([
    'customer',
    'endsOn',
    'noticeDays',
    'status',
    'terms',
    'title',
  ]);
  expect((await mainstay.say('which contracts do I have')).replies).toEqual([
    '1 contract:\n- Ana Torres, website care, until Fri 15 Jan 2027',
  ]);
});
