import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { replay } from '../../observability/index.ts';
import { call } from '../api/call.ts';
import { replaySchema } from '../api/replay.ts';
import type { ConsoleDeps } from '../server/deps.ts';
import { idParams } from './lists.ts';

const read = call({
  tag: 'runs',
  summary: 'A run told step by step, from what was recorded',
  answers: { 200: replaySchema },
  problems: ['NOT_FOUND'],
});

export function registerReplay(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();

  api.get('/api/v1/runs/:id/replay', { schema: { params: idParams, ...read } }, async (request) =>
    replay(deps, request.params.id),
  );
}
