import { describe } from 'vitest';
import { type StorePlace, usesStore } from '../../../test/contracts/store/place.ts';
import { describeProperties } from '../../../test/contracts/store/properties.ts';
import { storeContract } from '../../../test/contracts/store.ts';
import { createHome } from './home.fixture.ts';
import { openSqliteStore } from './index.ts';

async function createPlace(): Promise<StorePlace> {
  const { home, remove } = await createHome();
  return {
    open: (collections) => openSqliteStore({ home, collections, migrations: [] }),
    openCopy: (folder, collections) =>
      openSqliteStore({ home: folder, collections, migrations: [], readOnly: true }),
    destroy: remove,
  };
}

storeContract('sqlite', createPlace);

describe('any history of atomic batches', () => {
  describeProperties(usesStore(createPlace), { maxOperations: 4 });
});
