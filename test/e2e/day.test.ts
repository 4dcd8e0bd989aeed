import { once } from 'node:events';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type MailServer, startMailServer } from '../fakes/mail-server.ts';
import { pdfText } from '../pdf-text.ts';
import { runMainstay } from '../process/command.ts';
import { type MainstayProcess, startMainstay } from '../process/process.ts';
import { atThePage } from './day/at-the-page.ts';
import type { Hand } from './day/hand.ts';
import { inTheTerminal } from './day/in-the-terminal.ts';
import { BEGINNING, CONFIG, DAY, LEFT, PAPERS, type Scene, ZONE } from './day/script.ts';

const PRELOAD = join(import.meta.dirname, '../process/clock.mjs');

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
  await vi.waitFor(
    async () => {
      const sight = await hand.sight();
      if (timesSeen(sight, scene.see) > before) return;
      const after = JSON.stringify(scene);
      throw new Error(`After ${after}, ${String(scene.see)} is not to be seen in: … ${sight.slice(-1_500)}`);
    },
    { timeout: 15_000, interval: 50 },
  );
}

/** What the lists of the API hold, as far as it is looked at here. */
interface Listed {
  readonly [field: string]: string;
}

interface Paper {
  readonly number: string;
  readonly status: string;
  readonly total: { readonly minor: number; readonly currency: string };
}

/** What the day leaves behind, as others see it. */
async function stateOf(server: MainstayProcess, mail: MailServer) {
  const listed = async (path: string) => (await server.call('GET', `/api/v1/${path}?limit=500`)).body.items;
  const lines = async (path: string, line: (item: Listed) => string): Promise<string[]> =>
    ((await listed(path)) as readonly Listed[]).map(line).toSorted();
  const papers = async (kind: string): Promise<string[]> =>
    ((await listed(`records/${kind}`)) as readonly Paper[])
      .map(
        ({ number, status, total: { minor, currency } }) =>
          `${number} ${status} ${(minor / 100).toFixed(2)} ${currency}`,
      )
      .toSorted();
  const schedules = await lines('schedules', ({ of, name, pattern }) => `${of} ${name}: ${pattern}`);
  const said = await lines('conversations/main/messages', ({ text = '' }) => text);
  const effects = await lines('effects', ({ title, status }) => `${status}: ${title}`);
  return {
    customers: await lines('records/customer', ({ name, email }) => `${name}, ${email}`),
    invoices: await papers('invoice'),
    quotes: await papers('quote'),
    credits: await papers('credit'),
    tasks: await lines('records/task', ({ title, status }) => `${title}: ${status}`),
    notes: await lines('records/note', ({ text = '' }) => text),
    contracts: await lines('records/contract', ({ title, endsOn }) => `${title}, ${endsOn}`),
    reminders: schedules.filter((line) => line.startsWith('reminder ')),
    mails: mail.received.map(({ subject, to, attachments }) =>
      [subject, [to].flat()[0]?.text, ...attachments.map(({ filename }) => filename)].join(' | '),
    ),
    digests: said.flatMap((text) => /^\w+day \d+ March\./.exec(text) ?? []),
    unsettled: effects.filter((line) => !/^(?:done|saved|undone): /.test(line)),
  };
}

/** What stands on each paper that was sent: its number, and what is to be paid. */
async function papersSent(mail: MailServer): Promise<readonly string[]> {
  const papers = mail.received.flatMap(({ attachments }) => attachments);
  return Promise.all(
    papers.map(async ({ content }) => {
      const text = await pdfText(content);
      return [/(?:[QC]-)?2027-\d{3}/, /Total\s+[€$][\d,.]+/]
        .map((part) => part.exec(text)?.[0] ?? text)
        .join(' ');
    }),
  );
}

async function voidedPaper(server: MainstayProcess): Promise<string> {
  const { items } = (await server.call('GET', '/api/v1/records/invoice?limit=500')).body;
  const { id } = items.find(({ number }: Paper) => number === '2027-006');
  const headers = { authorization: `Bearer ${server.token}` };
  const answer = await fetch(`${server.address}/api/v1/attachments/pdf_${id}`, { headers });
  return pdfText(new Uint8Array(await answer.arrayBuffer()));
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
    expect(await papersSent(mail)).toEqual(PAPERS);
    expect(await voidedPaper(server)).toContain('VOID');
    expect([hand.complaints(), server.output()]).toEqual([[], expect.not.stringContaining('error')]);
    await hand.close();
    await server.stop();
    const verified = await runMainstay(['verify'], { env: { MAINSTAY_HOME: server.home }, cwd });
    expect(verified.out).toContain('all in place');
    await mail.close();
  });
});
