import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'vitest';
import { playStory, storyHolds } from '../../crash/story.ts';
import { type MailServer, startMailServer } from '../../fakes/mail-server.ts';
import { mainstay as command } from '../../process/command.ts';
import { type MainstayProcess, startMainstay, temporaryHome } from '../../process/process.ts';
import { type Acknowledged, morningHolds, playMorning } from '../long-story.ts';
import { type Random, shuffled } from '../random.ts';
import { type FaultRow, repeated, type Trial } from '../row.ts';

const AT_COMMIT = join(import.meta.dirname, '../../crash/kill-at-commit.mjs');
const ON_TEXT = join(import.meta.dirname, '../kill-on-text.mjs');
/** A process that plays all of the morning makes about so many commits. */
const COMMITS = 60;

async function withMail<T>(work: (mail: MailServer) => Promise<T>): Promise<T> {
  const mail = await startMailServer();
  try {
    return await work(mail);
  } finally {
    await mail.close();
  }
}

export const killedAtCommit: FaultRow = {
  row: 1,
  fault: 'kill -9 before or after any commit, several times in one morning with every kind of step',
  must: 'nothing that was acknowledged is lost, nothing is done twice; the end is that of an undisturbed morning',
  times: { short: 1, full: 200 },
  play: (trial) =>
    withMail((mail) =>
      repeated(trial, async (random) => {
        mail.received.length = 0;
        const home = await temporaryHome();
        const env = { SMTP_URL: mail.url };
        const acknowledged: Acknowledged = new Map();
        const kills = 1 + random.below(3);
        for (let kill = 0; kill < kills; kill += 1) {
          const at = `${random.pick(['before', 'after'])}:${1 + random.below(COMMITS)}`;
          const killed = await startMainstay({
            home,
            env: { ...env, KILL_AT: at },
            preload: AT_COMMIT,
          }).catch(() => undefined);
          if (killed) await untilKilled(killed, playMorning({ mainstay: killed, acknowledged }));
          await killed?.kill();
        }
        const mainstay = await startMainstay({ home, env });
        await playMorning({ mainstay, acknowledged });
        await morningHolds(mainstay, mail.received);
        await mainstay.stop();
      }),
    ),
};

/** What is played may fail once the process is gone, and not before. */
async function untilKilled({ child }: MainstayProcess, play: Promise<void>): Promise<void> {
  try {
    await play;
  } catch (error) {
    // A line breaks a moment before its process is seen to have ended.
    await Promise.race([once(child, 'exit'), setTimeout(1_000)]);
    if (child.exitCode === null && child.signalCode === null) throw error;
  }
}

export const killedAfterAcceptance: FaultRow = {
  row: 2,
  fault: 'kill -9, or a line that drops, between the mail server’s acceptance and our record',
  must: 'asked, never sent again',
  times: { short: 2, full: 50 },
  play: (trial) =>
    withMail((mail) =>
      repeated(trial, async (random) => {
        mail.received.length = 0;
        const home = await temporaryHome();
        const env = { SMTP_URL: mail.url };
        let mainstay = await startMainstay({ home, env });
        const drops = random.below(2) === 0;
        mail.onMail = drops ? () => mail.dropLines() : () => mainstay.kill();
        await playStory(mainstay).catch(() => false);
        mail.onMail = undefined;
        if (!drops || random.below(2) === 0) {
          await mainstay.kill();
          mainstay = await startMainstay({ home, env });
          await playStory(mainstay);
        }
        await storyHolds(mainstay, mail.received);
        const { body } = await mainstay.call('GET', '/api/v1/effects?status=unknown');
        expect(body.items).toHaveLength(1);
        expect(mail.received).toHaveLength(1);
        await mainstay.stop();
      }),
    ),
};

/** Says so many things in fifty conversations without waiting for answers; gives those that were acknowledged. */
async function pour(
  mainstay: MainstayProcess,
  { from, count, size }: { from: number; count: number; size: number },
): Promise<number[]> {
  const taken: number[] = [];
  let next = from;
  await Promise.all(
    Array.from({ length: 20 }, async () => {
      while (next < from + count) {
        const number = next;
        next += 1;
        const body = {
          text: `add task errand ${number}`,
          id: `m${number}`,
          conversation: `c${number % size}`,
        };
        const answer = await mainstay.call('POST', '/api/v1/messages', { body }).catch(() => undefined);
        if (answer?.status === 202) taken.push(number);
      }
    }),
  );
  return taken;
}

async function peakMegabytes({ child }: MainstayProcess): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '');
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
}

/** Everything of a list, page by page. */
async function allOf(mainstay: MainstayProcess, path: string): Promise<Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  let after = '';
  do {
    const { body } = await mainstay.call('GET', `${path}${path.includes('?') ? '&' : '?'}limit=100${after}`);
    items.push(...body.items);
    after = body.next === null ? '' : `&after=${encodeURIComponent(body.next)}`;
  } while (after !== '');
  return items;
}

export const backlog: FaultRow = {
  row: 3,
  fault: 'a backlog, with three kill -9 while it is worked off',
  must: 'each message answered once, in the order of its conversation, in less than 512 MB',
  times: { short: 150, full: 10_000 },
  play: async ({ times, random }: Trial) => {
    const home = await temporaryHome();
    const size = Math.min(50, times / 10);
    let mainstay = await startMainstay({ home });
    const taken: number[] = [];
    let peak = 0;
    for (let kill = 0; kill < 3; kill += 1) {
      const part = Math.floor(times / 3);
      const pouring = pour(mainstay, { from: kill * part, count: part, size });
      await setTimeout(random.below(part));
      if (kill < 2) await pouring;
      peak = Math.max(peak, await peakMegabytes(mainstay));
      await mainstay.kill();
      taken.push(...(await pouring));
      mainstay = await startMainstay({ home });
    }
    const breaches: string[] = [];
    for (let conversation = 0; conversation < size; conversation += 1) {
      const messages = await allOf(mainstay, `/api/v1/conversations/c${conversation}/messages`);
      const said = messages
        .filter(({ direction }) => direction === 'in')
        .map(({ text }) => numberIn(String(text)));
      const answered = messages
        .filter(({ direction }) => direction === 'out')
        .map(({ text }) => numberIn(String(text)));
      const lost = taken.filter((number) => number % size === conversation && !said.includes(number));
      if (lost.length > 0) breaches.push(`c${conversation} lost ${lost.join()}`);
      if (answered.join() !== said.join())
        breaches.push(`c${conversation} was told ${said.join()} and answered ${answered.join()}`);
    }
    peak = Math.max(peak, await peakMegabytes(mainstay));
    if (peak > 512) breaches.push(`it took ${peak} MB`);
    await mainstay.stop();
    return {
      breaches: breaches.slice(0, 10),
      figures: { acknowledged: taken.length, 'peak MB': Math.round(peak) },
    };
  },
};

function numberIn(text: string): number {
  return Number(/errand (\d+)/.exec(text)?.[1]);
}

export const duplicates: FaultRow = {
  row: 4,
  fault: 'each message five times: at once, after the answer, after a restart by kill -9',
  must: 'one run each',
  times: { short: 30, full: 10_000 },
  play: async ({ times, random }) => {
    const home = await temporaryHome();
    let mainstay = await startMainstay({ home });
    const say = (number: number) =>
      mainstay.call('POST', '/api/v1/messages', {
        body: { text: `add task errand ${number}`, id: `m${number}`, conversation: `c${number % 10}` },
      });
    const numbers = Array.from({ length: times }, (_, number) => number);
    const breaches: string[] = [];
    for (let start = 0; start < times; start += 50) {
      const some = numbers.slice(start, start + 50);
      const answers = await Promise.all(some.flatMap((number) => [say(number), say(number), say(number)]));
      const odd = answers.find(({ status }) => status !== 202 && status !== 200);
      if (odd) breaches.push(`${odd.status}: ${JSON.stringify(odd.body)}`);
      for (const number of shuffled(random, some)) await say(number);
    }
    await mainstay.kill();
    mainstay = await startMainstay({ home });
    for (const number of numbers) await say(number);
    await mainstay.call('POST', '/api/v1/messages?wait=20000', {
      body: { text: 'help', conversation: 'c0' },
    });
    await mainstay.stop();
    mainstay = await startMainstay({ home });
    const tasks = await allOf(mainstay, '/api/v1/records/task');
    if (tasks.length !== times) breaches.push(`${times} messages made ${tasks.length} tasks`);
    await mainstay.stop();
    return { breaches };
  },
};

export const poisonStart: FaultRow = {
  row: 14,
  part: 'process',
  fault: 'a message that ends the process each time it is taken up',
  must: 'set aside within five starts, with every other message answered',
  times: { short: 1, full: 20 },
  play: (trial) =>
    repeated(trial, async (random: Random) => {
      const home = await temporaryHome();
      const options = { home, env: { KILL_ON: 'poison' }, preload: ON_TEXT };
      const first = await startMainstay(options);
      const say = (mainstay: MainstayProcess, text: string, conversation: string) =>
        mainstay.call('POST', '/api/v1/messages', { body: { text, conversation } });
      for (let other = 0; other < random.below(5); other += 1)
        await say(first, `add task errand ${other}`, `c${other}`);
      await say(first, 'poison', 'main');
      let starts = 1;
      await first.kill();
      let mainstay: MainstayProcess | undefined;
      while (!mainstay && starts < 6) {
        starts += 1;
        mainstay = await startMainstay(options).catch(() => undefined);
      }
      if (!mainstay) throw new Error('It does not start any more.');
      expect(starts).toBeLessThanOrEqual(5);
      const { body } = await mainstay.call('GET', '/api/v1/conversations/main/messages');
      expect(body.items.at(-1).text).toContain('Something broke inside');
      const { body: after } = await mainstay.call('POST', '/api/v1/messages?wait=9000', {
        body: { text: 'add task go on' },
      });
      expect(after.replies[0].text).toContain('go on');
      await mainstay.stop();
      expect((await command(['verify', '--json'], { MAINSTAY_HOME: home })).code).toBe(0);
    }),
};
