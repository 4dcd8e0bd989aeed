import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { createFileAnchor } from '../../adapters/anchor/file/index.ts';
import { createEmailConnector, type Sender } from '../../adapters/connector/email/index.ts';
import { createPdfRenderer } from '../../adapters/document/pdf/index.ts';
import { createTransformersEmbedder } from '../../adapters/embedder/transformers/index.ts';
import { createAgendaScheduler } from '../../adapters/scheduler/agenda/index.ts';
import { createFileShelf } from '../../adapters/shelf/files/index.ts';
import { lockHome, openSqliteStore } from '../../adapters/store/sqlite/index.ts';
import { createServer } from '../console/index.ts';
import { createIdSource, isMainstayError, MainstayError, systemClock } from '../kernel/index.ts';
import type { Anchor, Embedder, Scheduler, Store } from '../ports/index.ts';
import { endedRestore } from './backup/mark.ts';
import { type BackupService, createBackups } from './backup/service.ts';
import { backupSource } from './backup/source.ts';
import { collections, migrations } from './collections.ts';
import { type Config, readAppConfig } from './config.ts';
import type { Environment } from './environment.ts';
import { type Keys, readKeys } from './keys.ts';
import { createLife, type Life, prepareLife, TICK_MS } from './life.ts';
import { followToken, type LiveToken } from './live-token.ts';
import { createOutagePause, type OutagePause } from './outage.ts';
import { createParts, type Outside, type Parts } from './parts.ts';
import { createRandomPool } from './random-pool.ts';
import { recover } from './recovery.ts';
import {
  buildName,
  modelFolder,
  packageRoot,
  shippedCache,
  skillSums,
  skillsFolder,
  workflowFolders,
} from './root.ts';
import { checkShipped } from './shipped.ts';

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
  readonly embedder: Embedder;
  readonly keys: Keys;
  readonly life: Life;
  readonly outage: OutagePause;
  readonly token: LiveToken;
  readonly parts: Parts;
  readonly backups: BackupService;
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
    const restored = await endedRestore(home);
    await checkShipped(skillSums(), skillsFolder());
    opened = await open(environment, { config, logger });
    await recover({ ...opened, home, logger, restored });
    const address = await listen(opened.server, environment);
    await opened.backups.begin();
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
    if (opened) await settle(opened);
    await opened?.store.close();
    await lock.release();
    throw error;
  }
}

async function prepareHome(home: string): Promise<void> {
  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    await prepareLife(home, systemClock);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new MainstayError('HOME_UNWRITABLE', { values: { home, reason }, cause: error });
  }
}

async function open(
  environment: Environment,
  { config, logger }: { config: Config; logger: Logger },
): Promise<Opened> {
  const store = await openSqliteStore({ home: environment.home, collections, migrations });
  const onError = errorLog(logger);
  const scheduler = await createAgendaScheduler(store, (error, key) => onError(error, { key }));
  const embedder = createTransformersEmbedder({ folder: modelFolder() });
  try {
    return await assemble(environment, { config, logger, onError, store, scheduler, embedder });
  } catch (error) {
    await scheduler.stop();
    await embedder.close();
    await store.close();
    throw error;
  }
}

/** What has to be closed again where nothing can be built upon it. */
interface Ground {
  readonly config: Config;
  readonly logger: Logger;
  readonly onError: ReturnType<typeof errorLog>;
  readonly store: Store;
  readonly scheduler: Scheduler;
  readonly embedder: Embedder;
}

async function assemble(
  environment: Environment,
  { config, logger, onError, store, scheduler, embedder }: Ground,
): Promise<Opened> {
  const { home } = environment;
  const clock = systemClock;
  const keys = await readKeys(home, environment);
  const anchor = createFileAnchor(home);
  const life = createLife(home, clock);
  const random = createRandomPool();
  const outage = createOutagePause();
  const ids = createIdSource(clock, random);
  const parts = await createParts({
    store,
    anchor,
    scheduler,
    meanings: { embedder },
    shelf: createFileShelf(join(home, 'cache'), shippedCache()),
    build: buildName(),
    clock,
    ids,
    config,
    onError,
    renderer: createPdfRenderer(),
    connectors: connectorsOf(environment, config),
    salt: () => Buffer.from(random(16)).toString('base64url'),
    random: Math.random,
    storePause: outage.pause,
    sleptMs: () => life.sleptMs(),
    backups: () => backups.list(),
    anchorKey: keys.anchor,
    buttonKey: keys.buttons,
    zone: environment.zone,
    workflowFolders: workflowFolders(),
  });
  const token = followToken(home, { first: keys.apiToken, fixed: environment.apiToken !== undefined });
  const backups: BackupService = createBackups({
    ...parts,
    ...backupSource(home, config),
    store,
    scheduler,
    clock,
    ids,
    logger,
    key: keys.backups,
    here: () => parts.settings.current().zone.here ?? parts.settings.homeZone(),
  });
  const server = await createServer({
    ...parts,
    backups,
    store,
    clock,
    ids,
    token,
    sessionKey: keys.session,
    pageFolder: join(packageRoot(), 'dist', 'page'),
    onError,
  });
  return { store, anchor, scheduler, embedder, keys, life, outage, token, parts, backups, server };
}

function connectorsOf({ home, smtpUrl }: Environment, { mailFrom }: Config): Outside['connectors'] {
  return ({ attachments, settings }) => [
    createEmailConnector({
      outbox: join(home, 'outbox'),
      attachments,
      from: async () => senderOf(settings.current().business.name, mailFrom),
      ...(smtpUrl ? { smtpUrl } : {}),
    }),
  ];
}

/** What the set-up can mend is no bug. */
function errorLog(logger: Logger): (error: unknown, about: Readonly<Record<string, string>>) => void {
  return (error, about) =>
    isMainstayError(error) && error.blame === 'config'
      ? logger.warn({ ...about, err: error }, 'the set-up needs a look')
      : logger.error({ ...about, err: error }, 'unexpected error');
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
      if (sleptMs > 0) {
        await parts.approvals.recover(sleptMs);
        await parts.schedules.resumed(systemClock.now() - sleptMs);
      }
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
  opened: Opened,
  { ticking, release }: { ticking: NodeJS.Timeout; release: () => Promise<void> },
): Promise<void> {
  const { parts, store } = opened;
  await settle(opened);
  clearInterval(ticking);
  await parts.log.anchor();
  await parts.orchestrator.saveProgress();
  await parts.registry.close();
  await store.close();
  await release();
}

/** Nothing new is taken, and what is under way ends. */
async function settle({ server, scheduler, embedder, backups, outage, token, parts }: Opened): Promise<void> {
  await server.close();
  outage.end();
  token.stop();
  // A message that waits for its meaning is answered by its words.
  await embedder.close();
  await backups.stop();
  await scheduler.stop();
  await parts.schedules.idle();
  await parts.orchestrator.idle();
  await parts.approvals.idle();
  await parts.effects.idle();
  await parts.orchestrator.idle();
}
