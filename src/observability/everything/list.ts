import { effects } from '../../effects/index.ts';
import type { JsonCollection, Stored } from '../../events/index.ts';
import { dateAt, MainstayError } from '../../kernel/index.ts';
import { type BusinessRecord, records } from '../../memory/index.ts';
import { schedules } from '../../orchestrator/index.ts';
import type { Query, Store } from '../../ports/index.ts';
import { type Entry, effectEntry, type Reader, recipientOf, recordEntry, reminderEntry } from './entry.ts';
import * as order from './order.ts';

/** What the list may be narrowed to. */
type Filter = 'all' | 'people' | 'invoices' | 'tasks' | 'mails' | 'log';

interface EverythingQuestion {
  readonly filter: Filter;
  /** Words that all have to occur; empty finds everything. */
  readonly search: string;
  readonly limit: number;
  /** The `next` of the page before. */
  readonly after?: string;
}

export interface EntryPage {
  readonly items: readonly Entry[];
  readonly next: string | null;
}

const KINDS: Readonly<Record<Filter, readonly BusinessRecord['kind'][]>> = {
  all: ['customer', 'invoice', 'quote', 'credit', 'task', 'note', 'contract'],
  people: ['customer'],
  invoices: ['invoice', 'quote', 'credit'],
  tasks: ['task', 'note', 'contract'],
  mails: [],
  log: [],
};
const WITH_REMINDERS: ReadonlySet<Filter> = new Set(['all', 'tasks']);
const WITH_EFFECTS: ReadonlySet<Filter> = new Set(['all', 'mails', 'log']);
/** A search that finds little stops here, and goes on where it stopped when more is asked for. */
const MOST_LOOKED_AT = 5_000;

/** Lists that are not the newest first, which are read whole before they are put in order. */
const ORDERS: Readonly<Partial<Record<Filter, typeof order.byDue>>> = {
  people: order.byName,
  tasks: order.byDue,
};

/** Something found; its words are made for what is shown or searched only, since that takes longer than to find it. */
interface Found {
  readonly at: string;
  readonly entry: () => Entry;
  /** What may be searched beside the entry's own words. */
  readonly words: () => string;
  readonly standing: () => order.Standing;
}

/**
 * Everything: records, reminders and what leaves; the log is all that was done. People come by name, and tasks by when
 * they are due; all else the newest first.
 */
export async function listEverything(
  store: Store,
  question: EverythingQuestion,
  reader: Reader,
): Promise<EntryPage> {
  const compare = ORDERS[question.filter];
  return compare ? inOrder(store, { ...question, compare }, reader) : newestFirst(store, question, reader);
}

async function inOrder(
  store: Store,
  { filter, search, limit, after, compare }: EverythingQuestion & { readonly compare: typeof order.byDue },
  reader: Reader,
): Promise<EntryPage> {
  const before = after === undefined ? undefined : order.standingOf(after);
  const words = wordsOf(search);
  const found: { readonly one: Found; readonly standing: order.Standing }[] = [];
  for (const source of sourcesOf(store, filter, { reader, before: undefined }))
    for await (const one of source) if (hasAll(one, words)) found.push({ one, standing: one.standing() });
  const left = found
    .filter(({ standing }) => !before || compare(standing, before) > 0)
    .toSorted((one, other) => compare(one.standing, other.standing));
  const page = left.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(({ one }) => one.entry()),
    next: last && left.length > limit ? order.cursorOf(last.standing) : null,
  };
}

async function newestFirst(
  store: Store,
  { filter, search, limit, after }: EverythingQuestion,
  reader: Reader,
): Promise<EntryPage> {
  const before = after === undefined ? undefined : placeOf(after);
  const words = wordsOf(search);
  const items: Entry[] = [];
  let looked = 0;
  let place: Place = before ?? { at: '', given: 0 };
  let skipped = 0;
  for await (const one of merged(sourcesOf(store, filter, { reader, before }))) {
    if (one.at === before?.at && skipped < before.given) {
      skipped += 1;
      continue;
    }
    if (items.length === limit || looked === MOST_LOOKED_AT) return { items, next: cursorOf(place) };
    looked += 1;
    place = { at: one.at, given: one.at === place.at ? place.given + 1 : 1 };
    if (hasAll(one, words)) items.push(one.entry());
  }
  return { items, next: null };
}

/** Where a page ended: the time of its last entry, and how many of that very time it had given. */
interface Place {
  readonly at: string;
  readonly given: number;
}

function cursorOf({ at, given }: Place): string {
  return `${at} ${given}`;
}

function placeOf(cursor: string): Place {
  const [, at, given] = /^(\d{4}-[\d-]+T[\d:.]+Z) (\d{1,6})$/.exec(cursor) ?? [];
  if (at === undefined) throw new MainstayError('CURSOR_INVALID', { values: { cursor } });
  return { at, given: Number(given) };
}

interface Reading {
  readonly reader: Reader;
  readonly before: Place | undefined;
}

function sourcesOf(store: Store, filter: Filter, reading: Reading): AsyncIterable<Found>[] {
  return [
    ...KINDS[filter].map((kind) => recordsOf(store, kind, reading)),
    ...(WITH_REMINDERS.has(filter) ? [remindersOf(store, reading)] : []),
    ...(WITH_EFFECTS.has(filter) ? [effectsOf(store, filter, reading)] : []),
  ];
}

async function* recordsOf(
  store: Store,
  kind: BusinessRecord['kind'],
  { reader, before }: Reading,
): AsyncIterable<Found> {
  const today = dateAt(reader.now, reader.home);
  const upTo = before ? { createdAt: { lte: before.at } } : {};
  const query = { where: { kind, deleted: 0, ...upTo }, sort: newestBy('createdAt') };
  for await (const record of inTurn(records, store, query)) {
    yield {
      at: record.body.createdAt,
      entry: () => recordEntry(record, today),
      words: () => valuesOf(record.body.data),
      standing: () => order.recordStanding(record),
    };
  }
}

async function* remindersOf(store: Store, { reader, before }: Reading): AsyncIterable<Found> {
  const upTo = before ? { createdAt: { lte: before.at } } : {};
  const query = { where: { of: 'reminder', ...upTo }, sort: newestBy('createdAt') };
  for await (const schedule of inTurn(schedules, store, query)) {
    yield {
      at: schedule.body.createdAt,
      entry: () => reminderEntry(schedule, reader),
      words: () => '',
      standing: () => order.reminderStanding(schedule, reader.zone),
    };
  }
}

async function* effectsOf(store: Store, filter: Filter, { before }: Reading): AsyncIterable<Found> {
  // The index goes on behind the time with what tells ties apart, which sorts below “~”.
  const where = before ? { at: { lte: `${before.at}~` } } : {};
  for await (const effect of inTurn(effects, store, { where, sort: newestBy('at') })) {
    if (filter !== 'log' && recipientOf(effect.body) === '') continue;
    const { plannedAt, command } = effect.body;
    yield {
      at: plannedAt,
      entry: () => effectEntry(effect),
      words: () => valuesOf(command.input),
      standing: () => order.effectStanding(effect),
    };
  }
}

function newestBy(field: string): NonNullable<Query['sort']> {
  return { field, direction: 'desc' };
}

const FIRST_PAGE = 60;
const LATER_PAGE = 500;

/** A small page first, since most lists are not read further; then large ones. */
async function* inTurn<T>(
  collection: JsonCollection<T>,
  store: Store,
  query: Omit<Query, 'limit' | 'after'>,
): AsyncIterable<Stored<T>> {
  let after: string | undefined;
  let limit = FIRST_PAGE;
  do {
    const page = await collection.page(store, { ...query, limit, ...(after === undefined ? {} : { after }) });
    yield* page.items;
    after = page.next ?? undefined;
    limit = LATER_PAGE;
  } while (after !== undefined);
}

/** Several lists that each begin with the newest, as one. */
async function* merged(sources: readonly AsyncIterable<Found>[]): AsyncIterable<Found> {
  const readers = sources.map((source) => source[Symbol.asyncIterator]());
  const heads = await Promise.all(readers.map((one) => one.next()));
  for (;;) {
    let first = -1;
    heads.forEach((head, place) => {
      const other = first === -1 ? undefined : heads[first];
      if (!head.done && (!other || other.done || other.value.at < head.value.at)) first = place;
    });
    const head = heads[first];
    const reader = readers[first];
    if (!head || head.done || !reader) return;
    yield head.value;
    heads[first] = await reader.next();
  }
}

/** Every text in it, at any depth. */
function valuesOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return typeof value === 'object' && value !== null ? Object.values(value).map(valuesOf).join(' ') : '';
}

function hasAll({ entry, words: others }: Found, words: readonly string[]): boolean {
  if (words.length === 0) return true;
  const { title, detail, state } = entry();
  const haystack = folded([title, detail, state, others()].join(' '));
  return words.every((word) => haystack.includes(word));
}

function wordsOf(search: string): readonly string[] {
  return folded(search).split(/\s+/).filter(Boolean);
}

function folded(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
}
