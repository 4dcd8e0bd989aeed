import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { suggestions } from '../../approvals/index.ts';
import type { EventFilter } from '../../events/index.ts';
import { dateAt, MainstayError } from '../../kernel/index.ts';
import { digestOf, explain } from '../../observability/index.ts';
import {
  type Run,
  readJournal,
  readRun,
  runs,
  type WorkflowDefinition,
  workflows,
} from '../../orchestrator/index.ts';
import { type ConsoleDeps, hereOf } from '../server/deps.ts';
import { shownSuggestion } from '../server/present.ts';
import { idParams, listQuery, pageQuery } from './lists.ts';

const eventQuery = listQuery.extend({
  type: z.string().max(100).optional(),
  subject: z.string().max(200).optional(),
  correlation: z.string().max(200).optional(),
});

/** History: the log, the runs, the workflows, and what is computed from them. */
export function registerLog(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();
  registerEvents(server, deps);
  registerRuns(server, deps);

  api.get('/api/v1/why/:id', { schema: { params: idParams, tags: ['log'] } }, async (request) =>
    explain(
      { store: deps.store, log: deps.log, zone: () => hereOf(deps), now: () => deps.clock.now() },
      request.params.id,
    ),
  );

  api.get(
    '/api/v1/digest',
    { schema: { querystring: z.strictObject({ date: z.iso.date().optional() }), tags: ['log'] } },
    async (request) => {
      const zone = hereOf(deps);
      const now = deps.clock.now();
      return digestOf(deps.log, {
        date: request.query.date ?? dateAt(now, zone),
        zone,
        now,
        backups: await deps.backups.list(),
      });
    },
  );
}

function registerEvents(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();

  api.get('/api/v1/events', { schema: { querystring: eventQuery, tags: ['log'] } }, async (request) => {
    const { type, subject, correlation } = request.query;
    const filter: EventFilter = {
      ...(type === undefined ? {} : { type }),
      ...(subject === undefined ? {} : { subject }),
      ...(correlation === undefined ? {} : { correlation }),
    };
    return deps.log.read(filter, pageQuery(request.query));
  });

  api.get('/api/v1/events/:id', { schema: { params: idParams, tags: ['log'] } }, async (request) => {
    const event = await deps.log.get(request.params.id);
    if (!event) throw new MainstayError('NOT_FOUND', { values: { kind: 'event', id: request.params.id } });
    return event;
  });
}

function registerRuns(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();

  api.get('/api/v1/runs', { schema: { querystring: listQuery, tags: ['runs'] } }, async (request) => {
    const { items, next } = await runs.page(deps.store, {
      ...pageQuery(request.query),
      sort: { field: 'at', direction: 'desc' },
    });
    return { items: items.map(({ id, body }) => shownRun(id, body)), next };
  });

  api.get('/api/v1/runs/:id', { schema: { params: idParams, tags: ['runs'] } }, async (request) => {
    const { id } = request.params;
    const run = await readRun(deps.store, id);
    if (!run) throw new MainstayError('NOT_FOUND', { values: { kind: 'run', id } });
    return { ...shownRun(id, run.body), journal: await readJournal(deps.store, id) };
  });

  api.post('/api/v1/runs/:id/cancel', { schema: { params: idParams, tags: ['runs'] } }, async (request) => {
    const { id } = request.params;
    await deps.orchestrator.cancel(id);
    const run = await readRun(deps.store, id);
    return run && shownRun(id, run.body);
  });

  /** A run's newest card of which something failed is asked for again. */
  api.post('/api/v1/runs/:id/retry', { schema: { params: idParams, tags: ['runs'] } }, async (request) => {
    const { id } = request.params;
    if (!(await readRun(deps.store, id)))
      throw new MainstayError('NOT_FOUND', { values: { kind: 'run', id } });
    const { items } = await suggestions.page(deps.store, {
      where: { run: id, status: 'approved' },
      sort: { field: 'at', direction: 'desc' },
      limit: 1,
    });
    const [card] = items;
    if (!card) throw new MainstayError('NOTHING_TO_RETRY', { values: { id } });
    return shownSuggestion(deps, await deps.approvals.retry({ id: card.id }));
  });

  registerWorkflows(server, deps);
}

function registerWorkflows(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();

  api.get('/api/v1/workflows', { schema: { tags: ['runs'] } }, async () => ({
    items: deps.workflows.all().map(shownWorkflow),
    next: null,
  }));

  api.get(
    '/api/v1/workflows/:name',
    {
      schema: {
        params: z.strictObject({ name: z.string().max(100) }),
        querystring: z.strictObject({ version: z.string().max(64).optional() }),
        tags: ['runs'],
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

function shownRun(id: string, run: Run) {
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

function shownWorkflow({ name, version, hash, title, on }: WorkflowDefinition) {
  return { name, version, hash, title, examples: on.message?.examples ?? [] };
}
