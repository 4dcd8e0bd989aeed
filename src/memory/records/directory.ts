import { type Event, foldedName, formatMoney, moneySchema } from '../../kernel/index.ts';
import type { Store } from '../../ports/index.ts';
import { isPractised } from '../settings/numbering.ts';
import { isRecordKind, type RecordKind } from './kinds.ts';
import { createNameOrder, type Named, type NameOrder } from './name-order.ts';
import { records } from './records.ts';

/** What is needed to know a record by what it is called. */
export interface NamedRecord {
  readonly id: string;
  /** A person's name, a paper's number, a task's words. */
  readonly name: string;
  /** Other words that mean it: an invoice is also known by its customer. */
  readonly also?: readonly string[];
  readonly email?: string;
  readonly status?: string;
  /** What tells it from others of that kind, in a choice: “$1,200.00”. */
  readonly detail?: string;
  readonly version: number;
}

/** Names kept in memory, since names are never searched for in the store. */
export interface Directory {
  /**
   * The records of a kind, oldest first; only those in one of these states, where any is named. Papers that were made
   * for practice are among them only where `practised` says so.
   */
  all(
    kind: string,
    status?: readonly string[],
    options?: { readonly practised: boolean },
  ): readonly NamedRecord[];
  /** The records of a kind that have this very name, in whatever letters and spaces, oldest first. */
  called(kind: string, name: string): readonly NamedRecord[];
  /** The records of a kind in the order of their names, from behind a name and id on. */
  inOrder(kind: string, after?: Named): readonly NamedRecord[];
  /** Keeps up with the log; called with every event as it is committed. */
  apply(event: Event): void;
}

/** The fields of a record from which it is known. */
type Known = Readonly<Record<string, unknown>>;

interface Entry {
  readonly kind: RecordKind;
  readonly version: number;
  readonly fields: Known;
}

const FIELDS = ['name', 'email', 'number', 'title', 'status', 'customer', 'total'] as const;

/** Which field names a record of each kind; a note has no name. */
const NAMED_BY: Readonly<Record<RecordKind, (typeof FIELDS)[number] | undefined>> = {
  customer: 'name',
  invoice: 'number',
  quote: 'number',
  credit: 'number',
  task: 'title',
  note: undefined,
  contract: 'title',
};

const MIN_LETTERS = 4;

/** Reads what every record is called once. */
export async function openDirectory(store: Store): Promise<Directory> {
  const entries = new Map<string, Entry>();
  // Notes have no name, and are too many to be read for nothing.
  for await (const { id, body } of records.scan(store, { where: { deleted: 0, kind: { not: 'note' } } }))
    entries.set(id, { kind: body.kind, version: body.version, fields: picked(body.data) });
  const names = new Map<string, Map<string, NamedRecord>>();
  const namesakes = createNamesakes();
  const orders = new Map<string, NameOrder<NamedRecord>>();
  const name = (id: string, kind: RecordKind) => {
    const ofKind = names.get(kind) ?? new Map<string, NamedRecord>();
    names.set(kind, ofKind);
    const before = ofKind.get(id);
    namesakes.remove(kind, before);
    if (before) orders.get(kind)?.remove(before);
    const entry = entries.get(id);
    if (!entry) return void ofKind.delete(id);
    const record = named(id, entry, entries);
    ofKind.set(id, record);
    namesakes.add(kind, record);
    orders.get(kind)?.add(record);
  };
  for (const [id, { kind }] of entries) name(id, kind);
  const lists = new Map<string, readonly NamedRecord[]>();
  return {
    all: (kind, status, { practised } = { practised: false }) => {
      const key = `${kind} ${practised ? 'practised ' : ''}${status?.join(' ') ?? ''}`;
      const known = lists.get(key);
      if (known) return known;
      const all = [...(names.get(kind)?.values() ?? [])].filter(
        ({ name: number }) => practised || !isPaper(kind) || !isPractised({ number }),
      );
      const list = status ? all.filter((record) => status.some((one) => one === record.status)) : all;
      lists.set(key, list);
      return list;
    },
    called: (kind, wanted) => namesakes.find(kind, wanted).flatMap((id) => names.get(kind)?.get(id) ?? []),
    inOrder: (kind, after) => {
      const order = orders.get(kind) ?? createNameOrder(names.get(kind)?.values() ?? []);
      orders.set(kind, order);
      return order.after(after);
    },
    apply: (event) => {
      const touched = applyTo(entries, event);
      if (!touched) return;
      // A customer's name is a part of what their papers are called.
      const papers = touched.isNew || touched.kind !== 'customer' ? [] : papersOf(touched.id, entries);
      name(touched.id, touched.kind);
      for (const [id, { kind }] of papers) name(id, kind);
      for (const key of lists.keys())
        if (papers.length > 0 || key.startsWith(`${touched.kind} `)) lists.delete(key);
    },
  };
}

function isPaper(kind: string): boolean {
  return isRecordKind(kind) && NAMED_BY[kind] === 'number';
}

/** The ids of the records that have one name, so that thousands are not looked through for each that is added. */
function createNamesakes() {
  const ids = new Map<string, Set<string>>();
  const keyOf = (kind: string, name: string) => `${kind} ${foldedName(name)}`;
  return {
    // Ids follow the time at which they were given.
    find: (kind: string, name: string): readonly string[] =>
      [...(ids.get(keyOf(kind, name)) ?? [])].toSorted(),
    add: (kind: string, { id, name }: NamedRecord) => {
      const key = keyOf(kind, name);
      ids.set(key, (ids.get(key) ?? new Set()).add(id));
    },
    remove: (kind: string, record: NamedRecord | undefined) => {
      if (!record) return;
      const key = keyOf(kind, record.name);
      const left = ids.get(key);
      left?.delete(record.id);
      if (left?.size === 0) ids.delete(key);
    },
  };
}

function papersOf(
  customer: string,
  entries: ReadonlyMap<string, Entry>,
): readonly (readonly [id: string, entry: Entry])[] {
  return [...entries].filter(([, { fields }]) => fields['customer'] === customer);
}

/** The record whose name an event may have changed. */
interface Touched {
  readonly id: string;
  readonly kind: RecordKind;
  readonly isNew: boolean;
}

/** Keeps what the event changed. */
function applyTo(entries: Map<string, Entry>, event: Event): Touched | undefined {
  if (event.type === 'record.deleted') {
    const { id } = event.data;
    const kind = entries.get(id)?.kind;
    entries.delete(id);
    return kind && { id, kind, isNew: false };
  }
  if (event.type !== 'record.created' && event.type !== 'record.changed') return undefined;
  const { kind, id, version, changes } = event.data;
  if (!isRecordKind(kind) || !NAMED_BY[kind]) return undefined;
  const before = entries.get(id)?.fields;
  const changed = Object.fromEntries(changes.map(({ field, to }) => [field, to]));
  entries.set(id, { kind, version, fields: picked({ ...before, ...changed }) });
  return { id, kind, isNew: before === undefined };
}

function named(
  id: string,
  { kind, version, fields }: Entry,
  entries: ReadonlyMap<string, Entry>,
): NamedRecord {
  const { email, status, customer } = fields;
  const owner = typeof customer === 'string' ? entries.get(customer)?.fields['name'] : undefined;
  const name = fields[NAMED_BY[kind] ?? ''];
  const also = [
    ...(typeof owner === 'string' ? [owner] : []),
    ...(kind === 'task' && typeof name === 'string' ? tellingWords(name) : []),
  ];
  const detail = detailOf(fields);
  return {
    id,
    name: typeof name === 'string' ? name : '',
    version,
    ...(typeof email === 'string' ? { email } : {}),
    ...(typeof status === 'string' ? { status } : {}),
    ...(also.length > 0 ? { also } : {}),
    ...(detail === undefined ? {} : { detail }),
  };
}

/** “send slides to Ben” is known by “slides”: its first word says what is done, short ones say little. */
function tellingWords(title: string): readonly string[] {
  return title.split(/[^\p{L}\p{N}]+/u).filter((word, place) => place > 0 && word.length >= MIN_LETTERS);
}

function detailOf({ total }: Known): string | undefined {
  if (total === undefined) return undefined;
  const money = moneySchema.safeParse(total);
  return money.success ? formatMoney(money.data) : undefined;
}

function picked(data: object): Known {
  const fields: Record<string, unknown> = {};
  for (const field of FIELDS) {
    const value: unknown = Object.hasOwn(data, field) ? Reflect.get(data, field) : undefined;
    if (value !== undefined && value !== null) fields[field] = value;
  }
  return fields;
}
