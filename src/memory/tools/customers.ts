import { DateTime } from 'luxon';
import { z } from 'zod';
import { foldedName, formatMoney, MainstayError } from '../../kernel/index.ts';
import type { Store, Tool } from '../../ports/index.ts';
import type { Directory } from '../records/directory.ts';
import { customerSchema, invoiceSchema } from '../records/kinds.ts';
import { readRecord, records } from '../records/records.ts';
import { openAmount } from '../records/takings.ts';
import { isPractised } from '../settings/numbering.ts';
import { counted, listText, sumsText } from './lists.ts';

/** The customer of this name whose address is the same, or not given; and one of this name with another address. */
export function sameCustomerTool(directory: Directory): Tool {
  const input = z.strictObject({ name: z.string(), email: z.string().optional() });
  return {
    name: 'customers.same',
    input,
    run: async (given) => {
      const { name, email } = input.parse(given);
      const alike = directory.called('customer', name);
      const same = alike.find(
        (customer) => email === undefined || foldedName(customer.email ?? '') === foldedName(email),
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

/** How a customer stands, for an answer to them: since when, what they owe, and the open invoice where it is one. */
export function standingTool(store: Store): Tool {
  const input = z.strictObject({ id: z.string().optional() });
  return {
    name: 'customers.standing',
    input,
    run: async (given, { now, zone, rested }) => {
      const { id } = input.parse(given);
      const found = id === undefined ? undefined : await readRecord(store, 'customer', id);
      if (!found) return { text: 'No customer yet', invoice: null };
      const { version, createdAt } = found.body;
      rested({ kind: 'customer', id: found.id, version });
      const open = await records.all(store, {
        where: { customer: found.id, kind: 'invoice', status: 'open', deleted: 0 },
      });
      for (const one of open) rested({ kind: 'invoice', id: one.id, version: one.body.version });
      const invoices = open
        .map(({ id: invoice, body }) => ({ id: invoice, ...invoiceSchema.parse(body.data) }))
        .filter((invoice) => !isPractised(invoice));
      const owes = invoices.length === 0 ? 'nothing' : sumsText(invoices.map(openAmount));
      const [only] = invoices;
      return {
        text: `Customer since ${monthOf(createdAt, { now, zone })}, owes ${owes}`,
        invoice:
          only && invoices.length === 1
            ? {
                number: only.number,
                amount: formatMoney(openAmount(only)),
                due: only.dueOn,
                pdf: `pdf_${only.id}`,
              }
            : null,
      };
    },
  };
}

/** “March”, with the year where it is another one. */
function monthOf(iso: string, { now, zone }: { readonly now: number; readonly zone: string }): string {
  const at = DateTime.fromISO(iso, { zone });
  const today = DateTime.fromMillis(now, { zone });
  if (at.hasSame(today, 'day')) return 'today';
  return at.toFormat(at.hasSame(today, 'year') ? 'LLLL' : 'LLLL yyyy', { locale: 'en' });
}
