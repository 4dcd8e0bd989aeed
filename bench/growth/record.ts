import { setTimeout as wait } from 'node:timers/promises';
import { openSqliteStore } from '../../adapters/store/sqlite/index.ts';
import { collections, migrations } from '../../src/app/collections.ts';
import { events, newestHead } from '../../src/events/index.ts';
import type { Event } from '../../src/kernel/index.ts';
import type { Store } from '../../src/ports/index.ts';
import { type MainstayProcess, startMainstay } from '../../test/process/process.ts';
import type { Block, Kept } from './blocks.ts';

/** Whose name and address stand in the blocks, and the number of their invoice. */
export const TOLD = { name: 'Ana Torres', email: 'ana@torres.example', first: 'Ana', number: '2026-001' };

/** A home in which a real server did some turns, and what each kind of them left. */
export interface Recorded {
  readonly home: string;
  readonly addition: Block;
  readonly work: Block;
  /** The customer of both. */
  readonly customer: string;
}

/** What a customer's work consists of: a card approved, the invoice paid, tasks, notes, mail, and what is not understood. */
const WORK: readonly { readonly text: string; readonly approve?: true }[] = [
  { text: `Invoice ${TOLD.name} $80 for hosting`, approve: true },
  { text: `${TOLD.name} paid` },
  { text: 'Add a task: renew the domain' },
  { text: 'Task renew the domain is done' },
  { text: `Note: ${TOLD.name} prefers mornings` },
  { text: 'what is pending?' },
  { text: 'qwxz blarg fnord' },
  { text: `Write to ${TOLD.name}: the site is live`, approve: true },
];

/** What a turn changes and does not add: it stays as the server left it. */
const CHANGED = new Set([
  'cursors',
  'conversations',
  'numbering',
  'budgets',
  'jobs',
  'settings',
  'schedules',
]);

/** Has a real server do the work once. */
export async function recordBlocks(): Promise<Recorded> {
  const mainstay = await startMainstay();
  const { home } = mainstay;
  const store = await openSqliteStore({ home, collections, migrations, readOnly: true });
  await settled(store);
  const before = await idsIn(store);
  await say({ mainstay, store }, { text: `Add customer ${TOLD.name}, ${TOLD.email}` });
  await settled(store);
  const addition = await addedTo(store, before);
  const between = await idsIn(store);
  for (const step of WORK) await say({ mainstay, store }, step);
  await settled(store);
  const work = await addedTo(store, between);
  const customer = addition.documents.find(({ collection }) => collection === 'records')?.document.id ?? '';
  await store.close();
  await mainstay.stop();
  return { home, addition, work, customer };
}

async function say(
  { mainstay, store }: { readonly mainstay: MainstayProcess; readonly store: Store },
  { text, approve }: (typeof WORK)[number],
): Promise<void> {
  const { body } = await mainstay.call('POST', '/api/v1/messages?wait=10000', { body: { text } });
  if (approve === undefined) return;
  const [card] = body.suggestions;
  if (!card) throw new Error(`“${text}” made no card: ${JSON.stringify(body)}`);
  await mainstay.call('POST', `/api/v1/suggestions/${card.id}/decision`, {
    body: { decision: 'approve', hash: card.hash },
  });
  await settled(store);
}

/** Until the log has not moved for a while, so that what a click led to has come to its end. */
async function settled(store: Store): Promise<void> {
  for (let last = -1; ; ) {
    const { sequence } = await newestHead(store);
    if (sequence === last) return;
    last = sequence;
    await wait(400);
  }
}

async function idsIn(store: Store): Promise<ReadonlySet<string>> {
  const ids = new Set<string>();
  for await (const { collection, document } of allOf(store)) ids.add(`${collection}/${document.id}`);
  return ids;
}

async function addedTo(store: Store, before: ReadonlySet<string>): Promise<Block> {
  const documents: Kept[] = [];
  for await (const kept of allOf(store))
    if (!before.has(`${kept.collection}/${kept.document.id}`)) documents.push(kept);
  const isEvent = ({ collection }: Kept) => collection === events.name;
  const told = documents.filter(isEvent).map(({ document }) => {
    const { envelope, data } = events.fromDocument({ ...document, revision: 1 }).body;
    return { ...envelope, data } as Event;
  });
  return {
    events: told.toSorted((one, other) => one.sequence - other.sequence),
    documents: documents.filter((kept) => !isEvent(kept)),
  };
}

async function* allOf(store: Store): AsyncIterable<Kept> {
  for (const { name: collection } of collections) {
    if (CHANGED.has(collection)) continue;
    let after: string | undefined;
    do {
      const page = await store.find(collection, { limit: 1000, ...(after === undefined ? {} : { after }) });
      for (const { id, index, body } of page.items) yield { collection, document: { id, index, body } };
      after = page.next ?? undefined;
    } while (after !== undefined);
  }
}
