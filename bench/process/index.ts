import { startMainstay } from '../../test/process/process.ts';
import { createClient, oneByOne } from '../load.ts';
import { report, reportTimes } from '../report.ts';
import { measureApprovals, measureClicks } from './clicks.ts';
import { measureIdleMemory, peakMemory, processorMs } from './memory.ts';
import { measureReferences } from './references.ts';
import { measureRecovery, measureStarts } from './starts.ts';
import { AT_ONCE, measureSaturation, measureTurns } from './turns.ts';

const RUNS = 5;

/** The compiled product as its users meet it, over HTTP, beside what the machine takes for the least of it. */
export async function measureProcess(): Promise<void> {
  for (let run = 0; run < RUNS; run += 1) await measureOnce();
}

/** On new stores, with servers of their own. */
async function measureOnce(): Promise<void> {
  await measureReferences();
  await measureStarts();
  await measureIdleMemory();
  const mainstay = await startMainstay();
  const client = createClient(mainstay);
  const answers = await oneByOne(500, () => client.send('GET', '/healthz'));
  reportTimes('bare answer of the product (/healthz)', answers.slice(100));
  const most = await peakMemory(mainstay, () => measureTurns(client));
  report('memory at 100 turns a second, at most (MB)', most, { target: 400 });
  await measureClicks(client);
  const before = await processorMs(mainstay);
  const busiest = await peakMemory(mainstay, () => measureSaturation(client));
  report(
    'processor time for a turn, 50 conversations (ms)',
    ((await processorMs(mainstay)) - before) / AT_ONCE,
  );
  report('memory with 50 conversations at once, at most (MB)', busiest);
  await measureApprovals(client);
  client.close();
  await mainstay.stop();
  await measureRecovery();
}
