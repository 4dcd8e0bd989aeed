import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { replay } from '../../observability/index.ts';
import type { ConsoleDeps } from '../server/deps.ts';
import { idParams } from './lists.ts';

/** A run told step by step. */
export function registerReplay(server: FastifyInstance, deps: ConsoleDeps): void {
  server
    .withTypeProvider<ZodTypeProvider>()
    .get('/api/v1/runs/:id/replay', { schema: { params: idParams, tags: ['runs'] } }, async (request) =>
      replay(deps, request.params.id),
    );
}
