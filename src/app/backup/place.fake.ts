import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { openSqliteStore, STORE_FILES } from '../../../adapters/store/sqlite/index.ts';
import { createUnits, type EventLog, openEventLog, type Units } from '../../events/index.ts';
import type { Scheduler, Store } from '../../ports/index.ts';
import { collections, migrations } from '../collections.ts';
import type { Checking } from './check.ts';
import { backupFolder } from './folder.ts';
import { type BackupService, createBackups } from './service.ts';

/** A home folder with a store in it, and the backups of it, with time in the test's hand. */
export interface Place {
  readonly home: string;
  readonly folder: string;
  readonly configFolder: string;
  readonly store: Store;
  readonly log: EventLog;
  readonly units: Units;
  readonly backups: BackupService;
  readonly checking: Checking;
  /** Something happens: one more entry in the log. */
  happen(): Promise<void>;
  /** Says that the settings changed. */
  moveTo(zone: string): Promise<void>;
  /** Moves the clock to this time and runs what is due until then, in order. */
  passTo(iso: string): Promise<void>;
  /** When the next backup is due, as ISO. */
  due(): string | undefined;
  close(): Promise<void>;
}

const KEY = 'the key of backups';

export interface PlaceOptions {
  readonly home?: string;
  /** The folder from the settings. */
  readonly given?: string;
  readonly now?: string;
  readonly key?: string;
}

export async function createPlace(options: PlaceOptions = {}): Promise<Place> {
  const home = options.home ?? (await mkdtemp(join(tmpdir(), 'mainstay-backup-')));
  const configFolder = await writeConfig(home);
  let now = Date.parse(options.now ?? '2026-11-23T09:12:00Z');
  let zone = 'UTC';
  const { store, log, units, emit, ids } = await openLog(home, () => now);
  const scheduler = createScheduler();
  const place = backupFolder(home, options.given);
  const key = options.key ?? KEY;
  const checking: Checking = { key, collections, openCopy };
  const backups = createBackups({
    ...checking,
    key,
    store,
    home,
    storeFiles: STORE_FILES,
    configFolder,
    place,
    program: '1.2.3',
    units,
    log,
    scheduler,
    clock: { now: () => now },
    ids,
    logger: pino({ level: 'silent' }),
    here: () => zone,
  });
  return {
    home,
    folder: place.folder,
    configFolder,
    store,
    log,
    units,
    backups,
    checking,
    happen: () => emit({ type: 'control.paused', data: { by: 'operator' } }),
    moveTo: async (to) => {
      zone = to;
      await emit({ type: 'settings.changed', data: { by: 'operator', changes: [] } });
    },
    passTo: async (iso) => {
      const until = Date.parse(iso);
      for (let next = scheduler.due(); next !== undefined && next <= until; next = scheduler.due()) {
        now = Math.max(now, next);
        await scheduler.run();
      }
      now = until;
    },
    due: () => {
      const next = scheduler.due();
      return next === undefined ? undefined : new Date(next).toISOString();
    },
    close: async () => {
      await backups.stop();
      await store.close();
    },
  };
}

async function writeConfig(home: string): Promise<string> {
  const folder = join(home, 'config');
  await mkdir(join(folder, 'workflows'), { recursive: true });
  await writeFile(join(folder, 'mainstay.yaml'), 'tax: 19\n');
  await writeFile(join(folder, 'workflows', 'own.yaml'), 'name: own\n');
  return folder;
}

function openCopy(folder: string): Promise<Store> {
  return openSqliteStore({ home: folder, collections, migrations, readOnly: true });
}

async function openLog(home: string, now: () => number) {
  const store = await openSqliteStore({ home, collections, migrations });
  const anchor = { read: async () => undefined, write: async () => {} };
  const log = await openEventLog({ store, anchor, key: 'anchor', salt: () => 'salt' });
  const units = createUnits(store, log);
  let count = 0;
  const ids = (prefix: string) => `${prefix}_${log.head().sequence}_${(count += 1)}`;
  const emit = async (event: { type: 'control.paused' | 'settings.changed'; data: object }) => {
    const id = ids('evt');
    const about = { id, source: '/test', subject: 'x', at: now(), correlationId: id };
    await units.transact(async (unit) =>
      unit.emit({ ...about, ...event } as Parameters<typeof unit.emit>[0]),
    );
  };
  return { store, log, units, emit, ids };
}

/** Holds the one task that backups schedule, until the test runs it. */
function createScheduler(): Scheduler & { due(): number | undefined; run(): Promise<void> } {
  let next: { epochMs: number; task: () => Promise<void> } | undefined;
  return {
    at: (_key, epochMs, task) => {
      next = { epochMs, task };
    },
    cancel: () => {
      next = undefined;
    },
    stop: async () => {},
    due: () => next?.epochMs,
    run: async () => {
      const due = next;
      next = undefined;
      await due?.task();
    },
  };
}
