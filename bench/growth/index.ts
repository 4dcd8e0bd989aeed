import { cp, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type MainstayProcess, startMainstay, temporaryHome } from '../../test/process/process.ts';
import { createClient } from '../load.ts';
import { residentMegabytes } from '../process/memory.ts';
import { coldStart } from '../process/starts.ts';
import { report } from '../report.ts';
import { type Grown, grow } from './grow.ts';
import { compare, QUESTIONS, type Subject } from './measure.ts';
import { type Recorded, recordBlocks } from './record.ts';

const SIZES = [10_000, 100_000, 1_000_000] as const;
/** Enough for every page of a list to be full. */
const SMALL = 5_000;
const CUSTOMERS = 10_000;
/** Of what a small store takes. */
const MOST = 1.3;

/**
 * How cost grows: every question is asked of a small store and of a large one in turn. `--events=100000` measures one
 * size.
 */
export async function measureGrowth(options: readonly string[]): Promise<void> {
  const only = options.flatMap((option) => /^--events=(\d+)$/.exec(option)?.[1] ?? []).map(Number);
  const recorded = await recordBlocks();
  for (const events of only.length > 0 ? only : SIZES) await measureSize(recorded, events);
}

async function measureSize(recorded: Recorded, events: number): Promise<void> {
  const size = events.toLocaleString('en');
  const small = await grownHome(recorded, SMALL);
  const large = await grownHome(recorded, events);
  await tellSize(size, large);
  report(`cold start, ${size} events (ms)`, await coldStart(large.home));
  const servers = { small: await startMainstay(small), large: await startMainstay(large) };
  report(`memory just after the start, ${size} events (MB)`, await residentMegabytes(servers.large));
  const subjects = {
    small: subjectOf(servers.small, small.grown),
    large: subjectOf(servers.large, large.grown),
  };
  for (const question of QUESTIONS) {
    const compared = await compare(question, subjects);
    const times = compared.large / compared.small;
    report(`${question.name}, ${size} events (times)`, times, { target: MOST, ...compared });
  }
  for (const { client } of Object.values(subjects)) client.close();
  for (const server of Object.values(servers)) await server.stop();
}

function subjectOf(server: MainstayProcess, grown: Grown): Subject {
  return { client: createClient(server), grown };
}

interface Home {
  readonly home: string;
  readonly grown: Grown;
}

/** A copy of the recorded home, grown to so many events up to last midnight. */
async function grownHome(recorded: Recorded, events: number): Promise<Home> {
  const home = await temporaryHome();
  await cp(recorded.home, home, { recursive: true });
  const grown = await grow(home, recorded, {
    events,
    customers: CUSTOMERS,
    end: new Date().setUTCHours(0, 0, 0, 0),
  });
  return { home, grown };
}

async function tellSize(size: string, { home, grown }: Home): Promise<void> {
  const files = await readdir(home);
  const sizes = await Promise.all(
    files
      .filter((file) => file.startsWith('mainstay.db'))
      .map(async (file) => (await stat(join(home, file))).size),
  );
  const kilobytes = sizes.reduce((sum, bytes) => sum + bytes, 0) / 1024;
  const { events, customers, messages } = grown;
  report(`disk per message said, ${size} events (KB)`, kilobytes / messages, { events, customers, messages });
}
