import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { type MainstayProcess, startMainstay } from '../../test/process/process.ts';
import { createClient, say } from '../load.ts';
import { report } from '../report.ts';

/** V8 gives back what a start took once nothing has happened for some twenty seconds. */
const SETTLING_MS = 30_000;
const LOOK_EVERY_MS = 100;
/** Linux counts processor time in hundredths of a second. */
const TICK_MS = 10;

/** What the process holds in memory, in megabytes. */
export async function residentMegabytes({ child }: MainstayProcess): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024;
}

/** Processor time that the process has taken so far, of all its threads, in milliseconds. */
export async function processorMs({ child }: MainstayProcess): Promise<number> {
  const [, fields = ''] = (await readFile(`/proc/${child.pid}/stat`, 'utf8')).split(') ');
  const [user, system] = fields.split(' ').slice(11, 13).map(Number);
  return ((user ?? 0) + (system ?? 0)) * TICK_MS;
}

/** A server that nobody has spoken to, and one that has had to ask its sentence model. */
export async function measureIdleMemory(): Promise<void> {
  const mainstay = await startMainstay();
  await wait(SETTLING_MS);
  report('idle memory, without the sentence model (MB)', await residentMegabytes(mainstay), { target: 130 });
  const client = createClient(mainstay);
  await say(client, 'Could you maybe put down somewhere that Ana prefers the mornings?');
  await wait(SETTLING_MS);
  report('idle memory, with the sentence model (MB)', await residentMegabytes(mainstay));
  client.close();
  await mainstay.stop();
}

/** Does the work and gives the most memory that was held meanwhile, in megabytes. */
export async function peakMemory(mainstay: MainstayProcess, work: () => Promise<void>): Promise<number> {
  let most = 0;
  const looking = new AbortController();
  const watch = async () => {
    while (!looking.signal.aborted) {
      most = Math.max(most, await residentMegabytes(mainstay));
      await wait(LOOK_EVERY_MS);
    }
  };
  const watched = watch();
  await work();
  looking.abort();
  await watched;
  return most;
}
