import { effects } from '../../effects/index.ts';
import type { JsonCollection, Stored } from '../../events/index.ts';
import { dateAt } from '../../kernel/index.ts';
import { type BusinessRecord, records } from '../../memory/index.ts';
import { schedules } from '../../orchestrator/index.ts';
import type { Query, Store } from '../../ports/index.ts';
import { type Entry, effectEntry, type Reader, recipientOf, recordEntry, reminderEntry } from './entry.ts';
import * as order from './order.ts';

/** Something found; its words are made for what is shown or searched only, since that takes longer than to find it. */
export interface Found {
  readonly id: string;
  readonly at: string;
  readonly entry: () => Entry;
  /** What may be searched beside the entry's own words. */
  readonly words: () => string;
  readonly standing: () => order.Standing;
}

/** Who reads, and up to which time: what is newer is left out. */
export interface Reading {
  readonly reader: Reader;
  readonly upTo?: string | undefined;
}

/** The records of a kind, in one state where it is named, the newest first. */
export async function* recordsOf(
  store: Store,
  { kind, status }: { readonly kind: BusinessRecord['kind']; readonly status?: string },
  { reader, upTo }: Reading,
): AsyncIterable<Found> {
  const where = { kind, deleted: 0, ...(status === undefined ? {} : { status }), ...created(upTo) };
  for await (const record of inTurn(records, store, { where, sort: newestBy('createdAt') }))
    yield foundRecord(record, reader);
}

export function foundRecord(record: Stored<BusinessRecord>, reader: Reader): Found {
  return {
    id: record.id,
    at: record.body.createdAt,
    entry: () => recordEntry(record, dateAt(reader.now, reader.home)),
    words: () => valuesOf(record.body.data),
    standing: () => order.recordStanding(record),
  };
}

/** The operator's reminders, the newest first. */
export async function* remindersOf(store: Store, { reader, upTo }: Reading): AsyncIterable<Found> {
  const query = { where: { of: 'reminder', ...created(upTo) }, sort: newestBy('createdAt') };
  for await (const schedule of inTurn(schedules, store, query)) {
    yield {
      id: schedule.id,
      at: schedule.body.createdAt,
      entry: () => reminderEntry(schedule, reader),
      words: () => '',
      standing: () => order.reminderStanding(schedule, reader.zone),
    };
  }
}

/** What was carried out or shall be, the newest first: all of it, or what has a recipient. */
export async function* effectsOf(
  store: Store,
  { all }: { readonly all: boolean },
  { upTo }: Reading,
): AsyncIterable<Found> {
  // The index goes on behind the time with what tells ties apart, which sorts below “~”.
  const where = upTo === undefined ? {} : { at: { lte: `${upTo}~` } };
  for await (const effect of inTurn(effects, store, { where, sort: newestBy('at') })) {
    if (!all && recipientOf(effect.body) === '') continue;
    const { plannedAt, command } = effect.body;
    yield {
      id: effect.id,
      at: plannedAt,
      entry: () => effectEntry(effect),
      words: () => valuesOf(command.input),
      standing: () => order.effectStanding(effect),
    };
  }
}

function created(upTo: string | undefined): NonNullable<Query['where']> {
  return upTo === undefined ? {} : { createdAt: { lte: upTo } };
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

/** Several lists that each begin with the newest, as one; of one moment, what stands in the list named first comes first. */
export async function* merged(
  sources: readonly AsyncIterable<Found>[],
  isBefore: (one: Found, other: Found) => boolean = isNewer,
): AsyncIterable<Found> {
  const readers = sources.map((source) => source[Symbol.asyncIterator]());
  const heads = await Promise.all(readers.map((one) => one.next()));
  for (;;) {
    let first = -1;
    heads.forEach((head, place) => {
      const other = first === -1 ? undefined : heads[first];
      if (!head.done && (!other || other.done || isBefore(head.value, other.value))) first = place;
    });
    const head = heads[first];
    const reader = readers[first];
    if (!head || head.done || !reader) return;
    yield head.value;
    heads[first] = await reader.next();
  }
}

function isNewer(one: Found, other: Found): boolean {
  return one.at > other.at;
}

/** Every text in it, at any depth. */
function valuesOf(value: unknown): string {
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return typeof value === 'object' && value !== null ? Object.values(value).map(valuesOf).join(' ') : '';
}
