import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { suggestions } from '../../approvals/index.ts';
import { conversations, messages } from '../../memory/index.ts';
import type { Receipt } from '../../ports/index.ts';
import { call } from '../api/call.ts';
import { conversationSchema, messageSchema, receiptSchema, turnSchema } from '../api/message.ts';
import { pageOf } from '../api/page.ts';
import type { ConsoleDeps } from '../server/deps.ts';
import { shownMessage, shownSuggestion } from '../server/present.ts';
import { viaOf } from '../server/via.ts';
import { LIST_PROBLEMS, listQuery, pageQuery } from './lists.ts';

const MAX_WAIT_MS = 60_000;

const messageBody = z.strictObject({
  text: z.string(),
  conversation: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/, {
      error: 'Write letters, digits and . _ : - only, at most 64 of them.',
    })
    .optional(),
  id: z.string().min(1).max(200).optional(),
});

const waitQuery = z.strictObject({
  wait: z.coerce
    .number()
    .int()
    .min(0)
    .max(MAX_WAIT_MS)
    .optional()
    .describe('How many milliseconds to wait for what the message leads to.'),
});

const tag = 'chat';
const calls = {
  send: call({
    tag,
    summary: 'Takes a message of the operator; with `wait` also what it led to',
    answers: { 200: turnSchema, 202: receiptSchema },
  }),
  conversations: call({
    tag,
    summary: 'All conversations',
    answers: { 200: pageOf(conversationSchema) },
    problems: LIST_PROBLEMS,
  }),
  messages: call({
    tag,
    summary: 'The messages of a conversation: the newest page first, each in order of time',
    answers: { 200: pageOf(messageSchema) },
    problems: LIST_PROBLEMS,
  }),
};

/** Talking: what comes in is stored before it is acknowledged. */
export function registerMessages(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();

  api.post(
    '/api/v1/messages',
    { schema: { body: messageBody, querystring: waitQuery, ...calls.send } },
    async (request, reply) => {
      const { text, conversation, id } = request.body;
      const via = viaOf(request);
      const receipt = await deps.intake.message({
        text,
        via,
        ...(conversation === undefined ? {} : { conversation }),
        ...(id === undefined ? {} : { id }),
      });
      if (request.query.wait === undefined) return reply.status(202).send(receipt);
      const done = await within(request.query.wait, deps.orchestrator.settled(receipt.eventId));
      return reply.status(200).send({ ...receipt, done, ...(await answersTo(deps, receipt)) });
    },
  );

  api.get(
    '/api/v1/conversations',
    { schema: { querystring: listQuery, ...calls.conversations } },
    async (request) => {
      const { items, next } = await conversations.page(deps.store, pageQuery(request.query));
      return { items: items.map(({ id, body }) => ({ id, createdAt: body.createdAt })), next };
    },
  );

  /** The newest page first, each page in order of time. */
  api.get(
    '/api/v1/conversations/:id/messages',
    { schema: { params: z.strictObject({ id: z.string() }), querystring: listQuery, ...calls.messages } },
    async (request) => {
      const { items, next } = await messages.page(deps.store, {
        ...pageQuery(request.query),
        where: { conversation: request.params.id },
        sort: { field: 'at', direction: 'desc' },
      });
      return { items: items.toReversed().map(shownMessage), next };
    },
  );
}

/** True once the work is done, false if the time is up first. */
async function within(waitMs: number, work: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeUp = new Promise<false>((resolve) => {
    timer = setTimeout(() => resolve(false), waitMs);
  });
  const done = await Promise.race([work.then(() => true), timeUp]);
  clearTimeout(timer);
  return done;
}

async function answersTo(deps: ConsoleDeps, { eventId }: Receipt) {
  const { items: replies } = await messages.page(deps.store, {
    where: { turn: eventId, direction: 'out' },
    sort: { field: 'at', direction: 'asc' },
  });
  const cards = await Promise.all(
    replies.flatMap(({ body }) =>
      body.suggestion === null ? [] : [suggestions.read(deps.store, body.suggestion)],
    ),
  );
  const shown = cards.flatMap((card) => (card ? [shownSuggestion(deps, card)] : []));
  return { replies: replies.map(shownMessage), suggestions: await Promise.all(shown) };
}
