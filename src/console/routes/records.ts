import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type Cause, MainstayError } from '../../kernel/index.ts';
import { isRecordKind, RECORD_KINDS, type RecordKind, readRecord, records } from '../../memory/index.ts';
import { call } from '../api/call.ts';
import { jsonObjectSchema } from '../api/json.ts';
import { pageOf } from '../api/page.ts';
import { recordSchema } from '../api/record.ts';
import type { ConsoleDeps } from '../server/deps.ts';
import { shownRecord } from '../server/present.ts';
import { LIST_PROBLEMS, listQuery, pageQuery } from './lists.ts';

const kindParams = z.strictObject({ kind: z.string().max(50) });
const recordParams = kindParams.extend({ id: z.string().max(200) });

const tag = 'records';
const sets = { etag: 'The version of the record, to be sent back as If-Match.' };
const reads = { 'if-match': 'The version that the change rests on: `"3"`.' };
const calls = {
  list: call({
    tag,
    summary: 'All records of a kind, the oldest first',
    answers: { 200: pageOf(recordSchema) },
    problems: [...LIST_PROBLEMS, 'NOT_FOUND'],
  }),
  create: call({
    tag,
    summary: 'Adds a record',
    answers: { 201: recordSchema },
    problems: ['NOT_FOUND', 'RECORD_READ_ONLY'],
    sets,
  }),
  read: call({ tag, summary: 'One record', answers: { 200: recordSchema }, problems: ['NOT_FOUND'], sets }),
  change: call({
    tag,
    summary: 'Changes the fields that are given; null takes one out',
    answers: { 200: recordSchema },
    problems: ['NOT_FOUND', 'RECORD_READ_ONLY', 'VERSION_REQUIRED', 'VERSION_CHANGED'],
    reads,
    sets,
  }),
  remove: call({
    tag,
    summary: 'Deletes a record; the log keeps what it was',
    answers: { 204: z.undefined() },
    problems: ['NOT_FOUND', 'RECORD_READ_ONLY', 'VERSION_REQUIRED', 'VERSION_CHANGED'],
    reads,
  }),
};

/** Business records: typed, versioned; a change names the version that it rests on. */
export function registerRecords(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();

  api.get(
    '/api/v1/records/:kind',
    { schema: { params: kindParams, querystring: listQuery, ...calls.list } },
    async (request) => {
      const kind = knownKind(request.params.kind);
      const { items, next } = await records.page(deps.store, {
        ...pageQuery(request.query),
        where: { kind, deleted: 0 },
        sort: { field: 'createdAt', direction: 'asc' },
      });
      return { items: items.map(shownRecord), next };
    },
  );

  api.post(
    '/api/v1/records/:kind',
    { schema: { params: kindParams, body: jsonObjectSchema, ...calls.create } },
    async (request, reply) => {
      const kind = editableKind(request.params.kind);
      const record = await deps.units.transact(async (unit) =>
        deps.books.create(unit, { kind, data: request.body }, causeOf(deps)),
      );
      return reply.status(201).header('etag', `"${record.body.version}"`).send(shownRecord(record));
    },
  );

  api.get(
    '/api/v1/records/:kind/:id',
    { schema: { params: recordParams, ...calls.read } },
    async (request, reply) => {
      const { kind, id } = request.params;
      const record = await readRecord(deps.store, knownKind(kind), id);
      if (!record) throw new MainstayError('NOT_FOUND', { values: { kind, id } });
      return reply.header('etag', `"${record.body.version}"`).send(shownRecord(record));
    },
  );

  registerChanges(server, deps);
}

/** A change and a deletion name the version that was read. */
function registerChanges(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();

  api.patch(
    '/api/v1/records/:kind/:id',
    { schema: { params: recordParams, body: jsonObjectSchema, ...calls.change } },
    async (request, reply) => {
      const { id } = request.params;
      const kind = editableKind(request.params.kind);
      const expected = versionAsked(request, { kind, id });
      const record = await deps.units.transact((unit) =>
        deps.books.change(unit, { kind, id, patch: request.body, expected }, causeOf(deps)),
      );
      return reply.header('etag', `"${record.body.version}"`).send(shownRecord(record));
    },
  );

  api.delete(
    '/api/v1/records/:kind/:id',
    { schema: { params: recordParams, ...calls.remove } },
    async (request, reply) => {
      const { id } = request.params;
      const kind = editableKind(request.params.kind);
      const expected = versionAsked(request, { kind, id });
      await deps.units.transact((unit) => deps.books.remove(unit, { kind, id, expected }, causeOf(deps)));
      return reply.status(204).send();
    },
  );
}

function causeOf({ clock, ids }: ConsoleDeps): Cause {
  return { at: clock.now(), by: 'operator', correlationId: ids('cor') };
}

function knownKind(kind: string): RecordKind {
  if (!isRecordKind(kind))
    throw new MainstayError('NOT_FOUND', { values: { kind: 'kind of record', id: kind } });
  return kind;
}

function editableKind(kind: string): RecordKind {
  const known = knownKind(kind);
  if (!RECORD_KINDS[known].editable) throw new MainstayError('RECORD_READ_ONLY', { values: { kind } });
  return known;
}

function versionAsked({ headers }: FastifyRequest, { kind, id }: { kind: string; id: string }): number {
  const version = /^(?:W\/)?"?(\d{1,15})"?$/.exec(headers['if-match'] ?? '')?.[1];
  if (version === undefined) throw new MainstayError('VERSION_REQUIRED', { values: { kind, id } });
  return Number(version);
}
