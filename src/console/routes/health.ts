import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { saveCursor } from '../../events/index.ts';
import type { ConsoleDeps } from '../server/deps.ts';

/** For supervisors and scrapers; open without a token on this machine only. */
export function registerHealth(server: FastifyInstance, deps: ConsoleDeps): void {
  const registry = createMetrics(deps);
  server.get('/healthz', { schema: { tags: ['health'] } }, async () => ({ status: 'alive' }));
  server.get('/readyz', { schema: { tags: ['health'] } }, async () => {
    // Written, not only read: a full disk is not ready.
    await saveCursor(deps.store, 'ready', deps.log.head().sequence);
    return { status: 'ready', paused: deps.settings.current().paused, connectors: deps.registry.statuses() };
  });
  server.get('/metrics', { schema: { tags: ['health'] } }, async (_request, reply) =>
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
        collect() {
          this.set(value());
        },
      }),
    );
  }
  return registry;
}
