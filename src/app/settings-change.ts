import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createFileAnchor } from '../../adapters/anchor/file/index.ts';
import { lockHome, openSqliteStore } from '../../adapters/store/sqlite/index.ts';
import { createUnits, openEventLog } from '../events/index.ts';
import { createIdSource, systemClock } from '../kernel/index.ts';
import { openSettings, type Settings, type SettingsPatch } from '../memory/index.ts';
import { createClient, isUnreachable } from './client/client.ts';
import { collections, migrations } from './collections.ts';
import type { Environment } from './environment.ts';
import { readKeys } from './keys.ts';
import { createRandomPool } from './random-pool.ts';

/** What the settings are, and their change, through the running server or, where none runs, in the home itself. */
export interface SettingsAccess {
  read(): Promise<Pick<Settings, 'zone' | 'hold' | 'business'>>;
  change(patch: SettingsPatch): Promise<void>;
}

/** Throws HOME_LOCKED where a server has the home that does not answer at this address. */
export function settingsAccess(environment: Environment): SettingsAccess {
  const client = createClient(environment);
  const online = async <T>(ask: () => Promise<T>, otherwise: () => Promise<T>): Promise<T> => {
    try {
      return await ask();
    } catch (error) {
      if (!isUnreachable(error)) throw error;
      return otherwise();
    }
  };
  return {
    read: () =>
      online(
        () => client.call<Settings>('GET', '/api/v1/settings'),
        () => inHome(environment, {}),
      ),
    change: async (patch) => {
      await online(
        () => client.call<Settings>('PATCH', '/api/v1/settings', { body: patch }),
        () => inHome(environment, patch),
      );
    },
  };
}

/** Opens the home under its lock, starts nothing in it, and writes the change as the server would. */
async function inHome(environment: Environment, patch: SettingsPatch): Promise<Settings> {
  const { home } = environment;
  await mkdir(home, { recursive: true, mode: 0o700 });
  const lock = await lockHome(home);
  try {
    const keys = await readKeys(home, environment);
    const store = await openSqliteStore({ home, collections, migrations });
    try {
      const ids = createIdSource(systemClock, createRandomPool());
      const salt = () => randomBytes(16).toString('base64url');
      const log = await openEventLog({ store, anchor: createFileAnchor(home), key: keys.anchor, salt });
      const settings = await openSettings({ store, ids, zone: environment.zone });
      if (Object.keys(patch).length === 0) return settings.current();
      const cause = { at: systemClock.now(), by: 'operator', correlationId: ids('cor') };
      const units = createUnits(store, log);
      const changed = await units.transact((unit) => settings.change(unit, patch, cause));
      await log.anchor();
      return changed;
    } finally {
      await store.close();
    }
  } finally {
    await lock.release();
  }
}
