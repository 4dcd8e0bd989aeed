import { arriving, asFastAs, type Client, nameOf, say } from '../load.ts';
import { report, reportTimes } from '../report.ts';

const PER_SECOND = 100;
/** Until everything on the way is compiled. */
const WARM_UP = 2_000;
const TURNS = 2_000;
const CONVERSATIONS = 50;
/** Turns by which saturation is measured. */
export const AT_ONCE = 6_000;

/** A hundred messages a second, each of which adds a customer. */
export async function measureTurns(client: Client): Promise<void> {
  const turn = (number: number) =>
    say(client, `Add customer ${nameOf(number)}`, `bench-${number % CONVERSATIONS}`);
  await arriving({ count: WARM_UP, perSecond: PER_SECOND }, turn);
  const times = await arriving({ count: TURNS, perSecond: PER_SECOND }, (number) => turn(WARM_UP + number));
  reportTimes('message to stored reply, 100 turns a second', times, { p50: 5, p99: 30 });
}

/** As many as fifty conversations can have done, each of which says the next once it has its answer. */
export async function measureSaturation(client: Client): Promise<void> {
  const perSecond = await asFastAs({ count: AT_ONCE, lanes: CONVERSATIONS }, (number, lane) =>
    say(client, `Add customer ${nameOf(100_000 + number)}`, `bench-${lane}`),
  );
  report('complete turns a second, 50 conversations', perSecond, { atLeast: 1_000, samples: AT_ONCE });
}
