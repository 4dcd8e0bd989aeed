import type { Event } from '../../kernel/index.ts';
import type { Store } from '../../ports/index.ts';
import { records } from './records.ts';

/** What is needed to know a record by its name. */
export interface NamedRecord {
  readonly id: string;
  readonly name: string;
  readonly email?: string;
  readonly version: number;
}

/** Names kept in memory, since names are never searched for in the store. */
export interface Directory {
  all(kind: string): readonly NamedRecord[];
  /** Keeps up with the log; called with every event as it is committed. */
  apply(event: Event): void;
}

/** Reads every customer's name once. */
export async function openDirectory(store: Store): Promise<Directory> {
  const named = new Map<string, NamedRecord>();
  let list: readonly NamedRecord[] | undefined;
  for await (const record of customersOf(store)) named.set(record.id, record);
  return {
    all: (kind) => {
      if (kind !== 'customer') return [];
      list ??= [...named.values()];
      return list;
    },
    apply: (event) => {
      if (applyTo(named, event)) list = undefined;
    },
  };
}

function applyTo(named: Map<string, NamedRecord>, event: Event): boolean {
  if (event.type === 'record.deleted') return named.delete(event.data.id);
  if (event.type !== 'record.created' && event.type !== 'record.changed') return false;
  const { kind, id, version, changes } = event.data;
  if (kind !== 'customer') return false;
  const changed = new Map(changes.map((change) => [change.field, change.to]));
  const before = named.get(id);
  const name = changed.get('name') ?? before?.name;
  const email = changed.has('email') ? changed.get('email') : before?.email;
  if (typeof name !== 'string') return false;
  named.set(id, { id, name, version, ...(typeof email === 'string' ? { email } : {}) });
  return true;
}

async function* customersOf(store: Store): AsyncIterable<NamedRecord> {
  for await (const { id, body } of records.scan(store, { where: { kind: 'customer', deleted: 0 } })) {
    if (!('name' in body.data)) continue;
    const { name, email } = body.data;
    yield { id, name, version: body.version, ...(email === undefined ? {} : { email }) };
  }
}
