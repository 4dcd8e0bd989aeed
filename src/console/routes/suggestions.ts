import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { inputSchemaOf, SUGGESTION_STATUSES, type Suggestion, suggestions } from '../../approvals/index.ts';
import { commandName, type JsonObject, jsonObjectSchema, MainstayError } from '../../kernel/index.ts';
import { readRecord } from '../../memory/index.ts';
import type { ConsoleDeps } from '../server/deps.ts';
import { shownSuggestion } from '../server/present.ts';
import { viaOf } from '../server/via.ts';
import { idParams, listQuery, pageQuery } from './lists.ts';

const decisionBody = z.strictObject({
  decision: z.enum(['approve', 'reject', 'edit']),
  hash: z.string().regex(/^[0-9a-f]{64}$/, { error: 'is the hash that the card shows: 64 hex digits' }),
  inputs: z.array(jsonObjectSchema).max(100).optional(),
  reason: z.string().trim().min(1).max(1000).optional(),
});

/** Cards: what is proposed, and the one decision on each. */
export function registerSuggestions(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();
  const query = listQuery.extend({ status: z.enum(SUGGESTION_STATUSES).optional() });

  api.get('/api/v1/suggestions', { schema: { querystring: query, tags: ['cards'] } }, async (request) => {
    const { status } = request.query;
    const page = await suggestions.page(deps.store, {
      ...pageQuery(request.query),
      ...(status === undefined ? {} : { where: { status } }),
      sort: { field: 'at', direction: 'desc' },
    });
    const items = await Promise.all(page.items.map((card) => shownSuggestion(deps, card)));
    return { items, next: page.next };
  });

  api.get('/api/v1/suggestions/:id', { schema: { params: idParams, tags: ['cards'] } }, async (request) =>
    shownSuggestion(deps, await deps.approvals.read(request.params.id)),
  );

  /** The form for Edit: each command's input with its JSON Schema, where `oneOf` names the records behind ids. */
  api.get(
    '/api/v1/suggestions/:id/form',
    { schema: { params: idParams, tags: ['cards'] } },
    async (request) => {
      const { body } = await deps.approvals.read(request.params.id);
      const names = await namesOf(deps.store, body.restsOn);
      const commands = body.commands.map((command) => ({
        title: deps.registry.handler(command).label,
        command: commandName(command),
        schema: withNames(inputSchemaOf(deps.registry, command), command.input, names),
        input: command.input,
      }));
      return { commands };
    },
  );

  api.post(
    '/api/v1/suggestions/:id/decision',
    { schema: { params: idParams, body: decisionBody, tags: ['cards'] } },
    async (request) => {
      const { decision, hash, inputs, reason } = request.body;
      if (inputs && decision !== 'edit') throw inputsWithout(decision);
      const via = viaOf(request);
      const deciding = { hash, by: 'operator', via, ...(reason === undefined ? {} : { reason }) };
      const { id } = request.params;
      if (decision === 'approve') return shownSuggestion(deps, await deps.approvals.approve(id, deciding));
      if (decision === 'reject') return shownSuggestion(deps, await deps.approvals.reject(id, deciding));
      if (!inputs) throw missingInputs();
      return shownSuggestion(deps, await deps.approvals.edit(id, { ...deciding, inputs }));
    },
  );
}

async function namesOf(
  store: ConsoleDeps['store'],
  versions: Suggestion['restsOn'],
): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(versions.map(({ kind, id }) => readRecord(store, kind, id)));
  return new Map(
    found.flatMap((record) => {
      const name: unknown = record && 'name' in record.body.data ? record.body.data.name : undefined;
      return record && typeof name === 'string' ? [[record.id, name] as const] : [];
    }),
  );
}

function withNames(
  schema: ReturnType<typeof inputSchemaOf>,
  input: JsonObject,
  names: ReadonlyMap<string, string>,
): ReturnType<typeof inputSchemaOf> {
  const properties = Object.entries(schema.properties ?? {}).map(([field, property]) => {
    const value = input[field];
    const title = typeof value === 'string' ? names.get(value) : undefined;
    if (title === undefined || typeof property !== 'object') return [field, property] as const;
    return [field, { ...property, oneOf: [{ const: value, title }] }] as const;
  });
  return { ...schema, properties: Object.fromEntries(properties) };
}

function inputsWithout(decision: string): MainstayError {
  const message = `belongs to an edit; ${decision} decides the card as it is shown`;
  return new MainstayError('REQUEST_INVALID', {
    values: { count: 1, first: `inputs ${message}` },
    fields: [{ path: 'inputs', message }],
  });
}

function missingInputs(): MainstayError {
  const message = 'is needed for an edit: one input for each command, in order';
  return new MainstayError('REQUEST_INVALID', {
    values: { count: 1, first: `inputs ${message}` },
    fields: [{ path: 'inputs', message }],
  });
}
