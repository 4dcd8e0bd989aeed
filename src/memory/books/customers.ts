import { z } from 'zod';
import { MainstayError } from '../../kernel/index.ts';
import type { LocalCommand, Store } from '../../ports/index.ts';
import { type Customer, customerSchema } from '../records/kinds.ts';
import { type RecordBooks, readRecord, records } from '../records/records.ts';
import { changeCommand, createCommand, deleteCommand, type PlainKind } from './plain.ts';
import { restoreCommand } from './restore.ts';

const LABELS: readonly (readonly [keyof Customer, string])[] = [
  ['name', 'Name'],
  ['email', 'E-mail'],
  ['phone', 'Phone'],
  ['address', 'Address'],
  ['taxNumber', 'Tax number'],
];

const CUSTOMER: PlainKind = {
  kind: 'customer',
  label: 'Customer',
  input: customerSchema,
  nameOf: ({ name }) => (typeof name === 'string' ? name : ''),
  facts: (fields) =>
    LABELS.flatMap(([field, label]) => {
      const text = fields[field];
      return typeof text === 'string' ? [{ label, text }] : [];
    }),
};

export function customerCommands(books: RecordBooks, store: Store): readonly LocalCommand[] {
  return [
    createCommand(books, CUSTOMER),
    changeCommand(books, CUSTOMER),
    restoreCommand(books, CUSTOMER),
    deleteCommand(books, CUSTOMER),
    customerMerge(books, store),
  ];
}

const mergeSchema = z.strictObject({
  id: z.string().meta({ title: 'Keep', readOnly: true }),
  other: z.string().meta({ title: 'Merge into it', readOnly: true }),
});

/**
 * `customer.merge@1`: one customer takes over what another has (what it lacks itself, and all papers), and the other
 * is deleted. Papers keep the name that is printed on them.
 */
function customerMerge(books: RecordBooks, store: Store): LocalCommand {
  return {
    where: 'local',
    type: 'customer.merge',
    version: 1,
    label: 'Customers',
    input: mergeSchema,
    outputs: ['id', 'name', 'moved'],
    undo: { never: 'customers that were merged cannot be told apart again' },
    asksFirst: true,
    title: (_, { name }) => `Merge customers${typeof name === 'string' ? ` into ${name}` : ''}`,
    preview: async (given) => {
      const { id, other } = mergeSchema.parse(given);
      const [kept, gone] = [await customerOf(store, id), await customerOf(store, other)];
      const { total } = await papersOf(store, other);
      return {
        facts: [
          { label: 'Keep', text: described({ ...gone, ...kept }) },
          { label: 'Delete', text: described(gone) },
          { label: 'Move', text: total === 1 ? '1 record' : `${total} records` },
        ],
      };
    },
    apply: async (unit, given, { cause }) => {
      const { id, other } = mergeSchema.parse(given);
      if (id === other)
        throw new MainstayError('MERGE_SAME', { values: { name: (await customerOf(unit, id)).name } });
      const [kept, gone] = [await customerOf(unit, id), await customerOf(unit, other)];
      const { items } = await papersOf(store, other);
      for (const { id: paper, body } of items)
        await books.change(unit, { kind: body.kind, id: paper, patch: { customer: id } }, cause);
      await books.change(unit, { kind: 'customer', id, patch: { ...gone, ...kept } }, cause);
      await books.remove(unit, { kind: 'customer', id: other }, cause);
      return { id, name: kept.name, moved: items.length };
    },
  };
}

async function papersOf(store: Store, customer: string) {
  const items = await records.all(store, { where: { customer, deleted: 0 } });
  return { items, total: items.length };
}

/** A customer's data. Throws NOT_FOUND. */
export async function customerOf(source: Parameters<typeof readRecord>[0], id: string): Promise<Customer> {
  const found = await readRecord(source, 'customer', id);
  if (!found) throw new MainstayError('NOT_FOUND', { values: { kind: 'customer', id } });
  return customerSchema.parse(found.body.data);
}

function described(customer: Customer): string {
  return LABELS.flatMap(([field]) => customer[field] ?? []).join(', ');
}
