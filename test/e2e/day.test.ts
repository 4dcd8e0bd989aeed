import { once } from 'node:events';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type MailServer, startMailServer } from '../fakes/mail-server.ts';
import { runMainstay } from '../process/command.ts';
import { type MainstayProcess, startMainstay } from '../process/process.ts';
import { atThePage } from './day/at-the-page.ts';
import type { Hand } from './day/hand.ts';
import { inTheTerminal } from './day/in-the-terminal.ts';
import { BEGINNING, CONFIG, DAY, LEFT, type Scene, ZONE } from './day/script.ts';

const PRELOAD = join(import.meta.dirname, 'day/clock.mjs');

async function freePort(): Promise<string> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  return String(port);
}

/** A folder in which one has begun, as `mainstay init` leaves it. */
async function begunFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'mainstay-day-'));
  await mkdir(join(folder, 'config'));
  await writeFile(join(folder, 'config', 'mainstay.yaml'), CONFIG);
  return folder;
}

/** How often this can be read. */
function timesSeen(sight: string, see: string | RegExp): number {
  if (typeof see === 'string') return sight.split(see).length - 1;
  return [...sight.matchAll(new RegExp(see, 'g'))].length;
}

async function play(hand: Hand, scene: Exclude<Scene, { restart: string }>): Promise<void> {
  const before =
    'say' in scene || 'approve' in scene || 'reject' in scene ? timesSeen(await hand.sight(), scene.see) : 0;
  if ('say' in scene) await hand.say(scene.say);
  if ('approve' in scene) await hand.approve(scene.approve);
  if ('reject' in scene) await hand.reject(scene.reject);
  let sight = '';
  await expect
    .poll(async () => timesSeen((sight = await hand.sight()), scene.see), { timeout: 15_000, interval: 50 })
    .toBeGreaterThan(before)
    .catch(() => {
      throw new Error(
        `After ${JSON.stringify(scene)}, ${String(scene.see)} is not to be seen in: … ${sight.slice(-1_500)}`,
      );
    });
}

interface Paper {
  readonly number: string;
  readonly status: string;
  readonly total: { readonly minor: number; readonly currency: string };
}

function paperLine({ number, status, total }: Paper): string {
  return `${number} ${status} ${(total.minor / 100).toFixed(2)} ${total.currency}`;
}

/** What the day leaves behind, as others see it. */
async function stateOf(server: MainstayProcess, mail: MailServer) {
  const items = async <T>(path: string, line: (item: T) => string): Promise<string[]> =>
    ((await server.call('GET', `/api/v1/${path}?limit=500`)).body.items as readonly T[]).map(line).toSorted();
  const reminders = await items<{ of: string; name: string; pattern: string }>(
    'schedules',
    ({ of, name, pattern }) => `${of} ${name}: ${pattern}`,
  );
  const said = await items<{ text: string }>('conversations/main/messages', ({ text }) => text);
  const effects = await items<{ title: string; status: string }>(
    'effects',
    ({ title, status }) => `${status}: ${title}`,
  );
  return {
    customers: await items<{ name: string; email: string }>(
      'records/customer',
      ({ name, email }) => `${name}, ${email}`,
    ),
    invoices: await items('records/invoice', paperLine),
    quotes: await items('records/quote', paperLine),
    credits: await items('records/credit', paperLine),
    tasks: await items<{ title: string; status: string }>(
      'records/task',
      ({ title, status }) => `${title}: ${status}`,
    ),
    notes: await items<{ text: string }>('records/note', ({ text }) => text),
    contracts: await items<{ title: string; endsOn: string }>(
      'records/contract',
      ({ title, endsOn }) => `${title}, ${endsOn}`,
    ),
    reminders: reminders.filter((line) => line.startsWith('reminder ')),
    mails: mail.received.map(({ subject, to, attachments }) =>
      [subject, [to].flat()[0]?.text, ...attachments.map(({ filename }) => filename)].join(' | '),
    ),
    digests: said.flatMap((text) => /^\w+day \d+ March\./.exec(text) ?? []),
    unsettled: effects.filter((line) => !/^(?:done|saved|undone): /.test(line)),
  };
}

describe('a day with Mainstay', () => {
  it.each([atThePage, inTheTerminal])('$name', { timeout: 240_000 }, async (place) => {
    const mail = await startMailServer();
    const cwd = await begunFolder();
    const env = { SMTP_URL: mail.url, MAINSTAY_PORT: await freePort(), MAINSTAY_ZONE: ZONE, TZ: 'UTC' };
    const startAt = (time: string, home?: string) =>
      startMainstay({
        cwd,
        preload: PRELOAD,
        env: { ...env, CLOCK_STARTS_AT: time },
        ...(home ? { home } : {}),
      });
    let server = await startAt(BEGINNING);
    const hand = await place.open(server);
    for (const scene of DAY) {
      if ('restart' in scene) {
        await (scene.killed ? server.kill() : server.stop());
        server = await startAt(scene.restart, server.home);
      } else {
        await play(hand, scene);
      }
    }
    expect(await stateOf(server, mail)).toEqual(LEFT);
    expect([hand.complaints(), server.output()]).toEqual([[], expect.not.stringContaining('error')]);
    await hand.close();
    await server.stop();
    const verified = await runMainstay(['verify'], { env: { MAINSTAY_HOME: server.home }, cwd });
    expect(verified.out).toContain('all in place');
    await mail.close();
  });
});
