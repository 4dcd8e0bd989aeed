import type { Database } from 'better-sqlite3';
import type { Batch, CommitResult } from '../../../src/ports/index.ts';
import { applyAll, isOwnFault, type TableOf } from './operations.ts';

/** At most this many batches share one disk sync. */
const GROUP_SIZE = 256;

interface Queued {
  readonly batch: Batch;
  resolve(result: CommitResult): void;
  reject(error: unknown): void;
}

/** What becomes of a batch if its group reaches the disk. */
type Outcome = { readonly result: CommitResult } | { readonly error: unknown };

export interface Writer {
  /** Queues the batch; settled once its group is on disk, or is not. */
  commit(batch: Batch): Promise<CommitResult>;
  /** Writes everything that is queued, before it returns. */
  flush(): void;
  /** Transactions that reached the disk. */
  syncs(): number;
}

export interface WriterOptions {
  readonly table: TableOf;
  /** What callers are to see of an error of the engine. */
  translate(error: unknown): unknown;
}

/**
 * Group commit: batches that are queued in one turn of the event loop are one transaction, each in a savepoint of
 * its own, so that one that fails leaves the others alone. A group that the disk refuses has stored nothing.
 */
export function createWriter(database: Database, { table, translate }: WriterOptions): Writer {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const rollback = database.prepare('ROLLBACK');
  const save = database.prepare('SAVEPOINT batch');
  const release = database.prepare('RELEASE batch');
  const revert = database.prepare('ROLLBACK TO batch');
  const queue: Queued[] = [];
  let syncs = 0;

  function writeNext(): void {
    if (queue.length === 0) return;
    writeGroup(queue.splice(0, GROUP_SIZE));
    // Between two groups the event loop gets its turn, to send what the first one allows.
    if (queue.length > 0) setImmediate(writeNext);
  }

  function writeGroup(group: readonly Queued[]): void {
    const linked: Batch[] = [];
    const outcomes: Outcome[] = [];
    try {
      begin.run();
      for (const { batch } of group) outcomes.push(writeBatch(batch, linked));
      finish(outcomes);
    } catch (error) {
      abandon(group, linked, error);
      return;
    }
    outcomes.forEach((outcome, position) => {
      settle(group[position], outcome);
    });
  }

  /** A group of which nothing is to stay asks nothing of the disk. */
  function finish(outcomes: readonly Outcome[]): void {
    if (outcomes.some((outcome) => 'result' in outcome && outcome.result.ok)) {
      commit.run();
      syncs += 1;
    } else {
      rollback.run();
    }
  }

  /**
   * Nothing catches what a rollback or an undo throws: memory and disk are then apart, and ending the process is
   * the only way to bring them together.
   */
  function abandon(group: readonly Queued[], linked: readonly Batch[], error: unknown): void {
    if (database.inTransaction) rollback.run();
    for (const { tail } of linked.toReversed()) tail?.undo();
    for (const { reject } of group) reject(translate(error));
  }

  /** Applies a batch and its tail in a savepoint. Throws where the whole group is lost. */
  function writeBatch(batch: Batch, linked: Batch[]): Outcome {
    save.run();
    let outcome: Outcome;
    try {
      outcome = { result: applyBatch(batch, linked) };
    } catch (error) {
      if (!isOwnFault(error)) throw error;
      outcome = { error };
    }
    if ('error' in outcome || !outcome.result.ok) takeBack(batch, linked);
    release.run();
    return outcome;
  }

  function applyBatch(batch: Batch, linked: Batch[]): CommitResult {
    const result = applyAll(table, batch.operations);
    if (!result.ok || !batch.tail) return result;
    const operations = batch.tail.link();
    linked.push(batch);
    return applyAll(table, operations);
  }

  function takeBack(batch: Batch, linked: Batch[]): void {
    revert.run();
    if (linked.at(-1) !== batch) return;
    linked.pop();
    batch.tail?.undo();
  }

  return {
    commit: (batch) =>
      new Promise((resolve, reject) => {
        queue.push({ batch, resolve, reject });
        if (queue.length === 1) setImmediate(writeNext);
      }),
    flush: () => {
      while (queue.length > 0) writeGroup(queue.splice(0, GROUP_SIZE));
    },
    syncs: () => syncs,
  };
}

function settle(queued: Queued | undefined, outcome: Outcome): void {
  if ('error' in outcome) queued?.reject(outcome.error);
  else queued?.resolve(outcome.result);
}
