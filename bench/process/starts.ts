import { startMainstay, temporaryHome } from '../../test/process/process.ts';
import { approve, asFastAs, askForCard, createClient, oneByOne, say } from '../load.ts';
import { median, report } from '../report.ts';

const STARTS = 5;
const RUNS = 10_000;
const LANES = 50;

/** From the spawn to the first answer that says that it is ready. */
export async function coldStart(home: string): Promise<number> {
  const started = performance.now();
  const mainstay = await startMainstay({ home });
  await mainstay.call('GET', '/readyz');
  const took = performance.now() - started;
  await mainstay.stop();
  return took;
}

export async function measureStarts(): Promise<void> {
  const home = await temporaryHome();
  const times: number[] = [];
  for (let start = 0; start < STARTS; start += 1) times.push(await coldStart(home));
  report('cold start to ready (ms)', median(times), { target: 800, samples: STARTS });
}

/**
 * Kills a server in which ten thousand runs wait, each at its card, and starts it anew: it listens once every run is
 * taken up. That they are is seen by deciding some of their cards.
 */
export async function measureRecovery(): Promise<void> {
  const before = await startMainstay();
  const client = createClient(before);
  await say(client, 'Add customer Ana Torres, ana@torres.example');
  const cards: Awaited<ReturnType<typeof askForCard>>[] = [];
  const perSecond = await asFastAs({ count: RUNS, lanes: LANES }, async (_, lane) => {
    cards.push(await askForCard(client, 'Write to Ana Torres: the site is live', `cards-${lane}`));
  });
  report('turns that end in a card a second, 50 conversations', perSecond, { samples: RUNS });
  client.close();
  await before.kill();
  const started = performance.now();
  const after = await startMainstay({ home: before.home });
  await after.call('GET', '/readyz');
  report('recovery of 10,000 unfinished runs (ms)', performance.now() - started, { target: 5_000 });
  const again = createClient(after);
  await oneByOne(10, async (number) => {
    const card = cards[number * 999];
    if (card) await approve(again, card);
  });
  again.close();
  await after.stop();
}
