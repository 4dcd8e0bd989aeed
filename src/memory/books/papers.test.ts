import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../kernel/index.ts';
import { openBooks } from './books.fake.ts';

const usd = (minor: number) => ({ minor, currency: 'USD' });

async function withInvoice() {
  const room = await openBooks();
  const customer = await room.add('customer.create@1', { name: 'Ana' });
  const input = { customer, amount: usd(10_000), what: 'Work', due: '2026-12-07' };
  const invoice = await room.add('invoice.create@1', input);
  return { ...room, customer, input, invoice, read: (id: string) => room.data('invoice', id) };
}

describe('a payment', () => {
  it('is noted with its day, and can be taken back', async () => {
    const { apply, invoice, read } = await withInvoice();
    const before = await read(invoice);
    await apply('invoice.pay@1', { id: invoice, on: '2026-12-01' });
    expect(await read(invoice)).toEqual({ ...before, status: 'paid', paidOn: '2026-12-01' });
    await apply('invoice.unpay@1', { id: invoice });
    expect(await read(invoice)).toEqual(before);
  });

  it('is today’s at home where no day is named', async () => {
    const { apply, invoice, read } = await withInvoice();
    await apply(
      'invoice.pay@1',
      { id: invoice },
      { now: Date.parse('2026-12-31T23:30:00Z'), zone: 'Europe/Berlin' },
    );
    expect(await read(invoice)).toMatchObject({ paidOn: '2027-01-01' });
  });

  it.each(['invoice.pay@1', 'credit.create@1'])('of a void invoice is refused: %s', async (command) => {
    const { apply, invoice } = await withInvoice();
    await apply('invoice.void@1', { id: invoice });
    const input: JsonObject = command.startsWith('credit') ? { invoice } : { id: invoice };
    await expect(apply(command, input)).rejects.toMatchObject({ code: 'INVOICE_SETTLED' });
  });

  it('keeps an invoice from being voided', async () => {
    const { apply, invoice } = await withInvoice();
    await apply('invoice.pay@1', { id: invoice });
    await expect(apply('invoice.void@1', { id: invoice })).rejects.toMatchObject({
      message: 'Invoice 2026-001 is paid, so it cannot be voided.',
    });
  });
});

describe('a credit note', () => {
  it('takes all of an invoice where no amount is given, under a number of its own', async () => {
    const { apply, invoice, read, data } = await withInvoice();
    const { id, number, total, invoiceNumber } = await apply('credit.create@1', { invoice }, { key: 'c' });
    expect({ number, total, invoiceNumber }).toEqual({
      number: 'C-2026-001',
      total: usd(11_900),
      invoiceNumber: '2026-001',
    });
    expect(await data('credit', id)).toMatchObject({ net: usd(10_000), buyer: { name: 'Ana' } });
    expect(await read(invoice)).toMatchObject({ status: 'credited', credited: usd(11_900) });
  });

  it('takes parts of it, with its tax, until nothing is left', async () => {
    const { apply, invoice, read } = await withInvoice();
    await apply('credit.create@1', { invoice, amount: usd(4_000), what: 'late' }, { key: 'one' });
    expect(await read(invoice)).toMatchObject({ status: 'open', credited: usd(4_760) });
    await expect(
      apply('credit.create@1', { invoice, amount: usd(6_001) }, { key: 'two' }),
    ).rejects.toMatchObject({
      code: 'CREDIT_TOO_HIGH',
      message: expect.stringContaining('$71.41 is more than what is left of invoice 2026-001: $71.40'),
    });
    expect((await apply('credit.create@1', { invoice, amount: usd(6_000) }, { key: 'two' }))['number']).toBe(
      'C-2026-002',
    );
    expect(await read(invoice)).toMatchObject({ status: 'credited', credited: usd(11_900) });
  });

  it('is made once for one key', async () => {
    const { apply, invoice } = await withInvoice();
    const first = await apply('credit.create@1', { invoice }, { key: 'c' });
    expect(await apply('credit.create@1', { invoice }, { key: 'c' })).toEqual(first);
  });
});

describe('a quote', () => {
  it('has a number of its own, which begins again with the year', async () => {
    const { apply, customer } = await withInvoice();
    const input = { customer, amount: usd(5_000), what: 'Logo', validUntil: '2027-01-31' };
    const next = (key: string, at: string) =>
      apply('quote.create@1', input, { key, now: Date.parse(at) }).then(({ number }) => number);
    expect(await next('a', '2026-12-30T12:00:00Z')).toBe('Q-2026-001');
    expect(await next('b', '2026-12-31T12:00:00Z')).toBe('Q-2026-002');
    expect(await next('c', '2027-01-01T12:00:00Z')).toBe('Q-2027-001');
  });

  it('is accepted, withdrawn and opened again', async () => {
    const { apply, add, data, customer } = await withInvoice();
    const id = await add('quote.create@1', {
      customer,
      amount: usd(5_000),
      what: 'Logo',
      validUntil: '2026-12-31',
    });
    for (const [command, status] of [
      ['quote.accept@1', 'accepted'],
      ['quote.reopen@1', 'open'],
      ['quote.withdraw@1', 'withdrawn'],
    ] as const) {
      await apply(command, { id });
      expect(await data('quote', id)).toMatchObject({ status });
    }
  });
});

describe('customers that are merged', () => {
  it('are one, who has what either had and all papers', async () => {
    const { apply, add, data, read, invoice, customer } = await withInvoice();
    const kept = await add('customer.create@1', { name: 'Ana Torres', email: 'ana@torres.example' });
    await apply('customer.change@1', { id: customer, phone: '123', email: 'old@ana.example' });
    expect(await apply('customer.merge@1', { id: kept, other: customer })).toEqual({
      id: kept,
      name: 'Ana Torres',
      moved: 1,
    });
    expect(await data('customer', kept)).toEqual({
      name: 'Ana Torres',
      email: 'ana@torres.example',
      phone: '123',
    });
    expect(await data('customer', customer)).toBeUndefined();
    expect(await read(invoice)).toMatchObject({ customer: kept, buyer: { name: 'Ana' } });
  });

  it('are two', async () => {
    const { apply, customer } = await withInvoice();
    await expect(apply('customer.merge@1', { id: customer, other: customer })).rejects.toMatchObject({
      code: 'MERGE_SAME',
    });
  });
});

it('finishes a task on its day, and opens it again', async () => {
  const { apply, add, data } = await openBooks();
  const id = await add('task.create@1', { title: 'Renew domain', dueOn: '2027-03-03' });
  expect(await apply('task.done@1', { id })).toMatchObject({ name: 'Renew domain' });
  expect(await data('task', id)).toEqual({
    title: 'Renew domain',
    dueOn: '2027-03-03',
    status: 'done',
    doneOn: '2026-11-23',
  });
  await apply('task.reopen@1', { id });
  expect(await data('task', id)).toEqual({ title: 'Renew domain', dueOn: '2027-03-03', status: 'open' });
});
