import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { EFFECT_STATUSES, type Effect, effects, readEffect } from '../../effects/index.ts';
import type { Stored } from '../../events/index.ts';
import { MainstayError } from '../../kernel/index.ts';
import { call } from '../api/call.ts';
import { effectSchema } from '../api/effect.ts';
import { pageOf } from '../api/page.ts';
import { suggestionSchema } from '../api/suggestion.ts';
import { MAIN_CONVERSATION } from '../server/conversation.ts';
import type { ConsoleDeps } from '../server/deps.ts';
import { shownEffect, shownSuggestion } from '../server/present.ts';
import { idParams, LIST_PROBLEMS, listQuery, pageQuery } from './lists.ts';

const tag = 'effects';
const calls = {
  list: call({
    tag,
    summary: 'What was carried out, the newest first',
    answers: { 200: pageOf(effectSchema) },
    problems: LIST_PROBLEMS,
  }),
  read: call({ tag, summary: 'One effect', answers: { 200: effectSchema }, problems: ['NOT_FOUND'] }),
  resolve: call({
    tag,
    summary: 'Says what became of an effect that is not sure it arrived',
    answers: { 200: effectSchema },
    problems: ['NOT_FOUND', 'EFFECT_NOT_UNKNOWN'],
  }),
  undo: call({
    tag,
    summary: 'Undoes an effect, or stops one that has not started: the effect, or the card that asks for it',
    answers: { 200: z.union([effectSchema, suggestionSchema]) },
    problems: ['NOT_FOUND', 'EFFECT_NOT_UNDOABLE', 'COMMAND_REFUSED', 'VERSION_CHANGED'],
  }),
};

/** What was carried out, and what became of it. */
export function registerEffects(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();
  const query = listQuery.extend({ status: z.enum(EFFECT_STATUSES).optional() });

  api.get('/api/v1/effects', { schema: { querystring: query, ...calls.list } }, async (request) => {
    const { status } = request.query;
    const { items, next } = await effects.page(deps.store, {
      ...pageQuery(request.query),
      ...(status === undefined ? {} : { where: { status } }),
      sort: { field: 'at', direction: 'desc' },
    });
    return { items: items.map((effect) => shownEffect(deps, effect)), next };
  });

  api.get('/api/v1/effects/:id', { schema: { params: idParams, ...calls.read } }, async (request) =>
    shownEffect(deps, await existing(deps, request.params.id)),
  );

  api.post(
    '/api/v1/effects/:id/resolve',
    {
      schema: {
        params: idParams,
        body: z.strictObject({ outcome: z.enum(['done', 'failed', 'retry']) }),
        ...calls.resolve,
      },
    },
    async (request) => {
      await deps.effects.resolve(request.params.id, request.body.outcome);
      return shownEffect(deps, await existing(deps, request.params.id));
    },
  );

  api.post('/api/v1/effects/:id/undo', { schema: { params: idParams, ...calls.undo } }, async (request) => {
    const undone = await deps.approvals.undo({ ...request.params, conversation: MAIN_CONVERSATION });
    return 'effect' in undone ? shownEffect(deps, undone.effect) : shownSuggestion(deps, undone.suggestion);
  });
}

async function existing(deps: ConsoleDeps, id: string): Promise<Stored<Effect>> {
  const effect = await readEffect(deps.store, id);
  if (!effect) throw new MainstayError('NOT_FOUND', { values: { kind: 'effect', id } });
  return effect;
}
