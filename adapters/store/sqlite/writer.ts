import type { Database } from 'better-sqlite3';
import type { Batch, CommitResult } from '../../../src/ports/index.ts';
import { createGroupWriter, type Outcome } from './group.ts';
import type { TableOf } from './operations.ts';

/** At most this many batches share one disk sync. */
const GROUP_SIZE = 256;

interface Queued {
  readonly batch: Batch;
  resolve(result: CommitResult): void;
  reject(error: unknown): void;
}

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

/** Group commit: batches that are queued in one turn of the event loop share one disk sync, in order. */
export function createWriter(database: Database, { table, translate }: WriterOptions): Writer {
  const write = createGroupWriter(database, table);
  const queue: Queued[] = [];
  let syncs = 0;

  function writeGroup(): void {
    const group = queue.splice(0, GROUP_SIZE);
    try {
      const { outcomes, isSynced } = write(group.map(({ batch }) => batch));
      if (isSynced) syncs += 1;
      for (const [position, queued] of group.entries()) settle(queued, outcomes[position]);
    } catch (error) {
      for (const { reject } of group) reject(translate(error));
    }
  }

  function writeNext(): void {
    if (queue.length > 0) writeGroup();
    // Between two groups the event loop gets its turn, to send what the first one allows.
    if (queue.length > 0) setImmediate(writeNext);
  }

  return {
    commit: (batch) =>
      new Promise((resolve, reject) => {
        queue.push({ batch, resolve, reject });
        if (queue.length === 1) setImmediate(writeNext);
      }),
    flush: () => {
      while (queue.length > 0) writeGroup();
    },
    syncs: () => syncs,
  };
}

function settle({ resolve, reject }: Queued, outcome: Outcome | undefined): void {
  if (outcome && 'result' in outcome) resolve(outcome.result);
  else reject(outcome?.error);
}
