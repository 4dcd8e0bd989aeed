import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { listEverything, type Reader, readItem } from '../../observability/index.ts';
import { call } from '../api/call.ts';
import { entrySchema, filterSchema, itemSchema } from '../api/everything.ts';
import { pageOf } from '../api/page.ts';
import { type ConsoleDeps, hereOf } from '../server/deps.ts';
import { idParams, LIST_PROBLEMS, listQuery, pageQuery } from './lists.ts';

const everythingQuery = listQuery.extend({
  filter: filterSchema.default('all'),
  search: z.string().max(200).default('').describe('Words that all have to occur.'),
});

const tag = 'everything';
const calls = {
  list: call({
    tag,
    summary:
      'Customers, papers, tasks, mails and the log as one list, the newest first; `people` come by name, `tasks` by when they are due: what is late first, then those without a date, and what is done last',
    answers: { 200: pageOf(entrySchema) },
    problems: LIST_PROBLEMS,
  }),
  item: call({
    tag,
    summary: 'One of these with its fields, what belongs to it, and its history',
    answers: { 200: itemSchema },
    problems: ['NOT_FOUND'],
  }),
};

/** All that there is, in words. */
export function registerEverything(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();
  const reader = (): Reader => ({
    zone: hereOf(deps),
    home: deps.settings.homeZone(),
    now: deps.clock.now(),
  });

  api.get(
    '/api/v1/everything',
    { schema: { querystring: everythingQuery, ...calls.list } },
    async (request) => {
      const { filter, search, ...page } = request.query;
      return listEverything(deps, { filter, search, ...pageQuery(page) }, reader());
    },
  );

  api.get('/api/v1/everything/:id', { schema: { params: idParams, ...calls.item } }, async (request) =>
    readItem(deps, request.params.id, reader()),
  );
}
