import { z } from 'zod';
import type { Tool } from '../../ports/index.ts';
import type { Directory } from './directory.ts';

/** What workflows may ask about the records. */
export function createRecordTools(directory: Directory): readonly Tool[] {
  return [sameCustomer(directory)];
}

/** The customer of this name whose address is the same, or not given; and one of this name with another address. */
function sameCustomer(directory: Directory): Tool {
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

function folded(text: string): string {
  return text.normalize('NFKC').trim().replace(/\s+/gu, ' ').toLowerCase();
}
