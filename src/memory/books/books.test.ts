import { describe, expect, it } from 'vitest';
import { readRecord } from '../records/records.ts';

import { CONTEXT, idOf, openBooks } from './books.fake.ts';

async function withCustomer() {
  const room = await openBooks();
  const { id } = await room.apply(
    'customer.create@1',
    { name: 'Ana', email: 'ana@example.com' },
    { key: 'ana' },
  );
  const input = {
    customer: idOf(id),
    amount: { minor: 10_000, currency: 'USD' },
    what: 'Work',
    due: '2026-12-07',
  };
  const invoice = (of: unknown) => room.data('invoice', of);
  return { ...room, customer: input.customer, input, invoice };
}

it('undoes every command by one that takes what the first gave, or says why it cannot', async () => {
  const { apply, command, input, customer } = await withCustomer();
  const { undo: undoInvoice, outputs } = command('invoice.create@1');
  const given = await apply('invoice.create@1', input, { key: 'inv' });
  expect(Object.keys(given)).toEqual(outputs);
  for (const [undo, from] of [
    [undoInvoice, given],
    [command('customer.create@1').undo, { id: customer }],
  ] as const) {
    if ('never' in undo) throw new RangeError(undo.never);
    expect(command(undo.command).input.safeParse(undo.input(from)).error).toBeUndefined();
  }
});

describe('an invoice', () => {
  it('is issued under the next number, on the day at home', async () => {
    const { apply, input, invoice } = await withCustomer();
    const late = { now: Date.parse('2026-12-31T23:30:00Z'), zone: 'Europe/Berlin' };
    const { id, number, pdf, due, total } = await apply('invoice.create@1', input, { key: 'one', ...late });
    expect({ number, pdf, due, total }).toEqual({
      number: '2027-001',
      pdf: `pdf_${idOf(id)}`,
      due: '2026-12-07',
      total: { minor: 11_900, currency: 'USD' },
    });
    expect(await invoice(id)).toMatchObject({
      issuedOn: '2027-01-01',
      buyer: { name: 'Ana' },
      status: 'open',
    });
  });

  it('is made once for one key, and the repeat takes no number', async () => {
    const { apply, input, told } = await withCustomer();
    const first = await apply('invoice.create@1', input, { key: 'one' });
    expect(await apply('invoice.create@1', input, { key: 'one' })).toEqual(first);
    expect((await apply('invoice.create@1', input, { key: 'two' }))['number']).toBe('2026-002');
    expect((await told()).filter(({ type }) => type === 'record.created')).toHaveLength(3);
  });

  it('has a practice number in practice, and leaves the real ones alone', async () => {
    const { apply, input } = await withCustomer();
    expect((await apply('invoice.create@1', input, { key: 'p', practice: true }))['number']).toBe(
      'PRACTICE-1',
    );
    expect((await apply('invoice.create@1', input, { key: 'r' }))['number']).toBe('2026-001');
  });

  it('is refused for a customer that there is not, and takes no number', async () => {
    const { apply, input } = await withCustomer();
    await expect(apply('invoice.create@1', { ...input, customer: 'cus_9' })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect((await apply('invoice.create@1', input, { key: 'r' }))['number']).toBe('2026-001');
  });

  it('that is voided keeps its number and what it says', async () => {
    const { apply, input, invoice } = await withCustomer();
    const { id } = await apply('invoice.create@1', input, { key: 'one' });
    const before = await invoice(id);
    expect(await apply('invoice.void@1', { id: idOf(id) })).toEqual({
      id,
      number: '2026-001',
      total: '$119.00',
    });
    expect(await invoice(id)).toEqual({ ...before, status: 'void' });
    expect((await apply('invoice.create@1', input, { key: 'two' }))['number']).toBe('2026-002');
  });

  it('is previewed as a draft without a number, with what is missing on it', async () => {
    const { command, input, printed, business } = await withCustomer();
    await business({ name: 'Studio', address: 'Street 1' });
    const preview = await command('invoice.create@1').preview(input, CONTEXT);
    expect(printed).toEqual(['draft assigned on approval']);
    expect(preview).toMatchObject({
      facts: [
        { label: 'Invoice', text: 'number assigned on approval, due Mon 7 Dec' },
        { label: 'Amount', text: 'Work $100.00, tax 19% $19.00, total $119.00' },
      ],
      notes: [{ text: 'your tax number and bank details are missing on it.', mend: 'business' }],
    });
  });

  it('shortens long lines on the card at a word, and says all of them where it leaves something out', async () => {
    const { command, input } = await withCustomer();
    const { amount: _, what: __, ...rest } = input;
    const long = 'Design of the landing page with its three variants, and of the newsletter';
    const lines = [long, 'Hosting', 'Photos', 'Support'].map((what) => ({ what, amount: input.amount }));
    const { facts } = await command('invoice.create@1').preview({ ...rest, lines }, CONTEXT);
    expect(facts?.[1]).toEqual({
      label: 'Amount',
      text: 'Design of the landing page with its three variants, and of… $100.00, Hosting $100.00, Photos $100.00, 1 more line, tax 19% $76.00, total $476.00',
      whole: [
        `${long} $100.00`,
        'Hosting $100.00',
        'Photos $100.00',
        'Support $100.00',
        'tax 19% $76.00',
        'total $476.00',
      ].join('\n'),
    });
  });

  it('keeps the seller as it was when it was issued', async () => {
    const { apply, input, invoice, business } = await withCustomer();
    await business({ name: 'Studio' });
    const { id } = await apply('invoice.create@1', input, { key: 'one' });
    await business({ name: 'Agency' });
    expect(await invoice(id)).toMatchObject({ seller: { name: 'Studio' } });
  });
});

describe('a customer', () => {
  it('is made once for one key', async () => {
    const { apply, told } = await openBooks();
    const first = await apply('customer.create@1', { name: 'Ana' });
    expect(await apply('customer.create@1', { name: 'Ana' })).toEqual(first);
    expect(await told()).toHaveLength(1);
  });

  it('is changed in the fields that are given', async () => {
    const { apply, store, customer } = await withCustomer();
    expect(await apply('customer.change@1', { id: customer, phone: '1' })).toEqual({
      id: customer,
      name: 'Ana',
      version: 2,
      changes: [{ field: 'phone', from: null, to: '1' }],
    });
    expect((await readRecord(store, 'customer', customer))?.body.data).toEqual({
      name: 'Ana',
      email: 'ana@example.com',
      phone: '1',
    });
  });

  it('is deleted, and a repeat finds nothing left to do', async () => {
    const { apply, store, customer, told } = await withCustomer();
    await apply('customer.delete@1', { id: customer });
    await apply('customer.delete@1', { id: customer });
    expect(await readRecord(store, 'customer', customer)).toBeUndefined();
    expect((await told()).map(({ type }) => type)).toEqual(['record.created', 'record.deleted']);
  });
});

it('keeps what is said of the business, names what is missing, and sets the next number', async () => {
  const { apply, settings, input } = await withCustomer();
  const after = await apply('business.change@1', { name: 'Studio', nextInvoiceNumber: 'R-07' });
  expect(after).toEqual({
    name: 'Studio',
    noted: ['name “Studio”', 'next invoice “R-07”'],
    missing: ['address', 'tax number', 'bank details'],
    changes: [
      { field: 'name', from: null, to: 'Studio' },
      { field: 'nextInvoiceNumber', from: null, to: 'R-07' },
    ],
    number: { from: '2026-001', to: 'R-07' },
  });
  expect(settings.current().business.name).toBe('Studio');
  expect((await apply('invoice.create@1', input, { key: 'one' }))['number']).toBe('R-07');
  await apply('business.change@1', { name: 'Studio Nord', nextInvoiceNumber: 'R-07' });
  expect((await apply('invoice.create@1', input, { key: 'two' }))['number']).toBe('R-08');
  await expect(apply('business.change@1', { nextInvoiceNumber: 'R-08' })).rejects.toMatchObject({
    code: 'NUMBER_TAKEN',
    message: expect.stringContaining('R-09'),
  });
});

it('pauses and goes on, and tells it only where it changes something', async () => {
  const { apply, settings, told } = await openBooks();
  expect(await apply('control.pause@1', {})).toEqual({ changed: true });
  expect(settings.current().paused).toBe(true);
  expect(await apply('control.pause@1', {})).toEqual({ changed: false });
  expect(await apply('control.resume@1', {})).toEqual({ changed: true });
  expect(settings.current().paused).toBe(false);
  const types = ['settings.changed', 'control.paused', 'settings.changed', 'control.resumed'];
  expect((await told()).map(({ type }) => type)).toEqual(types);
});

it('says what an invoice moves: its lines together, and nothing certain of what is no invoice', async () => {
  const { command, input } = await withCustomer();
  const { amount } = command('invoice.create@1');
  const { amount: single, what, ...rest } = input;
  const lines = [1, 2].map((minor) => ({ what, amount: { minor, currency: 'USD' } }));
  expect(amount?.(input)).toEqual(single);
  expect(amount?.({ ...rest, lines })).toEqual({ minor: 3, currency: 'USD' });
  expect(amount?.({ ...input, amount: { $output: 'quote.total' } })).toBe('unknown');
});
