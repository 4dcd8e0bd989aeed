import type { FastifyInstance } from 'fastify';
import type { ConsoleDeps } from '../server/deps.ts';

/** Copies of everything: made on request beside those of the nights. */
export function registerBackups(server: FastifyInstance, { backups }: ConsoleDeps): void {
  server.get('/api/v1/backups', { schema: { tags: ['backups'] } }, async () => ({
    items: await backups.list(),
    next: null,
  }));

  server.post('/api/v1/backups', { schema: { tags: ['backups'] } }, async (_request, reply) =>
    reply.status(201).send(await backups.make()),
  );
}
