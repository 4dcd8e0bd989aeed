import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect } from 'vitest';
import { startMailServer } from '../../fakes/mail-server.ts';
import { mainstay as command } from '../../process/command.ts';
import { type MainstayProcess, startMainstay, temporaryHome } from '../../process/process.ts';
import { shuffled } from '../random.ts';
import { type FaultRow, repeated } from '../row.ts';
import { approve, say } from '../say.ts';

const CLOCK = join(import.meta.dirname, '../../process/clock.mjs');
const HOUR_MS = 60 * 60 * 1000;
/** Longer than a start of the product may take to see that the time is another. */
const SOON = { timeout: 10_000, interval: 100 };

export const wrongClock: FaultRow = {
  row: 10,
  fault: 'a second process whose clock is off by an hour, a day or a year',
  must: 'it does not take the home from the one that runs, and none of its work',
  times: { short: 2, full: 40 },
  play: async (trial) => {
    const mainstay = await startMainstay();
    const outcome = await repeated(trial, async (random) => {
      const off = random.pick([1, -1, 24, -24, 8_760]) * HOUR_MS;
      const env = { CLOCK_STARTS_AT: new Date(Date.now() + off).toISOString() };
      await expect(startMainstay({ home: mainstay.home, env, preload: CLOCK })).rejects.toThrow(
        'HOME_LOCKED',
      );
      expect((await say(mainstay, 'help')).replies).toHaveLength(1);
    });
    await mainstay.stop();
    return outcome;
  },
};

async function jump({ child }: MainstayProcess, file: string, hours: number): Promise<void> {
  await writeFile(file, String(hours * HOUR_MS));
  child.kill('SIGUSR2');
  await expect.poll(() => readFile(file, 'utf8'), SOON).toBe('jumped');
}

async function told(mainstay: MainstayProcess, which: RegExp): Promise<readonly string[]> {
  const { body } = await mainstay.call('GET', '/api/v1/conversations/main/messages?limit=200');
  return body.items
    .filter((item: { direction: string; text: string }) => item.direction === 'out' && which.test(item.text))
    .map(({ text }: { text: string }) => text);
}

const REMINDED = /^(?!I will).{0,30}water the plants/;
const DIGEST = /^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day \d+ \w+\. /;

export const jumpingClock: FaultRow = {
  row: 10,
  part: 'jump',
  fault:
    'the clock of a running process jumps by hours, days or a year, forward and back, and is right after a restart',
  must: 'it answers; a reminder comes once, a digest once a day; a card that waits can be decided, once',
  times: { short: 1, full: 40 },
  play: (trial) =>
    repeated(trial, async (random) => {
      const mail = await startMailServer();
      const home = await temporaryHome();
      const file = join(home, 'clock');
      const env = { SMTP_URL: mail.url, CLOCK_FILE: file };
      const first = await startMainstay({ home, env, preload: CLOCK });
      await say(first, 'Add customer Ana Torres, ana@torres.example');
      const { suggestions } = await say(first, 'Invoice Ana $1,200 for the landing page');
      await say(first, 'remind me in 20 minutes to water the plants');
      const jumps = shuffled(random, [1, -1, 3, 26, -26, random.pick([8_760, -8_760])]);
      for (const hours of jumps) {
        await jump(first, file, hours);
        expect((await say(first, 'help')).replies).toHaveLength(1);
      }
      await jump(first, file, 30 + random.below(100));
      await expect.poll(async () => (await told(first, REMINDED)).length, SOON).toBe(1);
      await jump(first, file, -random.below(50));
      expect((await approve(first, suggestions[0])).status).toBe(200);
      await expect.poll(() => mail.received.length, SOON).toBe(1);
      await (random.below(2) === 0 ? first.stop() : first.kill());
      const second = await startMainstay({ home, env: { SMTP_URL: mail.url } });
      expect((await say(second, 'help')).replies).toHaveLength(1);
      expect(await told(second, REMINDED)).toHaveLength(1);
      const digests = await told(second, DIGEST);
      const days = digests.map((text) => text.split('.')[0]);
      expect(new Set(days).size).toBe(days.length);
      await second.stop();
      expect(mail.received).toHaveLength(1);
      await mail.close();
      expect((await command(['verify'], { MAINSTAY_HOME: home })).code).toBe(0);
    }),
};
