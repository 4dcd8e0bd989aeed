import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { EventFilter } from '../../events/index.ts';
import { dateAt, MainstayError } from '../../kernel/index.ts';
import { messages } from '../../memory/index.ts';
import { digestOf, explain, morningOf } from '../../observability/index.ts';
import { call } from '../api/call.ts';
import { digestSchema } from '../api/digest.ts';
import { eventSchema } from '../api/event.ts';
import { pageOf } from '../api/page.ts';
import { whySchema } from '../api/why.ts';
import { type ConsoleDeps, hereOf } from '../server/deps.ts';
import { idParams, LIST_PROBLEMS, listQuery, pageQuery } from './lists.ts';

const eventQuery = listQuery.extend({
  type: z.string().max(100).optional(),
  subject: z.string().max(200).optional(),
  correlation: z.string().max(200).optional(),
});

const tag = 'log';
const calls = {
  why: call({
    tag,
    summary: 'Where a message, card, effect, run or event comes from',
    answers: { 200: whySchema },
    problems: ['NOT_FOUND'],
  }),
  digest: call({ tag, summary: 'What happened in a day', answers: { 200: digestSchema } }),
  events: call({
    tag,
    summary: 'The log, the oldest first',
    answers: { 200: pageOf(eventSchema) },
    problems: LIST_PROBLEMS,
  }),
  event: call({
    tag,
    summary: 'One entry of the log',
    answers: { 200: eventSchema },
    problems: ['NOT_FOUND'],
  }),
};

/** History: the log, and what is computed from it. */
export function registerLog(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();
  registerEvents(server, deps);

  api.get('/api/v1/why/:id', { schema: { params: idParams, ...calls.why } }, async (request) =>
    explain(
      { store: deps.store, log: deps.log, zone: () => hereOf(deps), now: () => deps.clock.now() },
      request.params.id,
    ),
  );

  api.get(
    '/api/v1/digest',
    { schema: { querystring: z.strictObject({ date: z.iso.date().optional() }), ...calls.digest } },
    async (request) => {
      const zone = hereOf(deps);
      const now = deps.clock.now();
      const date = request.query.date ?? dateAt(now, zone);
      const day = await digestOf(deps.log, { date, zone, now, backups: await deps.backups.list() });
      const fresh = date === dateAt(now, zone) ? await freshMorning(deps, { zone, now }) : null;
      const told = await toldMorning(deps, date);
      const asNow = fresh && { text: fresh.text, suggestionIds: fresh.cards, toldAt: null };
      return { ...day, morning: told ?? asNow, today: fresh?.text ?? null };
    },
  );
}

/** The morning digest as it was told that day; null where it was not. */
async function toldMorning({ store, schedules }: ConsoleDeps, date: string) {
  const { items } = await messages.page(store, {
    where: { turn: schedules.dueEventId('digest', date), direction: 'out' },
    limit: 1,
  });
  const told = items[0]?.body;
  return told ? { text: told.text, suggestionIds: told.cards ?? [], toldAt: told.at } : null;
}

/** The same as it would read now. */
async function freshMorning(
  { store, log, settings, backups }: ConsoleDeps,
  { zone, now }: { readonly zone: string; readonly now: number },
) {
  const home = settings.homeZone();
  return morningOf({ store, log }, { now, here: zone, home, backups: await backups.list() });
}

function registerEvents(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();

  api.get('/api/v1/events', { schema: { querystring: eventQuery, ...calls.events } }, async (request) => {
    const { type, subject, correlation } = request.query;
    const filter: EventFilter = {
      ...(type === undefined ? {} : { type }),
      ...(subject === undefined ? {} : { subject }),
      ...(correlation === undefined ? {} : { correlation }),
    };
    return deps.log.read(filter, pageQuery(request.query));
  });

  api.get('/api/v1/events/:id', { schema: { params: idParams, ...calls.event } }, async (request) => {
    const event = await deps.log.get(request.params.id);
    if (!event) throw new MainstayError('NOT_FOUND', { values: { kind: 'event', id: request.params.id } });
    return event;
  });
}
