import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { backupSchema } from '../api/backup.ts';
import { call } from '../api/call.ts';
import { pageOf } from '../api/page.ts';
import type { ConsoleDeps } from '../server/deps.ts';

const tag = 'backups';
const calls = {
  list: call({
    tag,
    summary: 'Where the backups lie, when they were made, and whether they hold',
    answers: { 200: pageOf(backupSchema) },
  }),
  make: call({
    tag,
    summary: 'Copies everything, and opens and checks the copy',
    answers: { 201: backupSchema },
    problems: ['BACKUP_FAILED'],
  }),
};

/** Copies of everything: made on request beside those of the nights. */
export function registerBackups(server: FastifyInstance, { backups }: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();

  api.get('/api/v1/backups', { schema: calls.list }, async () => ({
    items: [...(await backups.list())],
    next: null,
  }));

  api.post('/api/v1/backups', { schema: calls.make }, async (_request, reply) =>
    reply.status(201).send(await backups.make()),
  );
}
