import { z } from 'zod';
import { dateAt, formatMoney, shownDate } from '../../kernel/index.ts';
import type { Store, Tool } from '../../ports/index.ts';
import { contractText } from '../records/contracts.ts';
import type { Directory } from '../records/directory.ts';
import {
  type Customer,
  contractSchema,
  customerSchema,
  invoiceSchema,
  noteSchema,
  quoteSchema,
  taskSchema,
} from '../records/kinds.ts';
import { readRecord, records } from '../records/records.ts';
import { openAmount } from '../records/takings.ts';
import { isPractised } from '../settings/numbering.ts';
import { conversations } from '../working/conversations.ts';
import { type Message, messages } from '../working/messages.ts';
import { dueText, sumsText } from './lists.ts';

const MAX_QUOTES = 5;
const MAX_SEARCHED = 500;
const MAX_CONVERSATIONS = 20;
const MAX_QUOTED = 120;

/** What the records say of a customer, and what was written of them, quoted with its day. */
export function aboutTool(store: Store, directory: Directory): Tool {
  const input = z.strictObject({ id: z.string() });
  return {
    name: 'customers.about',
    input,
    run: async (given, { now, zone, turn }) => {
      const { id } = input.parse(given);
      const found = await readRecord(store, 'customer', id);
      if (!found) return { text: 'I know nobody of that name any more.' };
      const today = dateAt(now, zone);
      const names = directory.all('customer').map(({ name }) => name);
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
        ...(await quotesOf(store, { customer, names, turn, today, zone })),
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
  const real = invoices.filter((invoice) => !isPractised(invoice));
  const open = real.filter(({ status }) => status === 'open');
  return [
    ...(real.length === 0
      ? []
      : [open.length === 0 ? 'Owes nothing.' : `Owes ${sumsText(open.map(openAmount))}.`]),
    ...invoices
      .slice(0, MAX_QUOTES)
      .map(
        (one) =>
          `- Invoice ${one.number}, ${formatMoney(one.total)}, ${isPractised(one) ? 'practice' : one.status === 'open' ? dueText(one.dueOn, today) : one.status}`,
      ),
    ...of('quote')
      .map((data) => quoteSchema.parse(data))
      .map(
        ({ number, total, status }) =>
          `- Quote ${number}, ${formatMoney(total)}, ${isPractised({ number }) ? 'practice' : status}`,
      ),
    ...of('contract')
      .map((data) => contractSchema.parse(data))
      .map((contract) => `- Contract ${contract.title}, ${contractText(contract, today)}`),
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
  readonly customer: Customer;
  /** The names of all customers, to know which of them one word means. */
  readonly names: readonly string[];
  /** The message that asks is no memory. */
  readonly turn: string;
  readonly today: string;
  readonly zone: string;
}

/** What was written that names the customer, in any conversation, the newest first. */
async function quotesOf(store: Store, asked: Asked): Promise<readonly string[]> {
  const talks = await conversations.page(store, {
    sort: { field: 'createdAt', direction: 'desc' },
    limit: MAX_CONVERSATIONS,
  });
  const named = namesOf(asked);
  const found: Message[] = [];
  for (const { id: conversation } of talks.items) {
    const page = await messages.page(store, {
      where: { conversation, direction: 'in' },
      sort: { field: 'at', direction: 'desc' },
      limit: MAX_SEARCHED,
    });
    const about = page.items.filter(({ body }) => body.turn !== asked.turn && named.test(body.text));
    found.push(...about.slice(0, MAX_QUOTES).map(({ body }) => body));
  }
  return found
    .toSorted((one, other) => (one.at < other.at ? 1 : one.at > other.at ? -1 : 0))
    .slice(0, MAX_QUOTES)
    .map((message) => {
      const day = shownDate(dateAt(Date.parse(message.at), asked.zone), asked.today);
      const { author, text } = message;
      return `- ${author.kind === 'customer' ? author.name : 'You'} wrote, ${day}: ${quoted(text)}`;
    });
}

/** The full name, the address, and the first name; or the last one, where others have the first name too. */
function namesOf({ customer: { name, email }, names }: Asked): RegExp {
  const others = new Set(
    names.filter((other) => other !== name).flatMap((other) => wordsOf(other.toLowerCase())),
  );
  const [first = name, last = name] = [wordsOf(name)[0], wordsOf(name).at(-1)];
  const own = [first, last].find((word) => !others.has(word.toLowerCase())) ?? name;
  const alternatives = [name, own, ...(email === undefined ? [] : [email])].map(escaped).join('|');
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives})(?![\\p{L}\\p{N}])`, 'iu');
}

function wordsOf(name: string): readonly string[] {
  return name.split(/\s+/);
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

function quoted(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return `“${line.length > MAX_QUOTED ? `${line.slice(0, MAX_QUOTED).toWellFormed().trimEnd()}…` : line}”`;
}
