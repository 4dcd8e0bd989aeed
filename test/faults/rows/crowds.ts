import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { startMailServer } from '../../fakes/mail-server.ts';
import { type MainstayProcess, startMainstay } from '../../process/process.ts';
import { type FaultRow, repeated } from '../row.ts';
import { ADD_ANA, approve, say } from '../say.ts';

const CARDS = 30;
const SOON = { timeout: 30_000, interval: 100 };
const HOLD_SECONDS = 2;

export const manyAtOnce: FaultRow = {
  row: 30,
  part: 'crowd',
  fault:
    'thirty cards that take numbers are approved at once, or held until one moment while the process stands still',
  must: 'each leaves once, and none is left lying',
  times: { short: 1, full: 20 },
  play: async (trial) => {
    const mail = await startMailServer();
    const outcome = await repeated(trial, async (random, index) => {
      mail.received.length = 0;
      const mainstay = await startMainstay({ env: { SMTP_URL: mail.url } });
      await say(mainstay, ADD_ANA);
      const cards = [];
      for (let card = 0; card < CARDS; card += 1)
        cards.push((await say(mainstay, `Invoice Ana $${100 + card} for hosting`)).suggestions[0]);
      const isHeld = index % 2 === 0;
      if (isHeld) await mainstay.call('PATCH', '/api/v1/settings', { body: { hold: HOLD_SECONDS } });
      const answers = await Promise.all(cards.map((card) => approve(mainstay, card)));
      expect(answers.map(({ status }) => status)).toEqual(cards.map(() => 200));
      if (isHeld) await standStill(mainstay, HOLD_SECONDS * 1000 + random.below(1_000));
      await expect.poll(() => mail.received.length, SOON).toBe(CARDS);
      const { body } = await mainstay.call('GET', '/api/v1/records/invoice?limit=100');
      expect(new Set(body.items.map(({ number }: { number: string }) => number)).size).toBe(CARDS);
      await mainstay.stop();
      expect(mail.received).toHaveLength(CARDS);
    });
    await mail.close();
    return outcome;
  },
};

interface Answers {
  readonly codes: readonly number[];
  readonly isSlow: boolean;
}

/** What each try is answered; the one after the last is taken, perhaps slowly. */
const ANSWERS: readonly [Answers, ...Answers[]] = [
  { codes: [451], isSlow: false },
  { codes: [451, 421], isSlow: false },
  { codes: [554], isSlow: false },
  { codes: [550], isSlow: false },
  { codes: [], isSlow: true },
  { codes: [452], isSlow: true },
];
const SLOW_MS = 3_000;

export const mailAnswers: FaultRow = {
  row: 13,
  part: 'mail',
  fault: 'a mail server that refuses for now (4xx), for good (5xx), or takes its time',
  must: 'sent once in the end, or told that it was not',
  times: { short: 1, full: 24 },
  play: async (trial) => {
    const mail = await startMailServer();
    const mainstay = await startMainstay({ env: { SMTP_URL: mail.url } });
    await say(mainstay, ADD_ANA);
    const outcome = await repeated(trial, async (random, index) => {
      mail.received.length = 0;
      const { codes, isSlow } = random.pick(ANSWERS);
      const left = [...codes];
      const isRefused = codes.some((code) => code >= 500);
      mail.onMail = isSlow ? () => setTimeout(SLOW_MS) : undefined;
      mail.refuse = () => left.shift();
      const { suggestions } = await say(mainstay, `Invoice Ana $${100 + index} for hosting`);
      const { body } = await approve(mainstay, suggestions[0]);
      const [, effect] = body.effectIds;
      const status = async () => (await mainstay.call('GET', `/api/v1/effects/${effect}`)).body.status;
      await expect.poll(status, { timeout: 60_000, interval: 100 }).toBe(isRefused ? 'failed' : 'done');
      expect(mail.received).toHaveLength(isRefused ? 0 : 1);
    });
    await mainstay.stop();
    await mail.close();
    return outcome;
  },
};

/** As a machine that sleeps. */
async function standStill({ child }: MainstayProcess, ms: number): Promise<void> {
  child.kill('SIGSTOP');
  await setTimeout(ms);
  child.kill('SIGCONT');
}
