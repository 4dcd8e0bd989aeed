import { z } from 'zod';
import { defineCollection, type Stored } from '../../events/index.ts';
import {
  type Cause,
  canonicalJson,
  causedBy,
  type EventType,
  type IdSource,
  isoTime,
  type Json,
  MainstayError,
  parsed,
} from '../../kernel/index.ts';
import type { Migration, Staging } from '../../ports/index.ts';
import { RECORD_KINDS, type RecordData, type RecordKind } from './kinds.ts';

const RECORD_KINDS_LIST = Object.keys(RECORD_KINDS) as [RecordKind, ...RecordKind[]];

const recordSchema = z.strictObject({
  kind: z.enum(RECORD_KINDS_LIST),
  version: z.int().positive(),
  data: z.custom<RecordData>((value) => typeof value === 'object' && value !== null),
  createdAt: z.string(),
  changedAt: z.string(),
  deletedAt: z.string().nullable(),
});

/** A business record: typed data with a version that rises by one at each change. */
export type BusinessRecord = z.infer<typeof recordSchema>;

export const records = defineCollection<BusinessRecord>({
  name: 'records',
  schemaVersion: 2,
  indexes: [
    { fields: ['kind', 'createdAt'] },
    { fields: ['customer'], sparse: true },
    { fields: ['status', 'kind', 'createdAt'], sparse: true },
    { fields: ['issuedOn'], sparse: true },
    { fields: ['paidOn'], sparse: true },
  ],
  schema: recordSchema,
  index: ({ kind, data, createdAt, deletedAt }, id) => ({
    kind,
    createdAt,
    deleted: deletedAt === null ? 0 : 1,
    customer: customerIn(data) ?? null,
    status: 'status' in data ? data.status : null,
    issuedOn: 'issuedOn' in data ? data.issuedOn : null,
    paidOn: 'paidOn' in data ? (data.paidOn ?? null) : null,
    subjects: [customerIn(data) ?? id],
  }),
});

/** What brings the records of an older program to the newest version: papers are also found by their dates. */
export const recordMigrations: readonly Migration[] = [
  {
    collection: records.name,
    to: 2,
    change: (document) => {
      const { id, body } = records.fromDocument(document);
      return { index: records.toDocument(id, body).index, body: document.body };
    },
  },
];

/** Whom a record of another kind is about. */
function customerIn(data: RecordData): string | undefined {
  return 'customer' in data ? data.customer : undefined;
}

/** A record version that something was decided on. */
export interface RecordVersion {
  readonly kind: string;
  readonly id: string;
  readonly version: number;
}

export interface RecordBooks {
  /** Stages a new record. Throws REQUEST_INVALID where the data does not fit its kind. */
  create(
    unit: Staging,
    record: { kind: RecordKind; id?: string; data: unknown },
    cause: Cause,
  ): Stored<BusinessRecord>;
  /**
   * Stages the change of some fields (`null` removes one). Throws NOT_FOUND, REQUEST_INVALID, and VERSION_CHANGED
   * where `expected` is given and is not the record's version.
   */
  change(
    unit: Staging,
    change: { kind: RecordKind; id: string; patch: Readonly<Record<string, unknown>>; expected?: number },
    cause: Cause,
  ): Promise<Stored<BusinessRecord>>;
  /** Stages the deletion; the log keeps what it was. */
  remove(
    unit: Staging,
    record: { kind: RecordKind; id: string; expected?: number },
    cause: Cause,
  ): Promise<void>;
}

/** The record, unless it was never there or is deleted. */
export async function readRecord(
  source: Pick<Staging, 'get'>,
  kind: string,
  id: string,
): Promise<Stored<BusinessRecord> | undefined> {
  const found = await records.read(source, id);
  return found && found.body.kind === kind && found.body.deletedAt === null ? found : undefined;
}

/** Staged changes to records: each makes a version and an event, in the unit that it is given. */
export function createRecordBooks(ids: IdSource): RecordBooks {
  return {
    create: (unit, { kind, id = ids(RECORD_KINDS[kind].prefix), data }, cause) => {
      const checked = parseData(kind, data);
      const at = isoTime(cause.at);
      const body: BusinessRecord = {
        kind,
        version: 1,
        data: checked,
        createdAt: at,
        changedAt: at,
        deletedAt: null,
      };
      unit.insert(records.name, records.toDocument(id, body));
      tell(unit, ids('evt'), {
        type: 'record.created',
        id,
        body,
        changes: changesBetween({}, checked),
        cause,
      });
      return { id, revision: 1, body };
    },
    change: async (unit, { kind, id, patch, expected }, cause) => {
      const found = await readExpected(unit, { kind, id, expected });
      const data = parseData(kind, without(patch, { ...found.body.data, ...patch }));
      const changes = changesBetween(found.body.data, data);
      if (changes.length === 0) return found;
      const body = { ...found.body, data, version: found.body.version + 1, changedAt: isoTime(cause.at) };
      unit.replace(records.name, records.toDocument(id, body), found.revision);
      tell(unit, ids('evt'), { type: 'record.changed', id, body, changes, cause });
      return { id, revision: found.revision + 1, body };
    },
    remove: async (unit, { kind, id, expected }, cause) => {
      const found = await readExpected(unit, { kind, id, expected });
      const at = isoTime(cause.at);
      const body = { ...found.body, version: found.body.version + 1, changedAt: at, deletedAt: at };
      unit.replace(records.name, records.toDocument(id, body), found.revision);
      tell(unit, ids('evt'), { type: 'record.deleted', id, body, changes: [], cause });
    },
  };
}

async function readExpected(
  unit: Staging,
  { kind, id, expected }: { kind: RecordKind; id: string; expected: number | undefined },
): Promise<Stored<BusinessRecord>> {
  const found = await readRecord(unit, kind, id);
  if (!found) throw new MainstayError('NOT_FOUND', { values: { kind, id } });
  if (expected !== undefined && expected !== found.body.version) {
    throw new MainstayError('VERSION_CHANGED', {
      values: { kind, id, actual: found.body.version, expected },
    });
  }
  return found;
}

function parseData(kind: RecordKind, data: unknown): RecordData {
  return parsed(RECORD_KINDS[kind].schema, data);
}

/** The merged data less what the patch sets to null. */
function without(
  patch: Readonly<Record<string, unknown>>,
  merged: Record<string, unknown>,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(merged).filter(([field]) => !(field in patch && patch[field] === null)),
  );
}

type Changes = { field: string; from: Json; to: Json }[];

/** The fields in which two versions differ, with null where one has none. */
export function changesBetween(before: object, after: object): Changes {
  const from = new Map<string, unknown>(Object.entries(before));
  const to = new Map<string, unknown>(Object.entries(after));
  return [...new Set([...from.keys(), ...to.keys()])]
    .map((field) => ({ field, from: jsonOf(from.get(field)), to: jsonOf(to.get(field)) }))
    .filter((change) => canonicalJson(change.from) !== canonicalJson(change.to));
}

function jsonOf(value: unknown): Json {
  return (value ?? null) as Json;
}

interface Telling {
  readonly type: Extract<EventType, `record.${string}`>;
  readonly id: string;
  readonly body: BusinessRecord;
  readonly changes: Changes;
  readonly cause: Cause;
}

function tell(unit: Staging, eventId: string, { type, id, body, changes, cause }: Telling): void {
  unit.emit({
    id: eventId,
    source: '/memory',
    type,
    subject: id,
    ...causedBy(cause),
    data: { kind: body.kind, id, version: body.version, by: cause.by, changes },
  });
}
