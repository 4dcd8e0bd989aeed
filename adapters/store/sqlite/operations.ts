import type { CommitResult, Operation } from '../../../src/ports/index.ts';
import { sqliteCode } from './errors.ts';
import type { Table } from './tables.ts';

export type TableOf = (collection: string) => Table;

/** Applies the operations in order, up to the first that meets a conflict. Throws the engine's errors. */
export function applyAll(tableOf: TableOf, operations: readonly Operation[]): CommitResult {
  for (const operation of operations) {
    const conflict = apply(tableOf(operation.collection), operation);
    if (conflict) return conflict;
  }
  return { ok: true };
}

type Conflict = Extract<CommitResult, { ok: false }>;

function apply(table: Table, operation: Operation): Conflict | undefined {
  if (operation.kind === 'delete') {
    table.remove(operation.id);
    return undefined;
  }
  const { collection, document } = operation;
  const { id } = document;
  try {
    if (operation.kind === 'replace') {
      const isReplaced = table.replace(document, operation.expected);
      return isReplaced ? undefined : { ok: false, reason: 'revision', collection, id };
    }
    if (operation.ifAbsent) table.insertIfAbsent(document);
    else table.insert(document);
    return undefined;
  } catch (error) {
    const reason = conflictOf(error);
    if (!reason) throw error;
    // SQLite names the first constraint it looks at; callers are promised the id's.
    const isTaken = operation.kind === 'insert' && table.get(id) !== undefined;
    return { ok: false, reason: isTaken ? 'exists' : reason, collection, id };
  }
}

function conflictOf(error: unknown): 'exists' | 'unique' | undefined {
  const code = sqliteCode(error);
  if (code === 'SQLITE_CONSTRAINT_PRIMARYKEY') return 'exists';
  return code === 'SQLITE_CONSTRAINT_UNIQUE' ? 'unique' : undefined;
}

/** Whether only the batch at hand is to blame: not for a fault of the disk, after which nothing of the group is safe. */
export function isOwnFault(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === '' || /^SQLITE_(?:CONSTRAINT|TOOBIG|MISMATCH)/.test(code);
}
