import { z } from 'zod';
import { deriveId, type Json } from '../../kernel/index.ts';
import type { LocalCommand } from '../../ports/index.ts';
import { type Customer, customerSchema } from '../records/kinds.ts';
import { type RecordBooks, readRecord } from '../records/records.ts';

const changeSchema = z.strictObject({
  id: z.string().meta({ title: 'Customer', readOnly: true }),
  ...customerSchema.partial().shape,
});

/** `customer.create@1`: a new customer record; undone by deleting it. */
export function customerCreate(books: RecordBooks): LocalCommand {
  return {
    where: 'local',
    type: 'customer.create',
    version: 1,
    label: 'Customer',
    input: customerSchema,
    outputs: ['id', 'name', 'version'],
    undo: {
      command: 'customer.delete@1',
      text: 'customer can be deleted',
      input: ({ id }) => ({ id: id ?? null }),
    },
    title: ({ name }) => `Add customer ${named(name)}`,
    preview: async (input) => ({ facts: factsOf(customerSchema.parse(input)) }),
    apply: async (unit, input, { key, cause }) => {
      const id = deriveId('cus', key);
      const found = await readRecord(unit, 'customer', id);
      const record = found ?? books.create(unit, { kind: 'customer', id, data: input }, cause);
      return { id, name: customerSchema.parse(record.body.data).name, version: record.body.version };
    },
  };
}

/** `customer.change@1`: sets the fields that are given. */
export function customerChange(books: RecordBooks): LocalCommand {
  return {
    where: 'local',
    type: 'customer.change',
    version: 1,
    label: 'Customer',
    input: changeSchema,
    outputs: ['id', 'name', 'version'],
    undo: { never: 'A change of a customer is put back by changing it again' },
    title: ({ id }, { name }) => `Change customer ${named(name ?? id)}`,
    preview: async (input) => ({ facts: factsOf(changeSchema.parse(input)) }),
    apply: async (unit, input, { cause }) => {
      const { id, ...patch } = changeSchema.parse(input);
      const { body } = await books.change(unit, { kind: 'customer', id, patch }, cause);
      return { id, name: customerSchema.parse(body.data).name, version: body.version };
    },
  };
}

/** `customer.delete@1`: takes the record out of every list; the log keeps what it was. */
export function customerDelete(books: RecordBooks): LocalCommand {
  const input = z.strictObject({ id: z.string().meta({ title: 'Customer', readOnly: true }) });
  return {
    where: 'local',
    type: 'customer.delete',
    version: 1,
    label: 'Customer',
    input,
    outputs: ['id'],
    undo: { never: 'A deleted customer is added again as a new one' },
    title: ({ id }) => `Delete customer ${named(id)}`,
    preview: async () => ({ facts: [] }),
    apply: async (unit, given, { cause }) => {
      const { id } = input.parse(given);
      if (await readRecord(unit, 'customer', id)) await books.remove(unit, { kind: 'customer', id }, cause);
      return { id };
    },
  };
}

function named(name: Json | undefined): string {
  return typeof name === 'string' ? name : '';
}

function factsOf(customer: { [K in keyof Customer]?: Customer[K] | undefined }) {
  const labels: [keyof Customer, string][] = [
    ['name', 'Name'],
    ['email', 'E-mail'],
    ['phone', 'Phone'],
    ['address', 'Address'],
    ['taxNumber', 'Tax number'],
  ];
  return labels.flatMap(([field, label]) => (customer[field] ? [{ label, text: customer[field] }] : []));
}
