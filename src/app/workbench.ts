import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createFileAnchor } from '../../adapters/anchor/file/index.ts';
import { createEmailConnector } from '../../adapters/connector/email/index.ts';
import { createPdfRenderer } from '../../adapters/document/pdf/index.ts';
import { createAgendaScheduler } from '../../adapters/scheduler/agenda/index.ts';
import { openSqliteStore } from '../../adapters/store/sqlite/index.ts';
import { createIdSource, systemClock } from '../kernel/index.ts';
import { collections, migrations } from './collections.ts';
import type { Config } from './config.ts';
import { createParts, type Outside, type Parts } from './parts.ts';
import { createRandomPool } from './random-pool.ts';

/**
 * The rooms, wired as in a server, on a store of their own that goes with the work: for looking at what a server would
 * know, without starting or disturbing one. Nothing is listened to and nothing leaves.
 */
export async function onWorkbench<T>(
  config: Config,
  work: (parts: Parts) => Promise<T>,
  more: Partial<Outside> = {},
): Promise<T> {
  const home = await mkdtemp(join(tmpdir(), 'mainstay-workbench-'));
  const store = await openSqliteStore({ home, collections, migrations });
  try {
    const raise = (error: unknown) => {
      throw error;
    };
    const scheduler = await createAgendaScheduler(store, raise);
    const parts = await createParts({
      store,
      anchor: createFileAnchor(home),
      scheduler,
      clock: systemClock,
      ids: createIdSource(systemClock, createRandomPool()),
      config,
      onError: raise,
      renderer: createPdfRenderer(),
      connectors: ({ attachments }) => [
        createEmailConnector({ outbox: join(home, 'outbox'), attachments, from: async () => ({}) }),
      ],
      salt: () => randomBytes(16).toString('base64url'),
      random: Math.random,
      storePause: async () => false,
      sleptMs: () => 0,
      backups: async () => [],
      anchorKey: '',
      buttonKey: '',
      zone: undefined,
      workflowFolders: [],
      ...more,
    });
    return await work(parts).finally(() => scheduler.stop());
  } finally {
    await store.close();
    await rm(home, { recursive: true, force: true });
  }
}
