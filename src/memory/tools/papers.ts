import { z } from 'zod';
import { dateAt, formatMoney, type LocalDate } from '../../kernel/index.ts';
import type { Store, Tool } from '../../ports/index.ts';
import { type Invoice, invoiceSchema } from '../records/kinds.ts';
import { records } from '../records/records.ts';
import { openAmount, takingsSince, takingsWords } from '../records/takings.ts';
import { isPractised } from '../settings/numbering.ts';
import { invoicesOf } from './invoices-of.ts';
import { daysBetween, periodSchema } from './lists.ts';

/** More are reminded of on the days after. */
const MAX_OVERDUE = 100;

/**
 * Open invoices for which the next reminder is due: the first so many days after the due date, each further one also as
 * many days after the one before as lie between the two. One that was proposed is not due again, whatever became of it.
 */
export function overdueTool(store: Store): Tool {
  const input = z.strictObject({ days: z.array(z.int().min(0)).min(1).max(3).default([3, 10, 20]) });
  return {
    name: 'invoices.overdue',
    input,
    run: async (given, { now, zone }) => {
      const { days } = input.parse(given);
      const today = dateAt(now, zone);
      const found = await invoicesOf(store, { unpaid: true });
      const items = found
        .flatMap(({ id, invoice }) => {
          const stage = isPractised(invoice) ? undefined : dueStage(invoice, days, today);
          return stage === undefined ? [] : [{ id, stage }];
        })
        .slice(-MAX_OVERDUE);
      return { items, count: items.length };
    },
  };
}

function dueStage(
  { dueOn, reminded, chased }: Invoice,
  days: readonly number[],
  today: LocalDate,
): number | undefined {
  const done = Math.max(reminded?.times ?? 0, chased?.stage ?? 0);
  const [before = 0, due] = [days[done - 1], days[done]];
  if (due === undefined || daysBetween(dueOn, today) < due) return undefined;
  const last = [reminded?.on, chased?.on]
    .flatMap((on) => on ?? [])
    .toSorted()
    .at(-1);
  const isTooSoon = last !== undefined && daysBetween(last, today) < due - before;
  return isTooSoon ? undefined : done + 1;
}

/** What mails about an invoice are made of; `stage` is the reminder that it is to be at least. */
export function detailsTool(store: Store): Tool {
  const input = z.strictObject({ id: z.string(), stage: z.int().positive().default(1) });
  return {
    name: 'invoices.details',
    input,
    run: async (given, { now, zone, rested }) => {
      const { id, stage } = input.parse(given);
      const found = await records.read(store, id);
      const invoice = invoiceSchema.parse(found?.body.data);
      const customer = await records.read(store, invoice.customer);
      if (found) rested({ kind: 'invoice', id, version: found.body.version });
      if (customer) rested({ kind: 'customer', id: customer.id, version: customer.body.version });
      const buyer = customer && 'name' in customer.body.data ? customer.body.data : invoice.buyer;
      const daysLate = daysBetween(invoice.dueOn, dateAt(now, zone));
      const times = Math.max(stage, (invoice.reminded?.times ?? 0) + 1);
      return {
        number: invoice.number,
        amount: formatMoney(openAmount(invoice)),
        name: buyer.name,
        email: buyer.email ?? null,
        due: invoice.dueOn,
        daysLate: daysLate === 1 ? '1 day' : `${daysLate} days`,
        late: daysLate > 0,
        times,
        tone: times === 1 ? 'friendly' : times === 2 ? 'firm' : 'last',
        place: (['first', 'second', 'last'] as const)[times - 1] ?? 'last',
        pdf: `pdf_${id}`,
      };
    },
  };
}

/** What came in and what was asked for in a period, for each currency apart. */
export function moneyTool(store: Store): Tool {
  const input = z.strictObject({ period: periodSchema.optional() });
  return {
    name: 'money.summary',
    input,
    run: async (given, { now, zone }) => {
      const today = dateAt(now, zone);
      const { period = { from: `${today.slice(0, 7)}-01`, name: 'this month' } } = input.parse(given);
      const told = takingsWords(await takingsSince(store, { ...period, today }), { whole: true });
      return { text: `${period.name.charAt(0).toUpperCase()}${period.name.slice(1)}: ${told}.` };
    },
  };
}
