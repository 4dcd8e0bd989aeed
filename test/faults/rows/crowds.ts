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

/** As a machine that sleeps. */
async function standStill({ child }: MainstayProcess, ms: number): Promise<void> {
  child.kill('SIGSTOP');
  await setTimeout(ms);
  child.kill('SIGCONT');
}
