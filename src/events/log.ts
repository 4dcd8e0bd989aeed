import { type Event, mac, type NewEvent } from '../kernel/index.ts';
import type { Anchor, Condition, Operation, Store } from '../ports/index.ts';
import { EMPTY_HEAD, type Head } from './chain.ts';
import type { Stored } from './collection.ts';
import { type Entry, eventOf, events, linkEntry } from './entry.ts';

/** Which events: every given part must fit. */
export interface EventFilter {
  readonly type?: string;
  readonly types?: readonly string[];
  readonly subject?: string;
  readonly correlation?: string;
  readonly dedupeKey?: string;
  /** Only events after this place in the log. */
  readonly afterSequence?: number;
  /** ISO times; from is included, to is not. */
  readonly from?: string;
  readonly to?: string;
}

export interface EventPage {
  readonly items: readonly Event[];
  readonly next: string | null;
}

export interface EventLog {
  head(): Head;
  get(id: string): Promise<Event | undefined>;
  /** One page in log order, oldest first unless `newestFirst`. */
  read(
    filter: EventFilter,
    page?: { limit?: number; after?: string; newestFirst?: boolean },
  ): Promise<EventPage>;
  /** Every event that fits, oldest first: a page at a time, or all of a stretch of time at once. */
  scan(filter: EventFilter): AsyncIterable<Event>;
  /**
   * Calls `listener` with every event after `sequence`, in order, each once, first from the store and then as they
   * are committed; an async listener is waited for. Returns a function that ends it.
   */
  subscribe(sequence: number, listener: (event: Event) => void | Promise<void>): () => void;
  /** Writes the head outside the store, if it moved since. */
  anchor(): Promise<void>;
}

/** What the unit of work needs of the log: linking at commit, and telling subscribers after it. */
export interface LogWriter extends EventLog {
  link(staged: readonly NewEvent[]): {
    operations: readonly Operation[];
    events: readonly Event[];
    undo(): void;
  };
  publish(committed: readonly Event[]): void;
}

export interface EventLogOptions {
  readonly store: Store;
  readonly anchor: Anchor;
  /** Signs the anchored head. */
  readonly key: string;
  /** Fresh randomness for the payload's salt. */
  salt(): string;
}

/** Opens the log at its newest entry. */
export async function openEventLog(options: EventLogOptions): Promise<LogWriter> {
  const { store } = options;
  let head = await newestHead(store);
  let anchored = 0;
  const listeners = new Set<(event: Event) => void>();

  function link(staged: readonly NewEvent[]) {
    const before = head;
    let newest = head;
    const entries = staged.map((event) => {
      const entry = linkEntry(newest, event, options.salt());
      newest = { sequence: entry.envelope.sequence, hash: entry.hash };
      return entry;
    });
    head = newest;
    return {
      operations: entries.map(insertion),
      events: entries.map(eventOf),
      undo: () => {
        head = before;
      },
    };
  }

  const log: LogWriter = {
    head: () => head,
    link,
    publish: inOrder(head.sequence, (event) => {
      for (const listener of listeners) listener(event);
    }),
    get: async (id) => {
      const found = await events.read(store, id);
      return found && eventOf(found.body);
    },
    read: (filter, page = {}) => readPage(store, filter, page),
    scan: (filter) => scanEvents(store, filter),
    subscribe: (sequence, listener) => {
      const feed = createFeed(log, sequence, listener);
      listeners.add(feed.offer);
      feed.start();
      return () => {
        listeners.delete(feed.offer);
        feed.stop();
      };
    },
    anchor: async () => {
      const { sequence, hash } = head;
      if (sequence === anchored) return;
      await options.anchor.write({ sequence, hash, mac: headMac(options.key, { sequence, hash }) });
      anchored = sequence;
    },
  };
  return log;
}

/** Proves that a head outside the store was written by the holder of the key. */
export function headMac(key: string, { sequence, hash }: Head): string {
  return mac(key, `head:${sequence}:${hash}`);
}

/** Hands on events by their place in the log, since a store may confirm commits in another order than it made them. */
function inOrder(after: number, hand: (event: Event) => void): (committed: readonly Event[]) => void {
  const early = new Map<number, Event>();
  let position = after;
  return (committed) => {
    for (const event of committed) early.set(event.sequence, event);
    for (let next = early.get(position + 1); next; next = early.get(position + 1)) {
      position = next.sequence;
      early.delete(position);
      hand(next);
    }
  };
}

/** Catches up from the store, then hands on what is offered live, without a gap or a repeat. */
function createFeed(log: EventLog, after: number, listener: (event: Event) => void | Promise<void>) {
  const waiting: Event[] = [];
  let position = after;
  let stopped = false;
  let draining = true;

  async function deliver(event: Event): Promise<void> {
    if (stopped || event.sequence <= position) return;
    position = event.sequence;
    await listener(event);
  }

  async function drain(): Promise<void> {
    draining = true;
    for (let event = waiting.shift(); event; event = waiting.shift()) await deliver(event);
    draining = false;
  }

  return {
    offer: (event: Event) => {
      waiting.push(event);
      if (!draining) void drain();
    },
    start: () => {
      void (async () => {
        if (log.head().sequence > position)
          for await (const event of log.scan({ afterSequence: after })) await deliver(event);
        await drain();
      })();
    },
    stop: () => {
      stopped = true;
    },
  };
}

/** The newest entry that the store holds. */
export async function newestHead(store: Pick<Store, 'find'>): Promise<Head> {
  const page = await events.page(store, {
    where: { sequence: { gt: 0 } },
    sort: { field: 'sequence', direction: 'desc' },
    limit: 1,
  });
  const newest = page.items[0]?.body;
  return newest ? { sequence: newest.envelope.sequence, hash: newest.hash } : EMPTY_HEAD;
}

function insertion(entry: Entry): Operation {
  return { kind: 'insert', collection: events.name, document: events.toDocument(entry.envelope.id, entry) };
}

function conditionsOf(filter: EventFilter): Record<string, Condition> {
  const { type, types, subject, correlation, dedupeKey, afterSequence, from, to } = filter;
  return {
    ...(type === undefined ? {} : { type }),
    ...(types === undefined ? {} : { type: { in: types } }),
    ...(subject === undefined ? {} : { subject }),
    ...(correlation === undefined ? {} : { correlation }),
    ...(dedupeKey === undefined ? {} : { dedupe: dedupeKey }),
    ...(Object.keys(filter).length > 0 && afterSequence === undefined
      ? {}
      : { sequence: { gt: afterSequence ?? 0 } }),
    ...(from === undefined && to === undefined
      ? {}
      : { time: { ...(from === undefined ? {} : { gte: from }), ...(to === undefined ? {} : { lt: to }) } }),
  };
}

async function readPage(
  store: Store,
  filter: EventFilter,
  page: { limit?: number; after?: string; newestFirst?: boolean },
): Promise<EventPage> {
  const found = await events.page(store, {
    where: conditionsOf(filter),
    sort: { field: 'sequence', direction: page.newestFirst ? 'desc' : 'asc' },
    ...(page.limit === undefined ? {} : { limit: page.limit }),
    ...(page.after === undefined ? {} : { after: page.after }),
  });
  return {
    items: found.items.map(({ body }) => eventOf(body)),
    next: found.next,
  };
}

async function* scanEvents(store: Store, filter: EventFilter): AsyncIterable<Event> {
  const where = conditionsOf(filter);
  if (filter.from !== undefined || filter.to !== undefined) return yield* scanTimes(store, where);
  const query = { where, sort: { field: 'sequence', direction: 'asc' } } as const;
  for await (const { body } of events.scan(store, query)) yield eventOf(body);
}

/** Read in the order of its index, so that a day costs what it holds and not what the log holds; a clock may go back. */
async function* scanTimes(store: Store, where: Readonly<Record<string, Condition>>): AsyncIterable<Event> {
  const found = await events.all(store, { where, sort: { field: 'time', direction: 'asc' } });
  for (const { body } of found.toSorted((one, other) => sequenceOf(one) - sequenceOf(other)))
    yield eventOf(body);
}

function sequenceOf({ body }: Stored<Entry>): number {
  return body.envelope.sequence;
}
