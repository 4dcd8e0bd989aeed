import { approve, asFastAs, askForCard, type Client, say } from '../load.ts';
import { report, reportTimes } from '../report.ts';

const CLICKS = 100;
const CARDS = 1_000;
const CONVERSATIONS = 50;
const CUSTOMER = 'Ana Torres';

/** From Approve to the answer, by which the decision is stored and the invoice made, and its mail is leaving. */
export async function measureClicks(client: Client): Promise<void> {
  await say(client, `Add customer ${CUSTOMER}, ana@torres.example`);
  const times: number[] = [];
  for (let click = 0; click < CLICKS; click += 1) {
    const card = await askForCard(client, `Invoice ${CUSTOMER} $80 for hosting`);
    const started = performance.now();
    await approve(client, card);
    times.push(performance.now() - started);
  }
  reportTimes('click to effect started', times, { p50: 20 });
}

/** Cards that wait are approved as fast as that goes; each sends a mail. */
export async function measureApprovals(client: Client): Promise<void> {
  const cards: Awaited<ReturnType<typeof askForCard>>[] = [];
  await asFastAs({ count: CARDS, lanes: CONVERSATIONS }, async (_, lane) => {
    cards.push(await askForCard(client, `Write to ${CUSTOMER}: the site is live`, `cards-${lane}`));
  });
  const perSecond = await asFastAs({ count: CARDS, lanes: CONVERSATIONS }, async () => {
    const card = cards.pop();
    if (card) await approve(client, card);
  });
  report('approvals a second, 50 at once', perSecond, { samples: CARDS });
}
