import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Stored } from '../../events/index.ts';
import { invalidRequest, isoTime, MainstayError } from '../../kernel/index.ts';
import { knownZone } from '../../memory/index.ts';
import { type Schedule, schedules } from '../../orchestrator/index.ts';
import { call } from '../api/call.ts';
import { jsonObjectSchema } from '../api/json.ts';
import { pageOf } from '../api/page.ts';
import { type ShownSchedule, scheduleSchema } from '../api/schedule.ts';
import type { ConsoleDeps } from '../server/deps.ts';
import { idParams, LIST_PROBLEMS, listQuery, pageQuery } from './lists.ts';

const scheduleBody = z.strictObject({
  name: z.string().trim().min(1).max(200),
  when: z.string().trim().min(1).max(200),
  zone: z.union([z.literal('here'), z.literal('home'), knownZone]).default('here'),
  workflow: z.string().max(100),
  input: jsonObjectSchema.default({}),
});

const tag = 'schedules';
const calls = {
  list: call({
    tag,
    summary: 'What happens at times of its own',
    answers: { 200: pageOf(scheduleSchema) },
    problems: LIST_PROBLEMS,
  }),
  create: call({
    tag,
    summary: 'Starts a workflow at a time, or again and again',
    answers: { 201: scheduleSchema },
  }),
  remove: call({
    tag,
    summary: 'Ends a schedule of the operator’s',
    answers: { 204: z.undefined() },
    problems: ['NOT_FOUND', 'SCHEDULE_OF_FILE'],
  }),
};

/** What happens at times of its own: reminders, workflows that start by themselves, and those that the operator adds. */
export function registerSchedules(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();

  api.get('/api/v1/schedules', { schema: { querystring: listQuery, ...calls.list } }, async (request) => {
    const { items, next } = await schedules.page(deps.store, pageQuery(request.query));
    return { items: items.map(shownSchedule), next };
  });

  api.post(
    '/api/v1/schedules',
    { schema: { body: scheduleBody, ...calls.create } },
    async (request, reply) => {
      const { when, workflow, ...given } = request.body;
      if (!deps.workflows.newest(workflow))
        throw invalidRequest([{ path: 'workflow', message: `There is no workflow “${workflow}”.` }]);
      const pattern = await deps.schedules.patternOf(when);
      if (typeof pattern !== 'string') throw invalidRequest([{ path: 'when', message: pattern.problem }]);
      const id = deps.ids('sch');
      const schedule = { ...given, when, pattern, workflow, of: 'operator' } as const;
      const cause = { at: deps.clock.now(), by: 'operator', correlationId: deps.ids('cor') };
      await deps.units.transact(async (unit) => deps.scheduleBooks.create(unit, { id, schedule }, cause));
      await deps.schedules.attend(id);
      const created = await schedules.read(deps.store, id);
      if (!created) throw new MainstayError('NOT_FOUND', { values: { kind: 'schedule', id } });
      return reply.status(201).send(shownSchedule(created));
    },
  );

  api.delete(
    '/api/v1/schedules/:id',
    { schema: { params: idParams, ...calls.remove } },
    async (request, reply) => {
      const { id } = request.params;
      const cause = { at: deps.clock.now(), by: 'operator', correlationId: deps.ids('cor') };
      await deps.units.transact((unit) => deps.scheduleBooks.remove(unit, id, cause));
      return reply.status(204).send();
    },
  );
}

function shownSchedule({ id, body }: Stored<Schedule>): ShownSchedule {
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
