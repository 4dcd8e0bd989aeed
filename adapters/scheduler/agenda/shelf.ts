import type { Operation, Query, Store } from '../../../src/ports/index.ts';
import { fromDocument, type Job, jobs, timesOf, toDocument } from './jobs.ts';

/**
 * Jobs over the store, written behind: a change is seen at once and reaches the disk with the next `flush`, many in
 * one batch, so that nobody who schedules waits for a sync of its own; what comes and goes in between is never
 * written. Nothing is lost by it, because every job is made anew from its owner's document at start.
 */
export interface Shelf {
  has(id: string): boolean;
  put(job: Job): void;
  remove(id: string): boolean;
  get(id: string): Promise<Job | undefined>;
  /** The jobs whose field lies at or before this time, earliest first, read as they are asked for. */
  upTo(field: 'due' | 'lock', found: { readonly name: string; readonly epochMs: number }): AsyncIterable<Job>;
  all(): AsyncIterable<Job>;
  /** Writes what has changed. Throws what the store throws; the changes are then kept for the next time. */
  flush(): Promise<void>;
}

const PAGE = 200;

export function createShelf(store: Store): Shelf {
  /** Changed since the last flush; null where removed. */
  const changed = new Map<string, Job | null>();
  const ids = new Set<string>();
  const written = new Set<string>();
  const fresh = () => [...changed.values()].filter((job) => job !== null);

  /** What is on the disk and was not changed since. */
  async function* stored(query: Pick<Query, 'where' | 'sort'>): AsyncIterable<Job> {
    let after: string | undefined;
    do {
      const page = await store.find(jobs.name, {
        ...query,
        limit: PAGE,
        ...(after === undefined ? {} : { after }),
      });
      for (const document of page.items) if (!changed.has(document.id)) yield fromDocument(document);
      after = page.next ?? undefined;
    } while (after !== undefined);
  }

  return {
    has: (id) => ids.has(id),
    put: (job) => {
      ids.add(job._id);
      changed.set(job._id, { ...job });
    },
    remove: (id) => {
      if (written.has(id)) changed.set(id, null);
      else changed.delete(id);
      return ids.delete(id);
    },
    get: async (id) => {
      const job = changed.get(id);
      if (job !== undefined) return job ?? undefined;
      const document = ids.has(id) ? await store.get(jobs.name, id) : undefined;
      return document && fromDocument(document);
    },
    upTo: (field, { name, epochMs }) => {
      const time = (job: Job) => timesOf(job)[field] ?? Number.POSITIVE_INFINITY;
      const where = { name, [field]: { lte: epochMs } };
      return merged(
        fresh().filter((job) => job.name === name && time(job) <= epochMs),
        stored({ where, sort: { field, direction: 'asc' } }),
        time,
      );
    },
    all: () => merged(fresh(), stored({}), () => 0),
    flush: () => flush(store, { changed, written }),
  };
}

interface Unwritten {
  readonly changed: Map<string, Job | null>;
  readonly written: Set<string>;
}

async function flush(store: Store, { changed, written }: Unwritten): Promise<void> {
  if (changed.size === 0) return;
  const batch = [...changed];
  const operations = batch.flatMap(([id, job]) => writing(id, job, written));
  const result = await store.commit({ operations });
  if (!result.ok) throw new RangeError(`Job ${result.id} cannot be written: ${result.reason}.`);
  for (const [id, job] of batch) {
    if (job) written.add(id);
    else written.delete(id);
    // What changed again meanwhile is written the next time.
    if (changed.get(id) === job) changed.delete(id);
    else if (!changed.has(id)) changed.set(id, null);
  }
}

/** Both in the order of their times; the second are in order already. */
async function* merged(
  some: readonly Job[],
  others: AsyncIterable<Job>,
  time: (job: Job) => number,
): AsyncIterable<Job> {
  const left = some.toSorted((one, other) => time(one) - time(other));
  for await (const job of others) {
    for (let next = left[0]; next && time(next) <= time(job); next = left[0]) {
      left.shift();
      yield next;
    }
    yield job;
  }
  yield* left;
}

function writing(id: string, job: Job | null, written: ReadonlySet<string>): Operation[] {
  const removal: Operation[] = written.has(id) ? [{ kind: 'delete', collection: jobs.name, id }] : [];
  if (!job) return removal;
  return [...removal, { kind: 'insert', collection: jobs.name, document: toDocument(job) }];
}

/** Takes away what an earlier process left; its owners schedule again what is still to come. */
export async function clearJobs(store: Store): Promise<void> {
  for (;;) {
    const { items } = await store.find(jobs.name, { limit: 1_000 });
    if (items.length === 0) return;
    const operations = items.map(({ id }): Operation => ({ kind: 'delete', collection: jobs.name, id }));
    await store.commit({ operations });
  }
}
