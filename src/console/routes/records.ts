import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type Cause, jsonObjectSchema, MainstayError } from '../../kernel/index.ts';
import { isRecordKind, RECORD_KINDS, type RecordKind, readRecord, records } from '../../memory/index.ts';
import type { ConsoleDeps } from '../server/deps.ts';
import { shownRecord } from '../server/present.ts';
import { listQuery, pageQuery } from './lists.ts';

const kindParams = z.strictObject({ kind: z.string().max(50) });
const recordParams = kindParams.extend({ id: z.string().max(200) });

/** Business records: typed, versioned; a change names the version that it rests on. */
export function registerRecords(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();

  api.get(
    '/api/v1/records/:kind',
    { schema: { params: kindParams, querystring: listQuery, tags: ['records'] } },
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
    { schema: { params: kindParams, body: jsonObjectSchema, tags: ['records'] } },
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
    { schema: { params: recordParams, tags: ['records'] } },
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
    { schema: { params: recordParams, body: jsonObjectSchema, tags: ['records'] } },
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
    { schema: { params: recordParams, tags: ['records'] } },
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
