import { type Event, MainstayError, type NewEvent } from '../kernel/index.ts';
import type { CommitResult, Document, NewDocument, Operation, Staging, Store } from '../ports/index.ts';
import type { LogWriter } from './log.ts';

/** Several rooms' changes as one batch and one disk sync. Only who opened it commits it. */
export interface UnitOfWork extends Staging {
  /**
   * Writes everything staged, in order, and links its events into the log. A conflict comes back as a result, and
   * then nothing was written. A unit commits once.
   */
  commit(): Promise<CommitResult>;
}

export interface Units {
  open(): UnitOfWork;
  /**
   * Runs `work` on a fresh unit and commits it; repeats both when another change came first. Throws STORE_CONFLICT
   * after five tries. `work` may run several times, so it must do nothing but stage.
   */
  transact<T>(work: (unit: Staging) => Promise<T>): Promise<T>;
}

const MAX_TRIES = 5;

/** Units of work over the store and the log. A unit's records and events are committed together or not at all. */
export function createUnits(store: Store, log: LogWriter): Units {
  const open = () => createUnit(store, log);
  return {
    open,
    transact: async (work) => {
      for (let attempt = 1; ; attempt += 1) {
        const unit = open();
        const value = await work(unit);
        const result = await unit.commit();
        if (result.ok) return value;
        if (attempt === MAX_TRIES) throw conflictError(result);
      }
    },
  };
}

function conflictError(result: Extract<CommitResult, { ok: false }>): MainstayError {
  return new MainstayError('STORE_CONFLICT', { values: { collection: result.collection, id: result.id } });
}

function createUnit(store: Store, log: LogWriter): UnitOfWork {
  const operations: Operation[] = [];
  const staged = new Map<string, Document | undefined>();
  /** Inserted only where absent: what is in the store comes before it. */
  const offered = new Map<string, Document>();
  const events: NewEvent[] = [];

  function remember(collection: string, document: NewDocument, revision: number): void {
    staged.set(`${collection}/${document.id}`, { ...document, revision });
  }

  /** The first offer is the one that is kept; after a deletion staged here, the place is free. */
  function offer(key: string, document: Document): void {
    if (staged.has(key)) staged.set(key, staged.get(key) ?? document);
    else if (!offered.has(key)) offered.set(key, document);
  }

  return {
    isAtomic: store.isAtomic,
    get: async (collection, id) => {
      const key = `${collection}/${id}`;
      return staged.has(key) ? staged.get(key) : ((await store.get(collection, id)) ?? offered.get(key));
    },
    insert: (collection, document, options = {}) => {
      operations.push({
        kind: 'insert',
        collection,
        document,
        ...(options.ifAbsent ? { ifAbsent: true } : {}),
      });
      if (options.ifAbsent) offer(`${collection}/${document.id}`, { ...document, revision: 1 });
      else remember(collection, document, 1);
    },
    replace: (collection, document, expected) => {
      operations.push({ kind: 'replace', collection, document, expected });
      remember(collection, document, expected + 1);
    },
    delete: (collection, id) => {
      operations.push({ kind: 'delete', collection, id });
      staged.set(`${collection}/${id}`, undefined);
    },
    emit: (event) => {
      events.push(event);
    },
    commit: () => commitUnit(store, log, { operations, events }),
  };
}

async function commitUnit(
  store: Store,
  log: LogWriter,
  { operations, events }: { operations: readonly Operation[]; events: readonly NewEvent[] },
): Promise<CommitResult> {
  if (operations.length === 0 && events.length === 0) return { ok: true };
  let linked: readonly Event[] = [];
  let unlink = () => {};
  const result = await store.commit({
    operations,
    tail: {
      link: () => {
        const link = log.link(events);
        linked = link.events;
        unlink = link.undo;
        return link.operations;
      },
      undo: () => unlink(),
    },
  });
  if (result.ok) log.publish(linked);
  return result;
}
