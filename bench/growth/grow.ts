import { randomBytes } from 'node:crypto';
import { createFileAnchor } from '../../adapters/anchor/file/index.ts';
import { openSqliteStore } from '../../adapters/store/sqlite/index.ts';
import { collections, migrations } from '../../src/app/collections.ts';
import { readKeys } from '../../src/app/keys.ts';
import { createUnits, openEventLog, saveCursor } from '../../src/events/index.ts';
import { createIdSource, type NewEvent } from '../../src/kernel/index.ts';
import { openConversation } from '../../src/memory/index.ts';
import { nameOf } from '../load.ts';
import { type Block, copied } from './blocks.ts';
import { type Recorded, TOLD } from './record.ts';

export interface Growing {
  /** The log shall have about as many entries. */
  readonly events: number;
  /** At most as many customers, one for ten events, added all the time. */
  readonly customers: number;
  /** When the last of it was done, in epoch milliseconds. */
  readonly end: number;
}

/** What is in a home that has grown. */
export interface Grown {
  readonly events: number;
  readonly customers: number;
  /** Messages that came in and went out. */
  readonly messages: number;
  /** Local dates (UTC) that had a full day's work: the first and the last. */
  readonly firstDay: string;
  readonly lastDay: string;
  /** Of the middle of its time: a message that came in, an effect, and a customer. */
  readonly message: string;
  readonly effect: string;
  readonly customer: string;
}

/** A busy day: some three hundred messages that came in. */
const EVENTS_A_DAY = 2_000;
const DAY_MS = 86_400_000;
const CONVERSATIONS = 50;
const BLOCKS_A_COMMIT = 40;
/** A customer for so many events, until there are as many as there may be. */
const EVENTS_A_CUSTOMER = 10;

/**
 * Fills a home that a server has left with copies of what one did, under ids, names and times of their own, through the
 * log's own code: `mainstay verify` accepts it.
 */
export async function grow(home: string, recorded: Recorded, growing: Growing): Promise<Grown> {
  const store = await openSqliteStore({ home, collections, migrations });
  const anchor = createFileAnchor(home);
  const keys = await readKeys(home, { apiToken: undefined, masterKey: undefined });
  const salt = () => randomBytes(16).toString('base64url');
  const log = await openEventLog({ store, anchor, key: keys.anchor, salt });
  const units = createUnits(store, log);
  const plan = createPlan(recorded, growing, log.head().sequence);
  let messages = 0;
  while (log.head().sequence < growing.events) {
    const unit = units.open();
    const conversations = new Set<string>();
    for (let block = 0; block < BLOCKS_A_COMMIT; block += 1) {
      const { events, documents, conversation, at } = plan.next();
      if (!conversations.has(conversation)) openConversation(unit, conversation, new Date(at).toISOString());
      conversations.add(conversation);
      for (const { collection, document } of documents) unit.insert(collection, document);
      for (const event of events) unit.emit(event);
      messages += documents.filter(isSaid).length;
    }
    const result = await unit.commit();
    if (!result.ok) throw new Error(`A copy does not fit: ${JSON.stringify(result)}`);
  }
  await saveCursor(store, 'turns', log.head().sequence);
  await log.anchor();
  await store.close();
  return { ...plan.told(), events: log.head().sequence, messages };
}

/** A message of the operator's; what it led to is what it costs. */
function isSaid({ collection, document }: Block['documents'][number]): boolean {
  return collection === 'messages' && document.index['direction'] === 'in';
}

/** Which block comes next, whose it is and when it was. */
function createPlan(recorded: Recorded, { events: wanted, customers: most, end }: Growing, present: number) {
  const begin = end - ((wanted - present) / EVENTS_A_DAY) * DAY_MS;
  const customers: { readonly id: string; readonly name: string }[] = [];
  const enough = Math.min(most, Math.floor(wanted / EVENTS_A_CUSTOMER));
  let copies = 0;
  let told = 0;
  let middle = { message: '', effect: '', customer: '' };

  function aboutWhom(block: Block): ReadonlyMap<string, string> {
    const number = 100_000 + copies;
    const name = block === recorded.addition ? `${nameOf(customers.length)} ${nameOf(number)}` : undefined;
    const customer = name === undefined ? customers[(copies * 7919) % customers.length] : undefined;
    const called = name ?? customer?.name ?? TOLD.name;
    return new Map([
      ...(customer ? [[recorded.customer, customer.id] as const] : []),
      [TOLD.name, called],
      [TOLD.email, `${called.toLowerCase().replace(' ', '.')}@example.com`],
      [`Hi ${TOLD.first},`, `Hi ${called.split(' ')[0] ?? ''},`],
      [TOLD.number, `2026-${number}`],
    ]);
  }

  return {
    next: () => {
      const isNew =
        customers.length <= enough * Math.min(1, told / (wanted - present)) && customers.length < enough;
      const block = isNew ? recorded.addition : recorded.work;
      const at = Math.floor(begin + (told / EVENTS_A_DAY) * DAY_MS);
      const conversation = copies % 4 === 0 ? 'main' : `grown-${copies % CONVERSATIONS}`;
      const as = aboutWhom(block);
      const ids = (time: number) => createIdSource({ now: () => time }, (bytes) => randomBytes(bytes));
      const copy = copied(block, { at, conversation, as, ids });
      if (isNew) {
        customers.push({ id: copy.idOf(recorded.customer), name: as.get(TOLD.name) ?? '' });
      }
      if (!isNew && told < (wanted - present) / 2) middle = middleOf(copy.events, as.get(recorded.customer));
      copies += 1;
      told += block.events.length;
      return { ...copy, conversation, at };
    },
    told: () => ({
      ...middle,
      customers: customers.length,
      firstDay: dayAfter(begin),
      lastDay: dayAfter(end - 2 * DAY_MS),
    }),
  };
}

function middleOf(events: readonly NewEvent[], customer = '') {
  const idOf = (type: NewEvent['type']) => events.find((event) => event.type === type)?.subject ?? '';
  return { message: idOf('message.received'), effect: idOf('effect.saved'), customer };
}

/** The first whole day after the time, in UTC. */
function dayAfter(time: number): string {
  return new Date(time + DAY_MS).toISOString().slice(0, 10);
}
