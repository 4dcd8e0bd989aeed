import type { Database } from 'better-sqlite3';
import type { Batch, CommitResult } from '../../../src/ports/index.ts';
import { applyAll, isOwnFault, type TableOf } from './operations.ts';

/** What became of a batch whose group was written. */
export type Outcome = { readonly result: CommitResult } | { readonly error: unknown };

export interface WrittenGroup {
  /** In the order of the batches. */
  readonly outcomes: readonly Outcome[];
  /** False where nothing was to stay, so that nothing was asked of the disk. */
  readonly isSynced: boolean;
}

/**
 * Writes batches as one transaction, each in a savepoint of its own. Throws where the engine refuses the group;
 * then nothing of it is stored, and every tail that had linked is undone, the last first.
 */
export function createGroupWriter(
  database: Database,
  tableOf: TableOf,
): (batches: readonly Batch[]) => WrittenGroup {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const rollback = database.prepare('ROLLBACK');
  const writeBatch = createBatchWriter(database, tableOf);
  return (batches) => {
    const linked: Batch[] = [];
    try {
      begin.run();
      const outcomes = batches.map((batch) => writeBatch(batch, linked));
      const isSynced = outcomes.some(isStored);
      (isSynced ? commit : rollback).run();
      return { outcomes, isSynced };
    } catch (error) {
      // SQLite itself has rolled back after some errors, and not after others.
      if (database.inTransaction) rollback.run();
      for (const { tail } of linked.toReversed()) tail?.undo();
      throw error;
    }
  };
}

function isStored(outcome: Outcome): boolean {
  return 'result' in outcome && outcome.result.ok;
}

/** Applies a batch and its tail in a savepoint; whoever has linked is in `linked`. Throws where the group is lost. */
function createBatchWriter(database: Database, tableOf: TableOf) {
  const save = database.prepare('SAVEPOINT batch');
  const release = database.prepare('RELEASE batch');
  const revert = database.prepare('ROLLBACK TO batch');

  function applyBatch(batch: Batch, linked: Batch[]): CommitResult {
    const result = applyAll(tableOf, batch.operations);
    if (!result.ok || !batch.tail) return result;
    const operations = batch.tail.link();
    linked.push(batch);
    return applyAll(tableOf, operations);
  }

  function outcomeOf(batch: Batch, linked: Batch[]): Outcome {
    try {
      return { result: applyBatch(batch, linked) };
    } catch (error) {
      if (!isOwnFault(error)) throw error;
      return { error };
    }
  }

  return (batch: Batch, linked: Batch[]): Outcome => {
    save.run();
    const outcome = outcomeOf(batch, linked);
    if (!isStored(outcome)) revert.run();
    release.run();
    if (!isStored(outcome) && linked.at(-1) === batch) linked.pop()?.tail?.undo();
    return outcome;
  };
}
