import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Cause } from '../../kernel/index.ts';
import { settingsPatchSchema, stageSettings } from '../../memory/index.ts';
import { call } from '../api/call.ts';
import { bytesSchema } from '../api/json.ts';
import { settingsSchema } from '../api/settings.ts';
import { carryOut } from '../server/carry-out.ts';
import type { ConsoleDeps } from '../server/deps.ts';
import { shownSettings } from '../server/present.ts';
import { issueSession, SESSION_COOKIE } from '../server/sign-in.ts';
import { idParams } from './lists.ts';

const calls = {
  read: call({ tag: 'settings', summary: 'The settings in force', answers: { 200: settingsSchema } }),
  change: call({
    tag: 'settings',
    summary: 'Changes what is given; null forgets a field of the business',
    answers: { 200: settingsSchema },
    problems: ['NUMBER_TAKEN', 'NUMBER_GAP'],
  }),
  pause: call({
    tag: 'settings',
    summary: 'Stops everything that leaves, and keeps the queue',
    answers: { 200: settingsSchema },
    problems: ['COMMAND_REFUSED'],
  }),
  resume: call({
    tag: 'settings',
    summary: 'Lets go on what the pause held',
    answers: { 200: settingsSchema },
    problems: ['COMMAND_REFUSED'],
  }),
  signIn: call({
    tag: 'session',
    summary: 'Signs a browser in: exchanges the token for a cookie that no script can read',
    answers: { 204: z.undefined() },
    sets: { 'set-cookie': 'The session, HttpOnly and SameSite=Strict.' },
    open: true,
  }),
  file: call({
    tag: 'cards',
    summary: 'A file of a card or an invoice, or an export',
    answers: { 200: bytesSchema },
    media: ['application/pdf', 'application/zip'],
    problems: ['NOT_FOUND'],
    sets: { 'content-disposition': 'The name of the file.' },
  }),
};

/** What the operator may change while it runs, and who may do so. */
export function registerSettings(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();

  api.get('/api/v1/settings', { schema: calls.read }, async () => shownSettings(deps));

  api.patch(
    '/api/v1/settings',
    { schema: { body: settingsPatchSchema, ...calls.change } },
    async (request) => {
      const change = { patch: request.body, cause: causeOf(deps) };
      await deps.units.transact((unit) => stageSettings(unit, deps.settings, change));
      return shownSettings(deps);
    },
  );

  for (const name of ['pause', 'resume'] as const) {
    api.post(`/api/v1/${name}`, { schema: calls[name] }, async () => {
      await carryOut(deps, `control.${name}@1`, {});
      return shownSettings(deps);
    });
  }

  api.post(
    '/api/v1/session',
    { schema: { body: z.strictObject({ token: z.string().max(500) }), ...calls.signIn } },
    async (request, reply) => {
      const { value, maxAgeSeconds } = issueSession(deps, request.body.token);
      const secure = request.protocol === 'https';
      reply.setCookie(SESSION_COOKIE, value, {
        httpOnly: true,
        sameSite: 'strict',
        path: '/',
        maxAge: maxAgeSeconds,
        secure,
      });
      return reply.status(204).send();
    },
  );

  api.get(
    '/api/v1/attachments/:id',
    { schema: { params: idParams, ...calls.file } },
    async (request, reply) => {
      const archive = await deps.exports.open(request.params.id);
      if (archive) {
        const answered = reply
          .type('application/zip')
          .header('content-disposition', `attachment; filename="${archive.name}"`);
        // Sent as it is made, so that an archive of any size needs no memory for all of it.
        return answered.send(archive.bytes as unknown as Buffer);
      }
      const file = await deps.attachments.read(request.params.id);
      return reply
        .type(file.contentType)
        .header('content-disposition', `inline; filename="${file.name.replaceAll(/[^\w.-]+/g, '-')}"`)
        .send(Buffer.from(file.bytes));
    },
  );
}

function causeOf({ clock, ids }: ConsoleDeps): Cause {
  return { at: clock.now(), by: 'operator', correlationId: ids('cor') };
}
