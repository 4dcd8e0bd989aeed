import { MainstayError } from '../../kernel/index.ts';
import { type BusinessRecord, type Directory, readRecord } from '../../memory/index.ts';
import type { Store } from '../../ports/index.ts';
import { dueFrom } from './due.ts';
import type { Entry, Reader } from './entry.ts';
import * as order from './order.ts';
import {
  effectsOf,
  type Found,
  foundRecord,
  merged,
  type Reading,
  recordsOf,
  remindersOf,
} from './sources.ts';

/** What the list may be narrowed to. */
type Filter = Newest | 'people' | 'tasks';
/** What comes with the newest first. */
type Newest = 'all' | 'invoices' | 'mails' | 'log';

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

export interface EverythingSources {
  readonly store: Store;
  /** Knows people in the order of their names. */
  readonly directory: Pick<Directory, 'inOrder'>;
}

const KINDS: Readonly<Record<Newest, readonly BusinessRecord['kind'][]>> = {
  all: ['customer', 'invoice', 'quote', 'credit', 'task', 'note', 'contract'],
  invoices: ['invoice', 'quote', 'credit'],
  mails: [],
  log: [],
};
/** A search that finds little stops here, and goes on where it stopped when more is asked for. */
const MOST_LOOKED_AT = 5_000;

/**
 * Everything: records, reminders and what leaves; the log is all that was done. People come by name, and tasks by when
 * they are due; all else the newest first.
 */
export async function listEverything(
  sources: EverythingSources,
  question: EverythingQuestion,
  reader: Reader,
): Promise<EntryPage> {
  const { filter, after } = question;
  if (filter !== 'people' && filter !== 'tasks')
    return newestFirst(sources.store, { ...question, filter }, reader);
  const before = after === undefined ? undefined : order.standingOf(after);
  const found =
    filter === 'people' ? peopleFrom(sources, reader, before) : dueFrom(sources.store, reader, before);
  return inOrder(found, question);
}

async function* peopleFrom(
  { store, directory }: EverythingSources,
  reader: Reader,
  before: order.Standing | undefined,
): AsyncIterable<Found> {
  for (const { id } of directory.inOrder('customer', before)) {
    const record = await readRecord(store, 'customer', id);
    if (record) yield foundRecord(record, reader);
  }
}

/** Of a list that is in its order already and begins behind the page before. */
async function inOrder(
  found: AsyncIterable<Found>,
  { search, limit }: Pick<EverythingQuestion, 'search' | 'limit'>,
): Promise<EntryPage> {
  const words = wordsOf(search);
  const items: Found[] = [];
  for await (const one of found) {
    if (!hasAll(one, words)) continue;
    const last = items.at(-1);
    if (items.length === limit && last)
      return { items: items.map(({ entry }) => entry()), next: order.cursorOf(last.standing()) };
    items.push(one);
  }
  return { items: items.map(({ entry }) => entry()), next: null };
}

async function newestFirst(
  store: Store,
  { filter, search, limit, after }: EverythingQuestion & { readonly filter: Newest },
  reader: Reader,
): Promise<EntryPage> {
  const before = after === undefined ? undefined : placeOf(after);
  const words = wordsOf(search);
  const items: Entry[] = [];
  let looked = 0;
  let place: Place = before ?? { at: '', given: 0 };
  let skipped = 0;
  for await (const one of merged(sourcesOf(store, filter, { reader, upTo: before?.at }))) {
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

function sourcesOf(store: Store, filter: Newest, reading: Reading): AsyncIterable<Found>[] {
  const isAll = filter === 'all';
  return [
    ...KINDS[filter].map((kind) => recordsOf(store, { kind }, reading)),
    ...(isAll ? [remindersOf(store, reading)] : []),
    ...(isAll || filter === 'mails' || filter === 'log'
      ? [effectsOf(store, { all: filter === 'log' }, reading)]
      : []),
  ];
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
