import { type Effect, readEffect } from '../../effects/index.ts';
import type { EventLog, Stored } from '../../events/index.ts';
import { dateAt, formatMoney, MainstayError, shownDate } from '../../kernel/index.ts';
import {
  type BusinessRecord,
  type Contract,
  fieldTitle,
  type Invoice,
  lastNoticeDay,
  RECORD_KINDS,
  records,
} from '../../memory/index.ts';
import { type Schedule, schedules } from '../../orchestrator/index.ts';
import type { Store } from '../../ports/index.ts';
import { type Entry, effectEntry, type Reader, recipientOf, recordEntry, reminderEntry } from './entry.ts';
import { type HistoryLine, historyOf } from './history.ts';
import { fieldText } from './value-text.ts';

export interface Fact {
  readonly label: string;
  readonly text: string;
}

/** One thing with all that is known of it. */
export interface Item extends Entry {
  readonly facts: readonly Fact[];
  /** What was written: a note, a mail. */
  readonly text?: string;
  readonly files: readonly { readonly id: string; readonly name: string }[];
  /** The card that decided it. */
  readonly suggestionId?: string;
  readonly related: readonly Entry[];
  /** The newest first. */
  readonly history: readonly HistoryLine[];
}

export interface ItemSources {
  readonly store: Store;
  readonly log: EventLog;
}

/** Throws NOT_FOUND. */
export async function readItem(sources: ItemSources, id: string, reader: Reader): Promise<Item> {
  const record = await records.read(sources.store, id);
  if (record && record.body.deletedAt === null) return recordItem(sources, record, reader);
  const schedule = await schedules.read(sources.store, id);
  if (schedule?.body.of === 'reminder') return reminderItem(sources, schedule, reader);
  const effect = await readEffect(sources.store, id);
  if (effect) return effectItem(sources, effect);
  throw new MainstayError('NOT_FOUND', { values: { kind: 'item', id } });
}

async function recordItem(
  { store, log }: ItemSources,
  record: Stored<BusinessRecord>,
  reader: Reader,
): Promise<Item> {
  const { kind, data } = record.body;
  const today = dateAt(reader.now, reader.home);
  const written = 'text' in data ? data.text : 'terms' in data ? data.terms : undefined;
  const isPaper = 'buyer' in data;
  return {
    ...recordEntry(record, today),
    facts: factsOf(record.body, today),
    ...(written === undefined ? {} : { text: written }),
    files: isPaper ? [{ id: `pdf_${record.id}`, name: `${kind}-${data.number}.pdf` }] : [],
    related: await relatedTo(store, record, today),
    history: await historyOf({ store, log }, record.id),
  };
}

/** The customer of what is theirs, and all that is a customer's. */
async function relatedTo(
  store: Store,
  { id, body: { kind, data } }: Stored<BusinessRecord>,
  today: string,
): Promise<readonly Entry[]> {
  const customer = 'customer' in data ? data.customer : undefined;
  const theirs = customer === undefined ? undefined : await records.read(store, customer);
  if (theirs && theirs.body.deletedAt === null) return [recordEntry(theirs, today)];
  if (kind !== 'customer') return [];
  const { items } = await records.page(store, { where: { customer: id, deleted: 0 }, limit: 200 });
  return items.map((item) => recordEntry(item, today)).toSorted((one, other) => (one.at < other.at ? 1 : -1));
}

async function reminderItem(
  { store, log }: ItemSources,
  schedule: Stored<Schedule>,
  reader: Reader,
): Promise<Item> {
  const { when, zone } = schedule.body;
  return {
    ...reminderEntry(schedule, reader),
    facts: [
      { label: 'When', text: when },
      { label: 'By the clock of', text: zone === 'here' ? 'where you are' : zone },
    ],
    files: [],
    related: [],
    history: await historyOf({ store, log }, schedule.id),
  };
}

async function effectItem({ store, log }: ItemSources, effect: Stored<Effect>): Promise<Item> {
  const { command, suggestion, error, note } = effect.body;
  const { subject, body, attach } = command.input;
  const facts = [
    ['To', recipientOf(effect.body)],
    ['Subject', subject],
    ['Note', note],
    ['Problem', error?.message],
  ] as const;
  return {
    ...effectEntry(effect),
    facts: facts.flatMap(([label, text]) =>
      typeof text === 'string' && text !== '' ? [{ label, text }] : [],
    ),
    ...(typeof body === 'string' ? { text: body } : {}),
    files: typeof attach === 'string' ? [{ id: attach, name: 'attachment.pdf' }] : [],
    ...(suggestion === null ? {} : { suggestionId: suggestion }),
    related: [],
    history: await historyOf({ store, log }, effect.id),
  };
}

/** Fields that are shown in words of their own, or are of no use to a reader. */
const UNSHOWN = new Set([
  'number',
  'seller',
  'buyer',

  'customer',
  'text',
  'terms',
  'paper',
  'status',
  'invoice',
  'chased',
  'reminded',
  'taxes',
]);

/** In the order in which the kind names its fields. */
function factsOf({ kind, data }: BusinessRecord, today: string): readonly Fact[] {
  const values: Readonly<Record<string, unknown>> = { ...data };
  return Object.keys(RECORD_KINDS[kind].schema.shape).flatMap((field) => {
    const text = UNSHOWN.has(field)
      ? ''
      : field === 'lines' && 'lines' in data
        ? data.lines.map(lineText).join('\n')
        : fieldText(field, values[field], today);
    const by = field === 'notice' && 'noticeDays' in data ? lastDayText(data, today) : '';
    return text === '' ? [] : [{ label: fieldTitle(kind, field), text: `${text}${by}` }];
  });
}

/** `, by Thu 30 Sep 2027`, where the last day for giving notice follows from the end. */
function lastDayText(contract: Contract, today: string): string {
  const last = lastNoticeDay(contract);
  return last === undefined || last === contract.notice ? '' : `, by ${shownDate(last, today)}`;
}

/** `landing page, $1,200.00, tax 19%` */
function lineText({ description, amount, taxRate }: Invoice['lines'][number]): string {
  return `${description}, ${formatMoney(amount)}, tax ${taxRate}%`;
}
