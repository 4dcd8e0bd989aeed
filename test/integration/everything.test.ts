import { beforeAll, describe, expect, it } from 'vitest';
import type { RecordKind } from '../../src/memory/index.ts';
import { listEverything, readItem } from '../../src/observability/index.ts';
import { createHarness, type Harness } from './harness.ts';
import { approve, cardFor, INVOICE_ANA, withAna } from './story.ts';

const reader = { zone: 'UTC', home: 'UTC', now: Date.UTC(2026, 10, 23, 9, 12) };

let mainstay: Harness;
beforeAll(async () => {
  mainstay = await withAna();
  await mainstay.pass(1_000);
  await approve(mainstay, await cardFor(mainstay, INVOICE_ANA));
  await mainstay.pass(1_000);
  await mainstay.say('Add task renew domain by 24 November');
  await mainstay.pass(1_000);
  await mainstay.say("change Ana's email to ana@new.example");
});

type EverythingFilter = Parameters<typeof listEverything>[1]['filter'];

const list = (filter: EverythingFilter, search = '') =>
  listEverything(mainstay, { filter, search, limit: 50 }, reader);

const titles = ({ items }: Awaited<ReturnType<typeof listEverything>>) => items.map(({ title }) => title);

async function harnessWith(kind: RecordKind, all: readonly object[]): Promise<Harness> {
  const harness = await createHarness();
  const cause = { at: reader.now, by: 'operator', correlationId: 'cor_many' };
  await harness.units.transact(async (unit) => {
    for (const data of all) harness.books.create(unit, { kind, data }, cause);
  });
  return harness;
}

/** The titles of every page of so many. */
async function allPages(harness: Harness, filter: EverythingFilter, limit: number): Promise<string[]> {
  const seen: string[] = [];
  let after: string | undefined;
  do {
    const question = { filter, search: '', limit, ...(after === undefined ? {} : { after }) };
    const page = await listEverything(harness, question, reader);
    seen.push(...titles(page));
    after = page.next ?? undefined;
  } while (after !== undefined);
  return seen;
}

describe('everything', () => {
  it('is one list, the newest first', async () => {
    expect((await list('all')).items).toMatchObject([
      { kind: 'task', title: 'renew domain', state: 'due Tue 24 Nov' },
      { kind: 'invoice', title: 'Invoice 2026-001, Ana Torres', detail: '$1,200.00', state: 'due Mon 7 Dec' },
      { kind: 'mail', detail: 'Ana Torres <ana@torres.example>', state: 'saved, not sent' },
      { kind: 'customer', title: 'Ana Torres', detail: 'ana@new.example' },
    ]);
  });

  it.each([
    ['people', '', ['Ana Torres']],
    ['invoices', '', ['Invoice 2026-001, Ana Torres']],
    ['tasks', '', ['renew domain']],
    [
      'all',
      'landing ANA',
      ['Invoice 2026-001, Ana Torres', 'Mail to Ana Torres: Invoice 2026-001 for the landing page'],
    ],
    ['all', 'nowhere', []],
  ] as const)('narrowed to %s, and searched for “%s”', async (filter, search, expected) => {
    expect(titles(await list(filter, search))).toEqual(expected);
  });

  it('comes page by page, with nothing twice and nothing left out, also of one moment', async () => {
    const walls = Array.from('abcdefghi', (letter) => `paint wall ${letter}`);
    const many = await harnessWith(
      'task',
      walls.map((title) => ({ title, status: 'open' })),
    );
    expect((await allPages(many, 'all', 4)).toSorted()).toEqual(walls);
    expect((await allPages(many, 'tasks', 4)).toSorted()).toEqual(walls);
  });

  it('gives no cursor that is longer than the next call may bring, however long a title is', async () => {
    const notes = await harnessWith('note', [{ text: '語'.repeat(5_000) }, { text: '語'.repeat(4_000) }]);
    const question = { filter: 'tasks', search: '', limit: 1 } as const;
    const { next } = await listEverything(notes, question, reader);
    expect(next?.length).toBeLessThan(2_000);
    expect(await allPages(notes, 'tasks', 1)).toHaveLength(2);
  });

  it('has people by name, whatever their script, accents and capitals', async () => {
    const names = ['Émile', 'ana', 'Zoë', 'Eve', 'Ana', 'Ben 10', 'Ben 9', 'عبد الرحمن', 'Ömer'];
    const sorted = ['ana', 'Ana', 'Ben 9', 'Ben 10', 'Émile', 'Eve', 'Ömer', 'Zoë', 'عبد الرحمن'];
    const people = await harnessWith(
      'customer',
      names.map((name) => ({ name })),
    );
    expect(await allPages(people, 'people', 2)).toEqual(sorted);
  });

  it('has tasks by when they are due: late first, then without a date, and what is over last', async () => {
    const tasks = await harnessWith('task', [
      { title: 'some day', status: 'open' },
      { title: 'done', status: 'done', dueOn: '2026-11-01' },
      { title: 'in March', status: 'open', dueOn: '2027-03-01' },
      { title: 'late', status: 'open', dueOn: '2026-11-02' },
      { title: 'tomorrow', status: 'open', dueOn: '2026-11-24' },
    ]);
    await tasks.say('remind me on 25 November at 9:00 to call Ben');
    const order = ['late', 'tomorrow', 'call Ben', 'in March', 'some day', 'done'];
    expect(await allPages(tasks, 'tasks', 50)).toEqual(order);
    expect(await allPages(tasks, 'tasks', 1)).toEqual(order);
  });

  it('has what is open, notes, and what is over in their order page by page, also of one moment', async () => {
    const all = await createHarness();
    const cause = { at: reader.now, by: 'operator', correlationId: 'cor_many' };
    const made = async (at: number, kind: RecordKind, data: object) =>
      all.units.transact(async (unit) => all.books.create(unit, { kind, data }, { ...cause, at }));
    for (const at of [1, 1, 2, 3].map((ms) => reader.now - ms)) {
      await made(at, 'note', { text: `note ${reader.now - at}` });
      await made(at, 'task', { title: `open ${reader.now - at}`, status: 'open' });
      await made(at, 'task', { title: `done ${reader.now - at}`, status: 'done', dueOn: '2026-11-01' });
      await made(at, 'contract', { title: `ended ${reader.now - at}`, status: 'ended', noticeDays: 30 });
      await made(at, 'contract', { title: `runs ${reader.now - at}`, status: 'active', noticeDays: 30 });
    }
    const whole = await allPages(all, 'tasks', 50);
    expect(whole).toHaveLength(20);
    expect(whole.map((title) => title.split(' ')[0])).toEqual(
      whole.map((title) => title.split(' ')[0]).toSorted((one, other) => rank(one) - rank(other)),
    );
    const agesOf = (group: number) =>
      whole
        .filter((title) => rank(title.split(' ')[0]) === group)
        .map((title) => Number(title.split(' ')[1]));
    const ages = [agesOf(0), agesOf(1)];
    expect(ages.map((ofGroup) => ofGroup.toSorted((a, b) => a - b))).toEqual(ages);
    for (const limit of [1, 3, 7]) expect(await allPages(all, 'tasks', limit)).toEqual(whole);
  });

  it('has people by name as they are called now, and without those who were deleted', async () => {
    const people = await harnessWith('customer', [{ name: 'Ben' }, { name: 'Ana' }, { name: 'Eve' }]);
    expect(await allPages(people, 'people', 2)).toEqual(['Ana', 'Ben', 'Eve']);
    await people.say('Add customer Cem');
    const found = async (search: string) =>
      (await listEverything(people, { filter: 'people', search, limit: 1 }, reader)).items[0]?.id ?? '';
    const [ana, ben] = [await found('ana'), await found('ben')];
    const cause = { at: reader.now, by: 'operator', correlationId: 'cor_gone' };
    await people.units.transact(async (unit) => {
      await people.books.change(unit, { kind: 'customer', id: ana, patch: { name: 'Zoë' } }, cause);
      await people.books.remove(unit, { kind: 'customer', id: ben }, cause);
    });
    expect(await allPages(people, 'people', 2)).toEqual(['Cem', 'Eve', 'Zoë']);
  });
});

/** Notes and what is open stand before what is over. */
function rank(word = ''): number {
  return word === 'done' || word === 'ended' ? 1 : 0;
}

describe('one thing', () => {
  it('shows its fields, what belongs to it and what happened', async () => {
    const [customer] = (await list('people')).items;
    const item = await readItem(mainstay, customer?.id ?? '', reader);
    expect(item.facts).toEqual([
      { label: 'Name', text: 'Ana Torres' },
      { label: 'E-mail', text: 'ana@new.example' },
    ]);
    expect(item.related.map(({ title }) => title)).toEqual(['Invoice 2026-001, Ana Torres']);
    expect(item.history.map(({ text }) => text)).toEqual([
      'Changed by you: E-mail ana@torres.example → ana@new.example',
      'Added by you',
    ]);
  });

  it('tells of a paper when it left', async () => {
    const [invoice] = (await list('invoices')).items;
    const { history, files } = await readItem(mainstay, invoice?.id ?? '', reader);
    expect(files).toEqual([{ id: `pdf_${invoice?.id}`, name: 'invoice-2026-001.pdf' }]);
    expect(history.map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Saved, not sent: Mail .*Invoice 2026-001/),
      'Added by you',
    ]);
  });
});

it('shows and finds what a contract costs and when it can be ended', async () => {
  const harness = await createHarness();
  await harness.say('contract about hosting at 40 € a month until 31 December 2027, 3 months notice');
  const found = await listEverything(harness, { filter: 'tasks', search: '40.00 month', limit: 5 }, reader);
  expect(found.items).toMatchObject([
    { title: 'Hosting', detail: 'Contract, €40.00 a month', state: 'until Fri 31 Dec 2027' },
  ]);
  const { facts, history } = await readItem(harness, found.items[0]?.id ?? '', reader);
  expect(facts).toEqual([
    { label: 'Contract', text: 'Hosting' },
    { label: 'Until', text: 'Fri 31 Dec 2027' },
    { label: 'Price', text: '€40.00 a month' },
    { label: 'Notice', text: '3 months, by Thu 30 Sep 2027' },
    { label: 'Remind me, days before', text: '30' },
  ]);
  expect(history.map(({ text }) => text)).toContain('Added by you');
});

it('names who decided what a card did once its mail had left', async () => {
  const harness = await withAna();
  await approve(harness, await cardFor(harness, INVOICE_ANA));
  await approve(harness, await cardFor(harness, 'remind Ana about her invoice'));
  const [invoice] = (await listEverything(harness, { filter: 'invoices', search: '', limit: 5 }, reader))
    .items;
  const { history } = await readItem(harness, invoice?.id ?? '', reader);
  expect(history.map(({ text }) => text)).toEqual(
    expect.arrayContaining([
      'Added by you',
      expect.stringMatching(/^Changed after you approved it: Reminded/),
    ]),
  );
});
