import type { Database } from 'better-sqlite3';
import { MainstayError } from '../../../src/kernel/index.ts';
import type { Batch, CommitResult, Operation } from '../../../src/ports/index.ts';
import { translated } from './errors.ts';
import type { Table } from './tables.ts';

/** At most this many batches share one disk sync. */
const GROUP_SIZE = 256;

interface Queued {
  readonly batch: Batch;
  resolve(result: CommitResult): void;
  reject(error: unknown): void;
}

export interface Writer {
  commit(batch: Batch): Promise<CommitResult>;
  /** Writes what is queued. */
  drain(): void;
  syncs(): number;
}

/** Group commit: batches that come in one turn of the event loop are one transaction, each in its own savepoint. */
export function createWriter(database: Database, table: (name: string) => Table): Writer {
  const begin = database.prepare('BEGIN IMMEDIATE');
  const commit = database.prepare('COMMIT');
  const rollback = database.prepare('ROLLBACK');
  const savepoint = database.prepare('SAVEPOINT batch');
  const release = database.prepare('RELEASE batch');
  const undo = database.prepare('ROLLBACK TO batch');
  const queue: Queued[] = [];
  let scheduled = false;
  let syncs = 0;

  function drain(): void {
    scheduled = false;
    while (queue.length > 0) writeGroup(queue.splice(0, GROUP_SIZE));
  }

  function writeGroup(group: readonly Queued[]): void {
    const linked: Batch[] = [];
    const settle: (() => void)[] = [];
    try {
      begin.run();
      for (const queued of group) settle.push(writeBatch(queued, linked));
      commit.run();
      syncs += 1;
    } catch (error) {
      if (database.inTransaction) rollback.run();
      for (const batch of linked.toReversed()) batch.tail?.undo();
      for (const { reject } of group) reject(translated(error));
      return;
    }
    for (const tell of settle) tell();
  }

  /** Applies a batch in its savepoint; gives how to tell its owner once the group is on disk. */
  function writeBatch({ batch, resolve, reject }: Queued, linked: Batch[]): () => void {
    savepoint.run();
    let hasLinked = false;
    try {
      let result = applyAll(batch.operations);
      if (result.ok && batch.tail) {
        const tail = batch.tail.link();
        hasLinked = true;
        result = applyAll(tail);
      }
      if (result.ok) {
        release.run();
        if (hasLinked) linked.push(batch);
        return () => resolve(result);
      }
      revert(batch, hasLinked);
      return () => resolve(result);
    } catch (error) {
      if (!database.inTransaction || isFatal(error)) {
        if (hasLinked) linked.push(batch);
        throw error;
      }
      revert(batch, hasLinked);
      return () => reject(error);
    }
  }

  function revert(batch: Batch, hasLinked: boolean): void {
    undo.run();
    release.run();
    if (hasLinked) batch.tail?.undo();
  }

  function applyAll(operations: readonly Operation[]): CommitResult {
    for (const operation of operations) {
      const result = applyOperation(table(operation.collection), operation);
      if (!result.ok) return result;
    }
    return { ok: true };
  }

  return {
    drain,
    syncs: () => syncs,
    commit: (batch) =>
      new Promise((resolve, reject) => {
        queue.push({ batch, resolve, reject });
        if (scheduled) return;
        scheduled = true;
        setImmediate(drain);
      }),
  };
}

function applyOperation(table: Table, operation: Operation): CommitResult {
  if (operation.kind === 'delete') {
    table.remove(operation.id);
    return { ok: true };
  }
  const { collection, document } = operation;
  try {
    if (operation.kind === 'insert') {
      table.insert(document, operation.ifAbsent ?? false);
      return { ok: true };
    }
    return table.replace(document, operation.expected) ? { ok: true } : { ok: false, reason: 'revision', collection, id: document.id };
  } catch (error) {
    const code = codeOf(error);
    if (code === 'SQLITE_CONSTRAINT_PRIMARYKEY') return { ok: false, reason: 'exists', collection, id: document.id };
    if (code === 'SQLITE_CONSTRAINT_UNIQUE') return { ok: false, reason: 'unique', collection, id: document.id };
    throw error;
  }
}

/** An error of the engine leaves nothing of the group; one that a tail threw concerns its own batch only. */
function isFatal(error: unknown): boolean {
  return codeOf(error)?.startsWith('SQLITE_') === true && !(error instanceof MainstayError);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}
