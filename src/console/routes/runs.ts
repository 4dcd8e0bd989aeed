import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { MainstayError } from '../../kernel/index.ts';
import { readJournal, readRun, runs } from '../../orchestrator/index.ts';
import { call } from '../api/call.ts';
import { pageOf } from '../api/page.ts';
import { journaledRunSchema, runSchema, type Run as ShownRun } from '../api/run.ts';
import { suggestionSchema } from '../api/suggestion.ts';
import type { ConsoleDeps } from '../server/deps.ts';
import { shownRun, shownSuggestion } from '../server/present.ts';
import { idParams, LIST_PROBLEMS, listQuery, pageQuery } from './lists.ts';

const tag = 'runs';
const calls = {
  runs: call({
    tag,
    summary: 'Runs, the newest first',
    answers: { 200: pageOf(runSchema) },
    problems: LIST_PROBLEMS,
  }),
  run: call({
    tag,
    summary: 'One run with its journal',
    answers: { 200: journaledRunSchema },
    problems: ['NOT_FOUND'],
  }),
  cancel: call({
    tag,
    summary: 'Ends a run that has not ended',
    answers: { 200: runSchema },
    problems: ['NOT_FOUND', 'RUN_NOT_ACTIVE'],
  }),
  retry: call({
    tag,
    summary: 'Asks again for what failed of a run: the card',
    answers: { 200: suggestionSchema },
    problems: ['NOT_FOUND', 'NOTHING_TO_RETRY', 'COMMAND_REFUSED'],
  }),
};

/** Runs of workflows, with their journal. */
export function registerRuns(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();

  api.get('/api/v1/runs', { schema: { querystring: listQuery, ...calls.runs } }, async (request) => {
    const { items, next } = await runs.page(deps.store, {
      ...pageQuery(request.query),
      sort: { field: 'at', direction: 'desc' },
    });
    return { items: items.map(shownRun), next };
  });

  api.get('/api/v1/runs/:id', { schema: { params: idParams, ...calls.run } }, async (request) => {
    const { id } = request.params;
    return { ...(await existingRun(deps, id)), journal: await readJournal(deps.store, id) };
  });

  api.post('/api/v1/runs/:id/cancel', { schema: { params: idParams, ...calls.cancel } }, async (request) => {
    const { id } = request.params;
    await deps.orchestrator.cancel(id);
    return existingRun(deps, id);
  });

  /** A run's newest card of which something failed is asked for again. */
  api.post('/api/v1/runs/:id/retry', { schema: { params: idParams, ...calls.retry } }, async (request) => {
    const { id } = request.params;
    await existingRun(deps, id);
    return shownSuggestion(deps, await deps.approvals.retryRun(id));
  });
}

async function existingRun({ store }: ConsoleDeps, id: string): Promise<ShownRun> {
  const run = await readRun(store, id);
  if (!run) throw new MainstayError('NOT_FOUND', { values: { kind: 'run', id } });
  return shownRun(run);
}
