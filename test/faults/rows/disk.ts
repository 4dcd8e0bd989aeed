import { execFile } from 'node:child_process';
import { rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import { type MainstayProcess, startMainstay } from '../../process/process.ts';
import type { Random } from '../random.ts';
import { type FaultRow, repeated } from '../row.ts';

const run = promisify(execFile);
const DISK = '48m';
const MESSAGES = 60;
const CONVERSATIONS = 5;
/** Longer than the product waits between two looks at the disk. */
const SOON = { timeout: 60_000, interval: 250 };

/** What keeps a process from writing, and lets it write again. */
interface Trouble {
  begin(mainstay: MainstayProcess, random: Random): Promise<void>;
  end(mainstay: MainstayProcess): Promise<void>;
}

const ballast = ({ home }: MainstayProcess) => join(home, 'ballast');

/** Nothing is left on the disk, or next to nothing. */
const full: Trouble = {
  begin: async (mainstay, random) => {
    const { bavail, bsize } = await statfs(mainstay.home);
    const left = random.below(24) * 4096;
    // The product writes meanwhile, so it may not fit: then the disk is as full as can be.
    const bytes = Buffer.alloc(Math.max(0, bavail * bsize - left));
    await writeFile(ballast(mainstay), bytes).catch(() => undefined);
  },
  end: (mainstay) => rm(ballast(mainstay), { force: true }),
};

/** Whatever would make a file longer than the store's log is now fails, with an error of the system. */
const broken: Trouble = {
  begin: async ({ child, home }, random) => {
    const { size } = await stat(join(home, 'mainstay.db-wal'));
    await run('prlimit', ['--pid', String(child.pid), `--fsize=${size + random.below(64) * 1024}:unlimited`]);
  },
  end: async ({ child }) => {
    await run('prlimit', ['--pid', String(child.pid), '--fsize=unlimited:unlimited']);
  },
};

/** Says some of them, each under its own id; gives which were acknowledged, and how the others were refused. */
async function pour(mainstay: MainstayProcess, numbers: readonly number[]) {
  const taken = new Set<number>();
  const refused = new Set<string>();
  await Promise.all(
    numbers.map(async (number) => {
      const body = {
        text: `add task errand ${number}`,
        id: `m${number}`,
        conversation: `c${number % CONVERSATIONS}`,
      };
      const answer = await mainstay.call('POST', '/api/v1/messages', { body });
      if (answer.status === 202) taken.add(number);
      else refused.add(answer.body.code);
    }),
  );
  return { taken, refused };
}

async function tasksOf(mainstay: MainstayProcess): Promise<readonly number[]> {
  const { body } = await mainstay.call('GET', '/api/v1/records/task?limit=200');
  return body.items
    .map(({ title }: { title: string }) => Number(/\d+/.exec(title)?.[0]))
    .toSorted((one: number, other: number) => one - other);
}

async function playOnce(random: Random, trouble: Trouble): Promise<ReadonlySet<string>> {
  const mainstay = await startMainstay({ disk: DISK });
  const all = Array.from({ length: MESSAGES }, (_, number) => number);
  const calm = 1 + random.below(MESSAGES / 2);
  const before = await pour(mainstay, all.slice(0, calm));
  expect(before.refused.size).toBe(0);
  await trouble.begin(mainstay, random);
  const during = await pour(mainstay, all.slice(calm));
  expect((await mainstay.call('GET', '/healthz')).status).toBe(200);
  await trouble.end(mainstay);
  const taken = [...before.taken, ...during.taken].toSorted((one, other) => one - other);
  await expect.poll(() => tasksOf(mainstay), SOON).toEqual(expect.arrayContaining(taken));
  // Whoever was refused says it again, and so does everybody else.
  await expect.poll(async () => (await pour(mainstay, all)).refused.size, SOON).toBe(0);
  await expect.poll(() => tasksOf(mainstay), SOON).toEqual(all);
  await mainstay.stop();
  return during.refused;
}

export const fullDisk: FaultRow = {
  row: 7,
  part: 'disk',
  fault: 'a real disk is full for a while, or the system refuses to write',
  must: 'messages are refused and not falsely acknowledged; what was acknowledged is done once when it can be written again',
  times: { short: 2, full: 60 },
  play: async (trial) => {
    const codes: Record<string, number> = {};
    const outcome = await repeated(trial, async (random, index) => {
      const refused = await playOnce(random, index % 2 === 0 ? full : broken);
      for (const code of refused) codes[code] = (codes[code] ?? 0) + 1;
    });
    return { ...outcome, figures: codes };
  },
};
