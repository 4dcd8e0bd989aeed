import { beforeAll, describe, expect, it } from 'vitest';
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

const list = (filter: Parameters<typeof listEverything>[1]['filter'], search = '') =>
  listEverything(mainstay.store, { filter, search, limit: 50 }, reader);

const titles = ({ items }: Awaited<ReturnType<typeof listEverything>>) => items.map(({ title }) => title);

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
    const many = await createHarness();
    const cause = { at: reader.now, by: 'operator', correlationId: 'cor_walls' };
    await many.units.transact(async (unit) => {
      for (const letter of 'abcdefghi')
        many.books.create(
          unit,
          { kind: 'task', data: { title: `paint wall ${letter}`, status: 'open' } },
          cause,
        );
    });
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await listEverything(
        many.store,
        { filter: 'tasks', search: '', limit: 4, ...(after === undefined ? {} : { after }) },
        reader,
      );
      seen.push(...titles(page));
      after = page.next ?? undefined;
    } while (after !== undefined);
    expect(seen.toSorted()).toEqual(Array.from('abcdefghi', (letter) => `paint wall ${letter}`));
  });
});

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
