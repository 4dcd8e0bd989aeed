import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { z } from 'zod';
import { saveCursor } from '../../events/index.ts';
import { call } from '../api/call.ts';
import { aliveSchema, readySchema } from '../api/health.ts';
import type { ConsoleDeps } from '../server/deps.ts';

const tag = 'health';
const calls = {
  alive: call({ tag, summary: 'Whether it runs', answers: { 200: aliveSchema }, open: true }),
  ready: call({
    tag,
    summary: 'Whether the store can be written, and what is connected',
    answers: { 200: readySchema },
    problems: ['STORE_UNAVAILABLE', 'STORE_FULL', 'STOPPING'],
    open: true,
  }),
  metrics: call({
    tag,
    summary: 'Numbers for Prometheus',
    answers: { 200: z.string() },
    media: ['text/plain'],
    open: true,
  }),
};

/** For supervisors and scrapers; open without a token on this machine only. */
export function registerHealth(server: FastifyInstance, deps: ConsoleDeps): void {
  const api = server.withTypeProvider<ZodTypeProvider>();
  const registry = createMetrics(deps);
  api.get('/healthz', { schema: calls.alive }, async () => ({ status: 'alive' as const }));
  api.get('/readyz', { schema: calls.ready }, async () => {
    // Written, not only read: a full disk is not ready.
    await saveCursor(deps.store, 'ready', deps.log.head().sequence);
    return {
      status: 'ready' as const,
      paused: deps.settings.current().paused,
      connectors: deps.registry.statuses(),
    };
  });
  api.get('/metrics', { schema: calls.metrics }, async (_request, reply) =>
    reply.type(registry.contentType).send(await registry.metrics()),
  );
}

function createMetrics({ store, log }: ConsoleDeps): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauges = [
    { name: 'mainstay_log_entries', help: 'Entries in the event log.', value: () => log.head().sequence },
    { name: 'mainstay_store_syncs', help: 'Disk syncs since the start.', value: () => store.stats().syncs },
  ];
  for (const { name, help, value } of gauges) {
    registry.registerMetric(
      new Gauge({
        name,
        help,
        // Else it would also stand among those of the whole process, where a second server would find it.
        registers: [],
        collect() {
          this.set(value());
        },
      }),
    );
  }
  return registry;
}
