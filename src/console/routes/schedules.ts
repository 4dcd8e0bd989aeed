import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Stored } from '../../events/index.ts';
import { isoTime, jsonObjectSchema, MainstayError } from '../../kernel/index.ts';
import { knownZone } from '../../memory/index.ts';
import { type Schedule, schedules } from '../../orchestrator/index.ts';
import type { ConsoleDeps } from '../server/deps.ts';
import { idParams, listQuery, pageQuery } from './lists.ts';

const scheduleBody = z.strictObject({
  name: z.string().trim().min(1).max(200),
  when: z.string().trim().min(1).max(200),
  zone: z.union([z.literal('here'), z.literal('home'), knownZone]).default('here'),
  workflow: z.string().max(100),
  input: jsonObjectSchema.default({}),
});

/** What happens at times of its own: reminders, workflows that start by themselves, and those that the operator adds. */
export function registerSchedules(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();

  api.get(
    '/api/v1/schedules',
    { schema: { querystring: listQuery, tags: ['schedules'] } },
    async (request) => {
      const { items, next } = await schedules.page(deps.store, pageQuery(request.query));
      return { items: items.map(shownSchedule), next };
    },
  );

  api.post(
    '/api/v1/schedules',
    { schema: { body: scheduleBody, tags: ['schedules'] } },
    async (request, reply) => {
      const { when, workflow, ...given } = request.body;
      if (!deps.workflows.newest(workflow)) throw invalid('workflow', `there is no workflow “${workflow}”`);
      const pattern = await deps.schedules.patternOf(when);
      if (typeof pattern !== 'string') throw invalid('when', pattern.problem);
      const id = deps.ids('sch');
      const schedule = { ...given, when, pattern, workflow, of: 'operator' } as const;
      const cause = { at: deps.clock.now(), by: 'operator', correlationId: deps.ids('cor') };
      await deps.units.transact(async (unit) => deps.scheduleBooks.create(unit, { id, schedule }, cause));
      await deps.schedules.attend(id);
      const created = await schedules.read(deps.store, id);
      return reply.status(201).send(created && shownSchedule(created));
    },
  );

  api.delete(
    '/api/v1/schedules/:id',
    { schema: { params: idParams, tags: ['schedules'] } },
    async (request, reply) => {
      const { id } = request.params;
      const cause = { at: deps.clock.now(), by: 'operator', correlationId: deps.ids('cor') };
      await deps.units.transact((unit) => deps.scheduleBooks.remove(unit, id, cause));
      return reply.status(204).send();
    },
  );
}

function shownSchedule({ id, body }: Stored<Schedule>) {
  const { name, when, pattern, zone, workflow, input, of, next, paused } = body;
  return {
    id,
    name,
    when,
    pattern,
    zone,
    workflow,
    input,
    of,
    next: next === null ? null : isoTime(next),
    paused,
  };
}

function invalid(path: string, message: string): MainstayError {
  return new MainstayError('REQUEST_INVALID', {
    values: { count: 1, first: `${path}: ${message}` },
    fields: [{ path, message }],
  });
}
