import { setImmediate } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { isMainstayError } from '../../../src/kernel/index.ts';
import type { Document } from '../../../src/ports/index.ts';
import { THINGS } from './home.fixture.ts';
import { lockHome, openSqliteStore } from './index.ts';

// A process for tests to kill: `lock`, `commit` or `migrate` in a home folder, telling on stdout how far it came.
const { positionals } = parseArgs({ allowPositionals: true });
const [task = '', home = ''] = positionals;

const TASKS: Readonly<Record<string, () => Promise<void>>> = {
  lock: async () => {
    // Root may write anywhere, so the question of permissions is put as somebody else.
    if (process.getuid?.() === 0 && positionals.includes('as-nobody')) process.setuid?.(65_534);
    await lockHome(home);
    // Whoever drops the lock's handle must not lose the lock with it.
    await setImmediate();
    globalThis.gc?.();
    await setImmediate();
    say('locked');
    setInterval(() => {}, 60_000);
  },
  commit: async () => {
    const store = await openSqliteStore({ home, collections: [THINGS], migrations: [] });
    for (let round = 0; ; round += 1)
      await Promise.all([0, 1, 2, 3, 4].map((n) => commitPair(`r${round}-${n}`)));

    async function commitPair(name: string): Promise<void> {
      const operations = ['left', 'right'].map((side) => {
        const document = { id: `${name}-${side}`, index: { a: name }, body: Buffer.alloc(2_000, side) };
        return { kind: 'insert', collection: THINGS.name, document } as const;
      });
      await store.commit({ operations });
      say(name);
    }
  },
  migrate: async () => {
    const migrations = [{ collection: THINGS.name, to: 2, change }];
    await openSqliteStore({ home, collections: [{ ...THINGS, schemaVersion: 2 }], migrations });
  },
};

function change({ id, index, body }: Document) {
  if (id === 't00900') process.kill(process.pid, 'SIGKILL');
  return { index, body: Buffer.concat([body, Buffer.from(' v2')]) };
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

await TASKS[task]?.().catch((error: unknown) => {
  say(isMainstayError(error) ? `${error.code}: ${error.message}` : String(error));
  process.exitCode = 1;
});
