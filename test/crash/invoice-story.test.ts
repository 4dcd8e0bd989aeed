import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MailServer, startMailServer } from '../fakes/mail-server.ts';
import { type MainstayProcess, startMainstay, temporaryHome } from '../process/process.ts';
import { playStory, storyHolds } from './story.ts';

const PRELOAD = join(import.meta.dirname, 'kill-at-commit.mjs');

let mail: MailServer;
beforeAll(async () => {
  mail = await startMailServer();
});
afterAll(() => mail.close());

/** Plays the story through a kill: the driver says again what was not acknowledged, as any client does. */
async function playThrough(killAt: readonly string[]): Promise<{ mainstay: MainstayProcess; kills: number }> {
  const home = await temporaryHome();
  const env = { SMTP_URL: mail.url };
  let kills = 0;
  for (const at of killAt) {
    const mainstay = await startMainstay({ home, env: { ...env, KILL_AT: at }, preload: PRELOAD }).catch(
      () => undefined,
    );
    const done = mainstay ? await playStory(mainstay).catch(() => false) : false;
    if (!done) kills += 1;
    await mainstay?.kill();
  }
  const mainstay = await startMainstay({ home, env });
  await playStory(mainstay);
  return { mainstay, kills };
}

describe('kill -9 in the invoice story', () => {
  const boundaries = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].flatMap((count) => [
    `before:${count}`,
    `after:${count}`,
  ]);

  it.each(boundaries)('loses nothing and does nothing twice when killed %s a commit', async (at) => {
    mail.received.length = 0;
    const { mainstay } = await playThrough([at]);
    await storyHolds(mainstay, mail.received);
    await mainstay.stop();
  });

  it.each(['before:4,before:4', 'after:5,before:3', 'after:7,after:2'])(
    'holds when killed twice in a row: %s',
    async (pair) => {
      mail.received.length = 0;
      const { mainstay } = await playThrough(pair.split(','));
      await storyHolds(mainstay, mail.received);
      await mainstay.stop();
    },
  );

  it('asks instead of sending again when killed between the acceptance of the mail and its record', async () => {
    mail.received.length = 0;
    const home = await temporaryHome();
    const env = { SMTP_URL: mail.url };
    const first = await startMainstay({ home, env });
    mail.onMail = () => first.kill();
    await playStory(first).catch(() => false);
    await first.kill();
    mail.onMail = undefined;
    const second = await startMainstay({ home, env });
    await playStory(second);
    await storyHolds(second, mail.received);
    const effects = await second.call('GET', '/api/v1/effects?status=unknown');
    expect(effects.body.items).toHaveLength(1);
    expect(mail.received).toHaveLength(1);
    await second.stop();
  });
});
