import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { MainstayError } from '../../kernel/index.ts';
import { call } from '../api/call.ts';
import { jsonObjectSchema } from '../api/json.ts';
import { pageOf } from '../api/page.ts';
import {
  workflowChangeSchema,
  workflowHistorySchema,
  workflowPreviewSchema,
  workflowSchema,
} from '../api/workflow.ts';
import { carryOut } from '../server/carry-out.ts';
import type { ConsoleDeps } from '../server/deps.ts';
import { shownHistory, shownWorkflow } from '../server/workflow.ts';

const params = z.strictObject({ name: z.string().max(100) });
const body = z.strictObject({
  values: jsonObjectSchema.describe('New values by their names; null for that of the file.'),
});

const tag = 'workflows';
const sets = { etag: 'The hash of the version, to be sent back as If-Match.' };
const calls = {
  list: call({ tag, summary: 'All workflows', answers: { 200: pageOf(workflowSchema) } }),
  read: call({
    tag,
    summary: 'One workflow with the form of its values, its versions and last runs',
    answers: { 200: workflowHistorySchema },
    problems: ['NOT_FOUND'],
    sets,
  }),
  preview: call({
    tag,
    summary: 'What setting values would change, without doing it',
    answers: { 200: workflowPreviewSchema },
    problems: ['NOT_FOUND'],
  }),
  change: call({
    tag,
    summary: 'Sets values of a workflow, which makes a version of it; runs under way stay on theirs',
    answers: { 200: workflowChangeSchema },
    problems: ['NOT_FOUND', 'VERSION_REQUIRED', 'VERSION_CHANGED', 'COMMAND_REFUSED'],
    reads: { 'if-match': 'The hash of the version that the change rests on.' },
    sets,
  }),
};

/** Workflows, and what the operator sets of them. */
export function registerWorkflows(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();

  api.get('/api/v1/workflows', { schema: calls.list }, async () => ({
    items: await Promise.all(deps.workflows.all().map((definition) => shownWorkflow(deps, definition))),
    next: null,
  }));

  api.get(
    '/api/v1/workflows/:name',
    {
      schema: {
        params,
        querystring: z.strictObject({ version: z.string().max(64).optional() }),
        ...calls.read,
      },
    },
    async (request, reply) => {
      const { name } = request.params;
      const { version } = request.query;
      const definition =
        version === undefined ? deps.workflows.newest(name) : await deps.workflows.byHash(version);
      if (!definition) throw new MainstayError('NOT_FOUND', { values: { kind: 'workflow', id: name } });
      return reply.header('etag', `"${definition.hash}"`).send(await shownHistory(deps, definition));
    },
  );

  api.post(
    '/api/v1/workflows/:name/preview',
    { schema: { params, body, ...calls.preview } },
    async (request) => {
      const { values } = request.body;
      const { from, to, changes } = deps.workflows.preview({ workflow: request.params.name, values });
      return { from: from.hash, to: to.hash, changes: [...changes] };
    },
  );

  registerChange(server, deps);
}

/** A change names the version that was read, and is in the ledger, where it can be undone. */
function registerChange(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();

  api.patch(
    '/api/v1/workflows/:name',
    { schema: { params, body, ...calls.change } },
    async (request, reply) => {
      const workflow = request.params.name;
      const version = versionAsked(request, workflow);
      const { values } = request.body;
      const { from, to, changes } = deps.workflows.preview({ workflow, values });
      if (changes.length === 0 && from.hash === version)
        return reply
          .header('etag', `"${version}"`)
          .send({ workflow: await shownHistory(deps, from), changes: [] });
      const { id: effectId } = await carryOut(deps, 'workflow.change@1', {
        workflow,
        values,
        expected: { version },
      });
      // When it comes next follows the change.
      if (to.on.schedule) await deps.schedules.idle();
      return reply
        .header('etag', `"${to.hash}"`)
        .send({ workflow: await shownHistory(deps, to), changes: [...changes], effectId });
    },
  );
}

function versionAsked({ headers }: FastifyRequest, id: string): string {
  const version = /^(?:W\/)?"?([0-9a-f]{64})"?$/.exec(headers['if-match'] ?? '')?.[1];
  if (version === undefined)
    throw new MainstayError('VERSION_REQUIRED', { values: { kind: 'workflow', id } });
  return version;
}
