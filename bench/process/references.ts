import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fsyncSync, openSync, writeSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeDurable, openDatabase } from '../../adapters/store/sqlite/database.ts';
import { createClient, oneByOne } from '../load.ts';
import { reportTimes } from '../report.ts';

const SAMPLES = 500;
const WARM_UP = 100;

/** What the machine takes for the least that could be done: a figure is to be read beside these. */
export async function measureReferences(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'mainstay-bench-'));
  reportTimes('bare fsync of 4 KB', fsyncTimes(join(folder, 'fsync')));
  reportTimes('bare SQLite insert of 1 KB, committed', insertTimes(folder));
  reportTimes('bare Fastify echo', await echoTimes());
}

function fsyncTimes(path: string): number[] {
  const file = openSync(path, 'w');
  const block = Buffer.alloc(4096, 1);
  return Array.from({ length: SAMPLES }, () => {
    const started = performance.now();
    writeSync(file, block);
    fsyncSync(file);
    return performance.now() - started;
  });
}

/** Under the store's own settings, one transaction each. */
function insertTimes(folder: string): number[] {
  const database = openDatabase(folder, false);
  makeDurable(database);
  database.exec('CREATE TABLE things (id TEXT PRIMARY KEY, body BLOB NOT NULL) STRICT');
  const insert = database.prepare('INSERT INTO things VALUES (?, ?)');
  const body = Buffer.alloc(1024, 1);
  const times = Array.from({ length: SAMPLES }, (_, number) => {
    const started = performance.now();
    insert.run(`thing_${number}`, body);
    return performance.now() - started;
  });
  database.close();
  return times;
}

async function echoTimes(): Promise<number[]> {
  const child = spawn(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'echo.child.ts')], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const client = createClient({ address: line.toString().trim(), token: '' });
  const times = await oneByOne(SAMPLES, (number) => client.send('POST', '/', { number }));
  client.close();
  child.kill();
  return times.slice(WARM_UP);
}
