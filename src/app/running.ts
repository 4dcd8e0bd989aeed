import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { createFileAnchor } from '../../adapters/anchor/file/index.ts';
import { createEmailConnector, type Sender } from '../../adapters/connector/email/index.ts';
import { createPdfRenderer } from '../../adapters/document/pdf/index.ts';
import { createTimerScheduler } from '../../adapters/scheduler/timer/index.ts';
import { lockHome, openSqliteStore } from '../../adapters/store/sqlite/index.ts';
import { createServer } from '../console/index.ts';
import { headMac } from '../events/index.ts';
import { createIdSource, MainstayError, sameSecret, systemClock } from '../kernel/index.ts';
import type { Anchor, Scheduler, Store } from '../ports/index.ts';
import { type Config, readAppConfig } from './config.ts';
import type { Environment } from './environment.ts';
import { type Keys, readKeys } from './keys.ts';
import { createLife, type Life, prepareLife, TICK_MS } from './life.ts';
import { collections, createParts, type Parts } from './parts.ts';
import { createRandomPool } from './random-pool.ts';
import { packageRoot, workflowFolders } from './root.ts';

/** A running Mainstay. */
export interface Running {
  /** `http://127.0.0.1:3210` */
  readonly address: string;
  /** The address with the token in its fragment, which browsers send nowhere. */
  readonly link: string;
  /** Stops in order: nothing new is taken, what is under way ends, the store is closed. May be repeated. */
  stop(): Promise<void>;
}

interface Opened {
  readonly store: Store;
  readonly anchor: Anchor;
  readonly scheduler: Scheduler;
  readonly keys: Keys;
  readonly life: Life;
  readonly parts: Parts;
  readonly server: FastifyInstance;
}

/** Opens the home folder, recovers what the last process left, and listens. Whatever fails, nothing stays open. */
export async function start(environment: Environment, logger: Logger): Promise<Running> {
  const { home } = environment;
  const config = await readAppConfig();
  await prepareHome(home);
  const lock = await lockHome(home);
  let opened: Opened | undefined;
  try {
    opened = await open(environment, { config, logger });
    await recover(opened, logger);
    const address = await listen(opened.server, environment);
    const ticking = tick(opened, logger);
    const link = `${address}/#token=${opened.keys.apiToken.reveal()}`;
    let stopping: Promise<void> | undefined;
    const running = opened;
    return {
      address,
      link,
      stop: () => (stopping ??= stop(running, { ticking, release: () => lock.release() })),
    };
  } catch (error) {
    await opened?.server.close();
    await opened?.store.close();
    await lock.release();
    throw error;
  }
}

async function prepareHome(home: string): Promise<void> {
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    await prepareLife(home);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new MainstayError('HOME_UNWRITABLE', { values: { home, reason }, cause: error });
  }
}

async function open(
  environment: Environment,
  { config, logger }: { config: Config; logger: Logger },
): Promise<Opened> {
  const { home } = environment;
  const clock = systemClock;
  const root = packageRoot();
  const keys = await readKeys(home, environment);
  const store = await openSqliteStore({ home, collections, migrations: [] });
  try {
    const anchor = createFileAnchor(home);
    const onError = (error: unknown, about: Readonly<Record<string, string>>) =>
      logger.error({ ...about, err: error }, 'unexpected error');
    const scheduler = createTimerScheduler(clock, (error, key) => onError(error, { key }));
    const life = createLife(home, clock);
    const ids = createIdSource(clock, createRandomPool());
    const parts = await createParts({
      store,
      anchor,
      scheduler,
      clock,
      ids,
      config,
      onError,
      renderer: createPdfRenderer(),
      connectors: ({ attachments, settings }) => [
        createEmailConnector({
          outbox: join(home, 'outbox'),
          attachments,
          from: async () => senderOf(settings.current().business.name, config.mailFrom),
          ...(environment.smtpUrl ? { smtpUrl: environment.smtpUrl } : {}),
        }),
      ],
      salt: () => randomBytes(16).toString('base64url'),
      random: Math.random,
      sleptMs: () => life.sleptMs(),
      anchorKey: keys.anchor,
      buttonKey: keys.buttons,
      zone: environment.zone,
      workflowFolders: workflowFolders(),
    });
    const server = await createServer({
      ...parts,
      store,
      clock,
      ids,
      token: keys.apiToken,
      sessionKey: keys.session,
      pageFolder: join(root, 'dist', 'page'),
      onError: (error, about) => onError(error, about),
    });
    return { store, anchor, scheduler, keys, life, parts, server };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Who mail is from; what is not known is left to the connector. */
function senderOf(name: string | undefined, address: string | undefined): Sender {
  return { ...(name === undefined ? {} : { name }), ...(address === undefined ? {} : { address }) };
}

async function listen(server: FastifyInstance, { host, port }: Environment): Promise<string> {
  try {
    return await server.listen({ host, port });
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new MainstayError('PORT_IN_USE', { values: { port, host }, cause: error });
  }
}

/** Everything that was not finished goes on before anything new is taken. */
async function recover({ parts, anchor, keys, life }: Opened, logger: Logger): Promise<void> {
  const { log, approvals, effects, orchestrator, units } = parts;
  const anchored = await anchor.read();
  const head = log.head();
  const forged = anchored !== undefined && !sameSecret(anchored.mac, headMac(keys.anchor, anchored));
  const behind = anchored !== undefined && anchored.sequence > head.sequence;
  const places = { anchored: anchored?.sequence, found: head.sequence };
  if (forged) logger.warn(places, 'the head of the log that is kept outside the store was not written by us');
  if (behind) logger.warn(places, 'the log ends before where it once was');
  log.subscribe(head.sequence, (event) => parts.apply(event));
  if (behind) {
    const id = `evt_gap_${anchored.sequence}_${head.sequence}`;
    await units.transact(async (unit) =>
      unit.emit({
        id,
        source: '/app',
        type: 'log.gap-found',
        subject: 'log',
        at: systemClock.now(),
        correlationId: id,
        data: { anchored: anchored.sequence, found: head.sequence },
      }),
    );
  }
  await approvals.recover(await life.offMs());
  // A head that somebody else wrote proves nothing about what was under way.
  await effects.recover({ restored: behind || forged });
  await orchestrator.recover();
}

/** Keeps the log's head outside the store, how far turns have come, and a sign of life; after a sleep, cards get it back. */
function tick({ parts, life }: Opened, logger: Logger): NodeJS.Timeout {
  let keeping = false;
  const keep = async () => {
    if (keeping) return;
    keeping = true;
    try {
      await parts.log.anchor();
      await parts.orchestrator.saveProgress();
      const sleptMs = life.sleptMs();
      if (sleptMs > 0) await parts.approvals.recover(sleptMs);
      await life.sign();
    } catch (error) {
      logger.error({ err: error }, 'could not keep the head of the log, the progress, or the sign of life');
    } finally {
      keeping = false;
    }
  };
  return setInterval(() => void keep(), TICK_MS).unref();
}

async function stop(
  { server, scheduler, parts, store }: Opened,
  { ticking, release }: { ticking: NodeJS.Timeout; release: () => Promise<void> },
): Promise<void> {
  await server.close();
  await scheduler.stop();
  await parts.orchestrator.idle();
  await parts.approvals.idle();
  await parts.effects.idle();
  await parts.orchestrator.idle();
  clearInterval(ticking);
  await parts.log.anchor();
  await parts.orchestrator.saveProgress();
  await parts.registry.close();
  await store.close();
  await release();
}
