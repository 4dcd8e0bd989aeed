import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { SUGGESTION_STATUSES, suggestions } from '../../approvals/index.ts';
import { invalidRequest } from '../../kernel/index.ts';
import { call } from '../api/call.ts';
import { formSchema } from '../api/form.ts';
import { jsonObjectSchema } from '../api/json.ts';
import { pageOf } from '../api/page.ts';
import { suggestionSchema } from '../api/suggestion.ts';
import type { ConsoleDeps } from '../server/deps.ts';
import { shownForm } from '../server/form.ts';
import { shownSuggestion } from '../server/present.ts';
import { viaOf } from '../server/via.ts';
import { idParams, LIST_PROBLEMS, listQuery, pageQuery } from './lists.ts';

const decisionBody = z.strictObject({
  decision: z.enum(['approve', 'reject', 'edit']),
  hash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, { error: 'Give the hash of the card as it is shown: 64 hexadecimal digits.' }),
  inputs: z.array(jsonObjectSchema).max(100).optional(),
  reason: z.string().trim().min(1).max(1000).optional(),
});

const tag = 'cards';
const calls = {
  list: call({
    tag,
    summary: 'Cards, the newest first',
    answers: { 200: pageOf(suggestionSchema) },
    problems: LIST_PROBLEMS,
  }),
  read: call({ tag, summary: 'One card', answers: { 200: suggestionSchema }, problems: ['NOT_FOUND'] }),
  form: call({
    tag,
    summary: 'The form for Edit: the input of each command with its JSON Schema',
    answers: { 200: formSchema },
    problems: ['NOT_FOUND'],
  }),
  decide: call({
    tag,
    summary: 'Approves, rejects or edits a card; an edit answers the card that replaces it',
    answers: { 200: suggestionSchema },
    problems: [
      'NOT_FOUND',
      'SUGGESTION_DECIDED',
      'SUGGESTION_CHANGED',
      'SUGGESTION_EXPIRED',
      'COMMAND_REFUSED',
    ],
  }),
};

/** Cards: what is proposed, and the one decision on each. */
export function registerSuggestions(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();
  const query = listQuery.extend({ status: z.enum(SUGGESTION_STATUSES).optional() });

  api.get('/api/v1/suggestions', { schema: { querystring: query, ...calls.list } }, async (request) => {
    const { status } = request.query;
    const page = await suggestions.page(deps.store, {
      ...pageQuery(request.query),
      ...(status === undefined ? {} : { where: { status } }),
      sort: { field: 'at', direction: 'desc' },
    });
    const items = await Promise.all(page.items.map((card) => shownSuggestion(deps, card)));
    return { items, next: page.next };
  });

  api.get('/api/v1/suggestions/:id', { schema: { params: idParams, ...calls.read } }, async (request) =>
    shownSuggestion(deps, await deps.approvals.read(request.params.id)),
  );

  api.get(
    '/api/v1/suggestions/:id/form',
    { schema: { params: idParams, ...calls.form } },
    async (request) => {
      const { body } = await deps.approvals.read(request.params.id);
      return shownForm(deps, body);
    },
  );

  api.post(
    '/api/v1/suggestions/:id/decision',
    { schema: { params: idParams, body: decisionBody, ...calls.decide } },
    async (request) => {
      const { decision, hash, inputs, reason } = request.body;
      if (inputs && decision !== 'edit')
        throw invalidRequest([
          { path: 'inputs', message: `Leave this out to ${decision} the card, or decide to edit it.` },
        ]);
      const via = viaOf(request);
      const deciding = { hash, by: 'operator', via, ...(reason === undefined ? {} : { reason }) };
      const { id } = request.params;
      if (decision === 'approve') return shownSuggestion(deps, await deps.approvals.approve(id, deciding));
      if (decision === 'reject') return shownSuggestion(deps, await deps.approvals.reject(id, deciding));
      if (!inputs)
        throw invalidRequest([
          { path: 'inputs', message: 'This is needed for an edit: one input for each command, in order.' },
        ]);
      return shownSuggestion(deps, await deps.approvals.edit(id, { ...deciding, inputs }));
    },
  );
}
