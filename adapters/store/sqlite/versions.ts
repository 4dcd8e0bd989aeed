import type { Database } from 'better-sqlite3';
import { MainstayError } from '../../../src/kernel/index.ts';
import type { CollectionSpec } from '../../../src/ports/index.ts';
import { hasMeta, type Meta, openMeta } from './meta.ts';

/** The layout of the file itself: its tables, their columns, and how fields are indexed. */
export const STORE_VERSION = 1;

export const KEYS = {
  store: 'store',
  schema: (collection: string) => `schema:${collection}`,
  /** The version to which a migration is under way, and the last id that it went through. */
  migrating: (collection: string) => `migrating:${collection}`,
  migrated: (collection: string) => `migrated:${collection}`,
} as const;

/** Throws STORE_NEWER where a newer program wrote the file, or had begun to migrate it. Changes nothing. */
export function refuseNewer(database: Database, collections: readonly CollectionSpec[], home: string): void {
  if (!hasMeta(database)) return;
  const meta = openMeta(database);
  const known = [
    { found: versionAt(meta, KEYS.store), known: STORE_VERSION },
    ...collections.flatMap(({ name, schemaVersion }) => [
      { found: versionAt(meta, KEYS.schema(name)), known: schemaVersion },
      { found: versionAt(meta, KEYS.migrating(name)), known: schemaVersion },
    ]),
  ];
  const newer = known.find((version) => version.found > version.known);
  if (newer) throw new MainstayError('STORE_NEWER', { values: { home, ...newer } });
}

function versionAt(meta: Meta, key: string): number {
  return Number(meta.get(key) ?? 0);
}
