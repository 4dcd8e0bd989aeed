import { z } from 'zod';
import { dateAt, deriveId, type JsonObject, type LocalDate } from '../../kernel/index.ts';
import type { CommandPreview, LocalCommand } from '../../ports/index.ts';
import { RECORD_KINDS, type RecordKind } from '../records/kinds.ts';
import { type BusinessRecord, changesBetween, type RecordBooks, readRecord } from '../records/records.ts';
import { undoneBy } from './former.ts';

/** A kind of record that is added, changed and deleted as it is, without numbers, papers or sums. */
export interface PlainKind {
  readonly kind: RecordKind;
  /** “Customer” */
  readonly label: string;
  /** What a new one is made of. */
  readonly input: z.ZodObject;
  /** What the input leaves open in a new one. */
  readonly defaults?: JsonObject;
  /** What it is called, from any of its fields; empty where they do not say. */
  nameOf(fields: Readonly<Record<string, unknown>>): string;
  /** What is given beside its id, name and version, by name. */
  readonly outputs?: readonly string[];
  /** Those outputs of a record, on a day at home. */
  told?(data: Readonly<Record<string, unknown>>, today: LocalDate): JsonObject;
  /** How a card shows these fields. */
  facts(fields: Readonly<Record<string, unknown>>): NonNullable<CommandPreview['facts']>;
}

const OUTPUTS = ['id', 'name', 'version'];

/** `KIND.create@1`: a new record; undone by deleting it. */
export function createCommand(books: RecordBooks, plain: PlainKind): LocalCommand {
  const { kind, label, input, nameOf } = plain;
  return {
    where: 'local',
    type: `${kind}.create`,
    version: 1,
    label,
    input,
    outputs: [...OUTPUTS, ...(plain.outputs ?? [])],
    undo: {
      command: `${kind}.delete@1`,
      text: `${label.toLowerCase()} can be deleted`,
      input: ({ id }) => ({ id: id ?? null }),
    },
    title: (given) => titled('Add', plain, given),
    preview: async (given) => ({
      facts: plain.facts(given),
      makes: { output: 'id', data: { ...plain.defaults, ...given } },
    }),
    apply: async (unit, given, { key, cause, now, zone }) => {
      const id = deriveId(RECORD_KINDS[kind].prefix, key);
      const data = { ...plain.defaults, ...given };
      const record = (await readRecord(unit, kind, id)) ?? books.create(unit, { kind, id, data }, cause);
      return { ...outputsOf(record, nameOf), ...plain.told?.({ ...record.body.data }, dateAt(now, zone)) };
    },
  };
}

/** `KIND.change@1`: sets the fields that are given; one that is null is removed. */
export function changeCommand(books: RecordBooks, plain: PlainKind): LocalCommand {
  const { kind, label, nameOf } = plain;
  const input = z.strictObject({
    id: z.string().meta({ title: label, readOnly: true }),
    ...z.object(RECORD_KINDS[kind].schema.shape).partial().shape,
  });
  return {
    where: 'local',
    type: `${kind}.change`,
    version: 1,
    label,
    input,
    outputs: [...OUTPUTS, 'changes'],
    undo: undoneBy(`${kind}.restore@1`, ['id', 'changes']),
    title: (given, { name }) => titled('Change', plain, { ...given, name }),
    preview: async (given) => ({ facts: plain.facts(given) }),
    apply: async (unit, given, { cause }) => {
      const { id, ...patch } = input.parse(given);
      const before = await readRecord(unit, kind, id);
      const after = await books.change(unit, { kind, id, patch }, cause);
      const changes = changesBetween(before?.body.data ?? {}, after.body.data);
      return { ...outputsOf(after, nameOf), changes };
    },
  };
}

/** `KIND.delete@1`: takes the record out of every list; the log keeps what it was. */
export function deleteCommand(books: RecordBooks, plain: PlainKind): LocalCommand {
  const { kind, label } = plain;
  const input = z.strictObject({ id: z.string().meta({ title: label, readOnly: true }) });
  return {
    where: 'local',
    type: `${kind}.delete`,
    version: 1,
    label,
    input,
    outputs: ['id', 'name'],
    undo: { never: `A deleted ${label.toLowerCase()} is added again as a new one` },
    asksFirst: true,
    title: (given, { name }) => titled('Delete', plain, { ...given, name }),
    preview: async () => ({ facts: [] }),
    apply: async (unit, given, { cause }) => {
      const { id } = input.parse(given);
      const found = await readRecord(unit, kind, id);
      if (found) await books.remove(unit, { kind, id }, cause);
      return { id, name: found ? plain.nameOf({ ...found.body.data }) : '' };
    },
  };
}

/** “Add customer Ana Torres” */
function titled(
  verb: string,
  { label, nameOf }: PlainKind,
  fields: Readonly<Record<string, unknown>>,
): string {
  return [verb, label.toLowerCase(), nameOf(fields)].filter((part) => part !== '').join(' ');
}

function outputsOf(
  { id, body }: { readonly id: string; readonly body: BusinessRecord },
  nameOf: PlainKind['nameOf'],
): JsonObject {
  return { id, name: nameOf({ ...body.data }), version: body.version };
}
