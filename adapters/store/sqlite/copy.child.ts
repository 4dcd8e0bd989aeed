import { isMainstayError } from '../../../src/kernel/index.ts';
import { THINGS } from './home.fixture.ts';
import { openSqliteStore } from './index.ts';

// A process of its own, for tests that give it a disk of its own: copies a store and tells on stdout how that went.
const [home = '', folder = ''] = process.argv.slice(2);
const store = await openSqliteStore({ home, collections: [THINGS], migrations: [], readOnly: true });
const told = await store.copyTo(folder).then(
  () => 'copied',
  (error: unknown) => (isMainstayError(error) ? error.code : String(error)),
);
await store.close();
process.stdout.write(`${told}\n`);
