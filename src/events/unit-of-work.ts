import { type Event, MainstayError, type NewEvent } from '../kernel/index.ts';
import type { CommitResult, Document, NewDocument, Operation, Staging, Store } from '../ports/index.ts';
import { type Claim, type Contention, createContention } from './contention.ts';
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
   * Runs `work` on a fresh unit and commits it; repeats both where another change came first. Those who lost the same
   * document try one after the other, so that many at once all come through. Throws STORE_CONFLICT after twenty tries.
   * `work` may run several times, so it must do nothing but stage.
   */
  transact<T>(work: (unit: Staging) => Promise<T>): Promise<T>;
  /** The same where the work commits by itself: what lost is given back as such. */
  attempt<T>(work: (unit: UnitOfWork) => Promise<Attempted<T>>): Promise<T>;
}

type Lost = Extract<CommitResult, { readonly ok: false }>;

/** What one try came to. */
export type Attempted<T> = { readonly value: T } | { readonly lost: Lost };

const MAX_TRIES = 20;

/** Units of work over the store and the log. A unit's records and events are committed together or not at all. */
export function createUnits(store: Store, log: LogWriter): Units {
  const contention = createContention();
  const open = (claim?: Claim) => createUnit(store, log, { contention, claim });

  async function attempt<T>(work: (unit: UnitOfWork) => Promise<Attempted<T>>): Promise<T> {
    let claim: Claim | undefined;
    try {
      for (let tries = 1; ; tries += 1) {
        const attempted = await work(open(claim));
        if ('value' in attempted) return attempted.value;
        if (tries === MAX_TRIES) throw conflictError(attempted.lost);
        // Never two at once, so that nobody waits for one who waits for them.
        claim?.leave();
        claim = await contention.enter(documentOf(attempted.lost));
      }
    } finally {
      claim?.leave();
    }
  }

  return {
    open: () => open(),
    attempt,
    transact: (work) =>
      attempt(async (unit) => {
        const value = await work(unit);
        const result = await unit.commit();
        return result.ok ? { value } : { lost: result };
      }),
  };
}

function conflictError({ collection, id }: Lost): MainstayError {
  return new MainstayError('STORE_CONFLICT', { values: { collection, id } });
}

function documentOf({ collection, id }: Pick<Lost, 'collection' | 'id'>): string {
  return `${collection}/${id}`;
}

function createUnit(
  store: Store,
  log: LogWriter,
  { contention, claim }: { readonly contention: Contention; readonly claim: Claim | undefined },
): UnitOfWork {
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
    commit: async () => {
      const changed = operations.filter(({ kind }) => kind === 'replace');
      const taken = changed.find((operation) => contention.isTaken(keyOf(operation), claim));
      return taken ? lostTo(taken) : commitUnit(store, log, { operations, events });
    },
  };
}

function lostTo(operation: Operation): Lost {
  return { ok: false, reason: 'revision', collection: operation.collection, id: idOf(operation) };
}

function keyOf(operation: Operation): string {
  return documentOf({ collection: operation.collection, id: idOf(operation) });
}

function idOf(operation: Operation): string {
  return operation.kind === 'delete' ? operation.id : operation.document.id;
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
