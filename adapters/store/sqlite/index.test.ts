import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { storeContract } from '../../../test/contracts/store.ts';
import { openSqliteStore } from './index.ts';

storeContract('sqlite', async () => {
  const home = await mkdtemp(join(tmpdir(), 'mainstay-store-'));
  return {
    open: (collections) => openSqliteStore({ home, collections, migrations: [] }),
    destroy: () => rm(home, { recursive: true }),
  };
});
