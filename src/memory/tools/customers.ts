import { z } from 'zod';
import { MainstayError } from '../../kernel/index.ts';
import type { Store, Tool } from '../../ports/index.ts';
import type { Directory } from '../records/directory.ts';
import { customerSchema } from '../records/kinds.ts';
import { readRecord } from '../records/records.ts';
import { counted, listText } from './lists.ts';

/** The customer of this name whose address is the same, or not given; and one of this name with another address. */
export function sameCustomerTool(directory: Directory): Tool {
  const input = z.strictObject({ name: z.string(), email: z.string().optional() });
  return {
    name: 'customers.same',
    input,
    run: async (given) => {
      const { name, email } = input.parse(given);
      const alike = directory.all('customer').filter((customer) => folded(customer.name) === folded(name));
      const same = alike.find(
        (customer) => email === undefined || folded(customer.email ?? '') === folded(email),
      );
      const [other] = alike;
      return {
        id: same?.id ?? null,
        email: same?.email ?? null,
        namesake: same || !other ? null : [other.name, other.email].filter(Boolean).join(', '),
      };
    },
  };
}

/** Every customer by name. */
export function customersTool(directory: Directory): Tool {
  return {
    name: 'customers.list',
    input: z.strictObject({}),
    run: async () => {
      const customers = directory
        .all('customer')
        .toSorted((one, other) => one.name.localeCompare(other.name, 'en', { sensitivity: 'base' }));
      const lines = customers.map(({ name, email }) => [name, email].filter(Boolean).join(', '));
      const heading = counted(customers.length, 'customer');
      const empty = 'No customers yet. Write: Add customer Ana Torres, ana@torres.example';
      return { count: customers.length, text: listText(lines, { heading, empty }) };
    },
  };
}

/** How a customer is reached, as it is now. */
export function contactTool(store: Store): Tool {
  const input = z.strictObject({ id: z.string() });
  return {
    name: 'records.contact',
    input,
    run: async (given, { rested }) => {
      const { id } = input.parse(given);
      const found = await readRecord(store, 'customer', id);
      if (!found) throw new MainstayError('NOT_FOUND', { values: { kind: 'customer', id } });
      rested({ kind: 'customer', id, version: found.body.version });
      const { name, email = null } = customerSchema.parse(found.body.data);
      return { id, name, email };
    },
  };
}

function folded(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();
}
