import { z } from 'zod';
import { dateAt, formatMoney, shownDate } from '../../kernel/index.ts';
import type { Store, Tool } from '../../ports/index.ts';
import {
  contractSchema,
  customerSchema,
  invoiceSchema,
  noteSchema,
  quoteSchema,
  taskSchema,
} from '../records/kinds.ts';
import { readRecord, records } from '../records/records.ts';
import { openAmount } from '../records/takings.ts';
import { messages } from '../working/messages.ts';
import { dueText, sumsText } from './lists.ts';

const MAX_QUOTES = 5;
const MAX_SEARCHED = 500;
const MAX_QUOTED = 120;

/** What the records say of a customer, and what was said of them in the conversation, quoted. */
export function aboutTool(store: Store): Tool {
  const input = z.strictObject({ id: z.string() });
  return {
    name: 'customers.about',
    input,
    run: async (given, { now, zone, conversation, turn }) => {
      const { id } = input.parse(given);
      const found = await readRecord(store, 'customer', id);
      if (!found) return { text: 'I know nobody of that name any more.' };
      const today = dateAt(now, zone);
      const customer = customerSchema.parse(found.body.data);
      const since = shownDate(dateAt(Date.parse(found.body.createdAt), zone), today);
      const details = [
        customer.email,
        customer.phone,
        customer.address?.replaceAll('\n', ', '),
        customer.taxNumber,
      ];
      const lines = [
        `${[customer.name, ...details].filter(Boolean).join(', ')}. Customer since ${since}.`,
        ...(await recordLines(store, id, today)),
        ...(await quotesOf(store, { name: customer.name, conversation, turn, today, zone })),
      ];
      return { text: lines.join('\n') };
    },
  };
}

async function recordLines(store: Store, customer: string, today: string): Promise<readonly string[]> {
  const found = await records.all(store, {
    where: { customer, deleted: 0 },
    sort: { field: 'createdAt', direction: 'desc' },
  });
  const of = (kind: string) => found.filter(({ body }) => body.kind === kind).map(({ body }) => body.data);
  const invoices = of('invoice').map((data) => invoiceSchema.parse(data));
  const open = invoices.filter(({ status }) => status === 'open');
  return [
    ...(invoices.length === 0
      ? []
      : [open.length === 0 ? 'Owes nothing.' : `Owes ${sumsText(open.map(openAmount))}.`]),
    ...invoices
      .slice(0, MAX_QUOTES)
      .map(
        (one) =>
          `- Invoice ${one.number}, ${formatMoney(one.total)}, ${one.status === 'open' ? dueText(one.dueOn, today) : one.status}`,
      ),
    ...of('quote')
      .map((data) => quoteSchema.parse(data))
      .map(({ number, total, status }) => `- Quote ${number}, ${formatMoney(total)}, ${status}`),
    ...of('contract')
      .map((data) => contractSchema.parse(data))
      .map(
        ({ title, endsOn }) => `- Contract ${title}${endsOn ? `, until ${shownDate(endsOn, today)}` : ''}`,
      ),
    ...of('task')
      .map((data) => taskSchema.parse(data))
      .filter(({ status }) => status === 'open')
      .map(({ title, dueOn }) => `- Task ${title}${dueOn ? `, ${dueText(dueOn, today)}` : ''}`),
    ...of('note')
      .map((data) => noteSchema.parse(data))
      .map(({ text }) => `- Note: ${quoted(text)}`),
  ];
}

interface Asked {
  readonly name: string;
  readonly conversation: string;
  /** The message that asks is no memory. */
  readonly turn: string;
  readonly today: string;
  readonly zone: string;
}

async function quotesOf(store: Store, asked: Asked): Promise<readonly string[]> {
  const page = await messages.page(store, {
    where: { conversation: asked.conversation, direction: 'in' },
    sort: { field: 'at', direction: 'desc' },
    limit: MAX_SEARCHED,
  });
  const [first = asked.name] = asked.name.split(/\s+/);
  const named = new RegExp(`(?<![\\p{L}\\p{N}])${escaped(first)}(?![\\p{L}\\p{N}])`, 'iu');
  return page.items
    .filter(({ body }) => body.turn !== asked.turn && named.test(body.text))
    .slice(0, MAX_QUOTES)
    .map(({ body }) => {
      const day = shownDate(dateAt(Date.parse(body.at), asked.zone), asked.today);
      return `- You wrote, ${day}: ${quoted(body.text)}`;
    });
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

function quoted(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return `“${line.length > MAX_QUOTED ? `${line.slice(0, MAX_QUOTED).toWellFormed().trimEnd()}…` : line}”`;
}
