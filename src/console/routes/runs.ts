import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { MainstayError } from '../../kernel/index.ts';
import {
  type Run,
  readJournal,
  readRun,
  runs,
  type WorkflowDefinition,
  workflows,
} from '../../orchestrator/index.ts';
import { call } from '../api/call.ts';
import { pageOf } from '../api/page.ts';
import {
  journaledRunSchema,
  runSchema,
  type Run as ShownRun,
  type Workflow as ShownWorkflow,
  workflowHistorySchema,
  workflowSchema,
} from '../api/run.ts';
import { suggestionSchema } from '../api/suggestion.ts';
import type { ConsoleDeps } from '../server/deps.ts';
import { shownSuggestion } from '../server/present.ts';
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
  workflows: call({ tag, summary: 'All workflows', answers: { 200: pageOf(workflowSchema) } }),
  workflow: call({
    tag,
    summary: 'One workflow with its versions and last runs',
    answers: { 200: workflowHistorySchema },
    problems: ['NOT_FOUND'],
  }),
};

/** Runs and the workflows that they follow. */
export function registerRuns(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();

  api.get('/api/v1/runs', { schema: { querystring: listQuery, ...calls.runs } }, async (request) => {
    const { items, next } = await runs.page(deps.store, {
      ...pageQuery(request.query),
      sort: { field: 'at', direction: 'desc' },
    });
    return { items: items.map(({ id, body }) => shownRun(id, body)), next };
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

  registerWorkflows(server, deps);
}

function registerWorkflows(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();

  api.get('/api/v1/workflows', { schema: calls.workflows }, async () => ({
    items: deps.workflows.all().map(shownWorkflow),
    next: null,
  }));

  api.get(
    '/api/v1/workflows/:name',
    {
      schema: {
        params: z.strictObject({ name: z.string().max(100) }),
        querystring: z.strictObject({ version: z.string().max(64).optional() }),
        ...calls.workflow,
      },
    },
    async (request) => {
      const { name } = request.params;
      const { version } = request.query;
      const definition =
        version === undefined ? deps.workflows.newest(name) : await deps.workflows.byHash(version);
      if (!definition) throw new MainstayError('NOT_FOUND', { values: { kind: 'workflow', id: name } });
      const versions = await workflows.page(deps.store, {
        where: { name },
        sort: { field: 'firstUsedAt', direction: 'desc' },
      });
      const last = await runs.page(deps.store, {
        where: { workflow: name },
        sort: { field: 'at', direction: 'desc' },
        limit: 10,
      });
      return {
        ...shownWorkflow(definition),
        source: definition.source,
        versions: versions.items.map(({ id, body }) => ({
          hash: id,
          version: body.version,
          firstUsedAt: body.firstUsedAt,
        })),
        lastRuns: last.items.map(({ id, body }) => shownRun(id, body)),
      };
    },
  );
}

async function existingRun({ store }: ConsoleDeps, id: string): Promise<ShownRun> {
  const run = await readRun(store, id);
  if (!run) throw new MainstayError('NOT_FOUND', { values: { kind: 'run', id } });
  return shownRun(id, run.body);
}

function shownRun(id: string, run: Run): ShownRun {
  const { workflow, status, conversation, trigger, startedAt, changedAt, wakeAt, parent } = run;
  return {
    id,
    workflow,
    status,
    conversation,
    trigger,
    startedAt,
    changedAt,
    wakeAt,
    ...(parent === null ? {} : { parent }),
  };
}

function shownWorkflow({ name, version, hash, title, on }: WorkflowDefinition): ShownWorkflow {
  return { name, version, hash, title, examples: on.message?.examples ?? [] };
}
