import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Cause } from '../../kernel/index.ts';
import { MainstayError, sameSecret } from '../../kernel/index.ts';
import { setNextNumber, settingsPatchSchema } from '../../memory/index.ts';
import type { ConsoleDeps } from '../server/deps.ts';
import { shownSettings } from '../server/present.ts';
import { issueSession, SESSION_COOKIE } from '../server/sign-in.ts';
import { idParams } from './lists.ts';

/** What the operator may change while it runs, and who may do so. */
export function registerSettings(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();

  api.get('/api/v1/settings', { schema: { tags: ['settings'] } }, async () => shownSettings(deps));

  api.patch(
    '/api/v1/settings',
    { schema: { body: settingsPatchSchema, tags: ['settings'] } },
    async (request) => {
      const cause = causeOf(deps);
      await deps.units.transact(async (unit) => {
        await deps.settings.change(unit, request.body, cause);
        const number = request.body.business?.nextInvoiceNumber;
        const { year } = DateTime.fromMillis(cause.at, { zone: deps.settings.homeZone() });
        if (number) await setNextNumber(unit, 'invoice', { number, year });
      });
      return shownSettings(deps);
    },
  );

  for (const name of ['pause', 'resume'] as const) {
    api.post(`/api/v1/${name}`, { schema: { tags: ['settings'] } }, async () => {
      await control(deps, name);
      return shownSettings(deps);
    });
  }

  api.post(
    '/api/v1/session',
    { schema: { body: z.strictObject({ token: z.string().max(500) }), tags: ['session'] } },
    async (request, reply) => {
      if (!sameSecret(request.body.token, deps.token.reveal())) throw new MainstayError('NOT_SIGNED_IN');
      const { value, maxAgeSeconds } = issueSession(deps);
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
    { schema: { params: idParams, tags: ['cards'] } },
    async (request, reply) => {
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

async function control(deps: ConsoleDeps, name: 'pause' | 'resume'): Promise<void> {
  const command = { type: `control.${name}`, version: 1, input: {} };
  const handler = deps.registry.handler(command);
  if (handler.where !== 'local') throw new TypeError(`control.${name} is not local.`);
  const cause = causeOf(deps);
  await deps.units.transact((unit) =>
    deps.effects.record(unit, { command, handler, key: deps.ids('eff'), run: null, cause }),
  );
}
