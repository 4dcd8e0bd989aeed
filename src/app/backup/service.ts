import { Cron } from 'croner';
import type { Logger } from 'pino';
import type { EventLog, Units } from '../../events/index.ts';
import {
  type Clock,
  createBackground,
  dateAt,
  deriveId,
  type IdSource,
  isMainstayError,
  MainstayError,
} from '../../kernel/index.ts';
import type { Backup, Backups, Scheduler } from '../../ports/index.ts';
import { type Copying, makeAndKeep } from './copy.ts';
import { listBackups } from './folder.ts';
import { tell } from './tell.ts';
import { words } from './words.ts';

export interface BackupDeps extends Omit<Copying, 'reason' | 'at' | 'signal'> {
  readonly units: Units;
  readonly log: EventLog;
  readonly scheduler: Scheduler;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly logger: Logger;
  /** Where the operator is: what night is. */
  here(): string;
}

export interface BackupService extends Backups {
  /** From now on, one is made each night; where the newest is older than a day, one soon. Call it once ready. */
  begin(): Promise<void>;
  /** Ends one that is under way, and makes no more. */
  stop(): Promise<void>;
}

const NIGHT = '0 3 * * *';
/** How far into its day the night's backup is. */
const NIGHT_MS = 3 * 3_600_000;
const KEY = 'backup';
const DAY_MS = 86_400_000;
const AGAIN_MS = 3_600_000;

/** Backups of a store that is open. Two that are asked for at once are one. */
export function createBackups(deps: BackupDeps): BackupService {
  const stopping = new AbortController();
  const background = createBackground();
  const nights = createNights(deps, () => make('night'));
  let underWay: Promise<Backup> | undefined;
  let stopListening = () => {};

  function make(reason: Backup['reason']): Promise<Backup> {
    underWay ??= makeOne(deps, reason, stopping.signal).finally(() => {
      underWay = undefined;
    });
    background.add(underWay.then(noted, noted));
    return underWay;
  }

  return {
    make: () => make('asked'),
    list: () => listBackups(deps),
    begin: async () => {
      const since = await unprotectedSince(deps);
      nights.begin(since !== undefined && since < deps.clock.now() - DAY_MS);
      stopListening = deps.log.subscribe(deps.log.head().sequence, ({ type }) => {
        if (type === 'settings.changed') nights.move();
      });
    },
    stop: async () => {
      stopListening();
      deps.scheduler.cancel(KEY);
      stopping.abort(new MainstayError('STOPPING'));
      await background.idle();
    },
  };
}

/** When the next one is made: at three, at once where one is overdue, and every hour where it failed. */
function createNights(deps: BackupDeps, make: () => Promise<Backup>) {
  const { clock, scheduler } = deps;
  /** Whether the next one is that of the night, and not one that is overdue. */
  let isNightNext = false;

  function nextNight(): number {
    const night = new Cron(NIGHT, { timezone: deps.here() }).nextRun(new Date(clock.now()));
    return night?.getTime() ?? clock.now() + DAY_MS;
  }

  function schedule(epochMs: number): void {
    isNightNext = epochMs >= nextNight();
    scheduler.at(KEY, Math.min(nextNight(), epochMs), tonight);
  }

  async function tonight(): Promise<void> {
    try {
      await make();
      schedule(nextNight());
    } catch (error) {
      if (isMainstayError(error, 'STOPPING')) return;
      schedule(clock.now() + AGAIN_MS);
      await tellFailure(deps, error);
    }
  }

  return {
    begin: (isOverdue: boolean) => schedule(isOverdue ? clock.now() : nextNight()),
    /** Who has moved to another zone has their night at another time. */
    move: () => {
      if (isNightNext) schedule(nextNight());
    },
  };
}

/** Whoever asked is told how it went. */
function noted(): void {}

/** When the newest backup was made, or else when there began to be something to lose; epoch milliseconds. */
async function unprotectedSince(deps: BackupDeps): Promise<number | undefined> {
  const newest = (await listBackups(deps)).find(({ verified }) => verified);
  if (newest) return Date.parse(newest.at);
  const [first] = (await deps.log.read({}, { limit: 1 })).items;
  return first && Date.parse(first.time);
}

async function makeOne(deps: BackupDeps, reason: Backup['reason'], signal: AbortSignal): Promise<Backup> {
  const { made, removed } = await makeAndKeep({ ...deps, reason, at: deps.clock.now(), signal });
  // The backup is made, whether or not the log can take it down just now.
  await record(deps, made, removed).catch((err: unknown) =>
    deps.logger.warn({ err, backup: made.id }, 'the log does not have the backup'),
  );
  deps.logger.info({ backup: made.path, bytes: made.bytes, removed }, 'backup made');
  return made;
}

async function record(deps: BackupDeps, made: Backup, removed: readonly string[]): Promise<void> {
  const { id: backup, reason, bytes, elsewhere } = made;
  const id = deps.ids('evt');
  await deps.units.transact(async (unit) =>
    unit.emit({
      id,
      source: '/app',
      type: 'backup.made',
      subject: backup,
      at: deps.clock.now(),
      correlationId: id,
      data: { backup, reason, bytes, elsewhere, removed: [...removed] },
    }),
  );
}

/** Said once for each night, however often it is tried until the next. */
async function tellFailure(deps: BackupDeps, error: unknown): Promise<void> {
  deps.logger.warn({ err: error }, 'no backup was made');
  const at = deps.clock.now();
  const { code, message } = isMainstayError(error)
    ? error
    : new MainstayError('INTERNAL', { values: { reference: KEY } });
  const id = deriveId('evt', 'backup.failed', dateAt(at - NIGHT_MS, deps.here()));
  await tell(
    deps,
    {
      id,
      source: '/app',
      type: 'backup.failed',
      subject: KEY,
      at,
      correlationId: id,
      data: { code, message },
    },
    `${message} ${words.again}`,
  );
}
