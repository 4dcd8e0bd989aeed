import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { expect } from 'vitest';
import { type MailServer, startMailServer } from '../../fakes/mail-server.ts';
import type { MainstayProcess } from '../../process/process.ts';
import type { Random } from '../random.ts';
import type { FaultRow } from '../row.ts';
import { megabytes, startWeighed, type Weight, weigh } from '../weigh.ts';

const ROUNDS = 6;
const CONVERSATIONS = 10;

/** Ends a turn in a way that leaves nothing open: what is asked for, and what is done with the card that it makes. */
interface Doing {
  readonly text: string;
  readonly decides?: 'approve' | 'reject';
}

/** What comes in on a busy day, each time in other words. */
function doingsOf(random: Random, number: number): readonly Doing[] {
  const customer = random.pick(['Ana Torres', 'Ben Okafor', 'Cem Aydin']);
  return random.pick<readonly Doing[]>([
    [{ text: `add task errand ${number}` }, { text: `task errand ${number} is done` }],
    [{ text: `note: ${customer} called about ${number}` }],
    [
      { text: `invoice ${customer} $${80 + number} for hosting`, decides: 'approve' },
      { text: `${customer} paid` },
    ],
    [{ text: `write to ${customer}: the site is live`, decides: random.pick(['approve', 'reject']) }],
    [{ text: 'what is pending?' }],
    [{ text: 'today' }],
    [{ text: `what do I know about ${customer}?` }],
    [{ text: `add task slip ${number}` }, { text: 'undo that' }],
    [{ text: 'send an invoice' }, { text: 'never mind' }],
    [
      { text: `remind me in 2 hours to water plant ${number}` },
      { text: `forget the reminder water plant ${number}` },
    ],
    [{ text: `zgx ${number} blarg fnord` }],
  ]);
}

async function say(mainstay: MainstayProcess, { text, decides }: Doing, conversation: string): Promise<void> {
  const { status, body } = await mainstay.call('POST', '/api/v1/messages?wait=10000', {
    body: { text, conversation },
  });
  expect({ text, status, replies: body.replies.length > 0 }).toEqual({ text, status: 200, replies: true });
  for (const { id, hash } of decides === undefined ? [] : body.suggestions) {
    const decision = { body: { decision: decides, hash } };
    const { status: decided } = await mainstay.call('POST', `/api/v1/suggestions/${id}/decision`, decision);
    expect({ text, decided }).toEqual({ text, decided: 200 });
  }
}

/** A tab is opened, looks at everything, and is closed without a word. */
async function lookAround(mainstay: MainstayProcess): Promise<void> {
  const closing = new AbortController();
  const headers = { authorization: `Bearer ${mainstay.token}` };
  const stream = await fetch(`${mainstay.address}/api/v1/stream`, { headers, signal: closing.signal });
  expect(stream.status).toBe(200);
  for (const path of ['/', '/api/v1/everything?limit=50', '/api/v1/digest', '/api/v1/suggestions?limit=50'])
    expect((await mainstay.call('GET', path)).status).toBe(200);
  closing.abort();
}

function storedBytes(home: string): number {
  const database = new Database(join(home, 'mainstay.db'), { readonly: true });
  const number = (name: string) => Number(database.pragma(name, { simple: true }));
  const bytes = number('page_count') * number('page_size');
  database.close();
  return bytes;
}

/** Gives how many messages it took. */
async function playRound(
  mainstay: MainstayProcess,
  { random, from, count }: { readonly random: Random; readonly from: number; readonly count: number },
): Promise<number> {
  let said = 0;
  for (let number = from; said < count; number += 1) {
    if (number % 20 === 0) await lookAround(mainstay);
    for (const doing of doingsOf(random, number)) {
      await say(mainstay, doing, `soak-${number % CONVERSATIONS}`);
      said += 1;
    }
  }
  return said;
}

async function settled(mainstay: MainstayProcess, mail: MailServer): Promise<void> {
  let before = -1;
  while (before !== mail.received.length) {
    before = mail.received.length;
    await wait(500);
  }
  const { body } = await mainstay.call('GET', '/api/v1/effects?status=planned');
  expect(body.items).toEqual([]);
}

export const soak: FaultRow = {
  row: 48,
  fault: 'an hour of busy traffic without a pause: messages, cards, mails, tabs that come and go',
  must: 'all is answered; memory, handles, open files and bytes stored for each message stay as they were',
  times: { short: 120, full: 3_600 },
  play: async ({ times, random }) => {
    const mail = await startMailServer();
    const mainstay = await startWeighed({ SMTP_URL: mail.url });
    const { home } = mainstay;
    for (const name of ['Ana Torres', 'Ben Okafor', 'Cem Aydin'])
      await say(mainstay, { text: `Add customer ${name}, ${name.split(' ')[0]}@example.com` }, 'main');
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const before = storedBytes(home);
      const said = await playRound(mainstay, { random, from: round * times, count: times / ROUNDS });
      await settled(mainstay, mail);
      rounds.push({
        ...(await weigh(mainstay)),
        wal: (await stat(join(home, 'mainstay.db-wal'))).size,
        perMessage: (storedBytes(home) - before) / said,
      });
    }
    await mainstay.stop();
    await mail.close();
    return { breaches: breachesOf(rounds), figures: figuresOf(rounds) };
  },
};

interface Round extends Weight {
  /** Bytes of the log of changes beside the store. */
  readonly wal: number;
  /** Bytes that were stored for each message. */
  readonly perMessage: number;
}

/** Of what the second round, which finds everything loaded, has left. */
const MOST = 1.1;
/** Connections that the test keeps open come and go. */
const SPARE_HANDLES = 3;
const MOST_WAL = 64 * 2 ** 20;

function breachesOf(rounds: readonly Round[]): readonly string[] {
  const [, early, ...later] = rounds;
  const last = later.at(-1);
  if (!early || !last) return ['there were too few rounds'];
  const held = [
    { what: 'bytes in memory', is: last.bytes, most: early.bytes * MOST },
    { what: 'handles', is: last.handles.length, most: early.handles.length + SPARE_HANDLES },
    { what: 'open files', is: last.files, most: early.files + SPARE_HANDLES },
    { what: 'bytes stored for a message', is: last.perMessage, most: early.perMessage * MOST },
    { what: 'bytes of the log of changes', is: last.wal, most: MOST_WAL },
  ];
  return held
    .filter(({ is, most }) => is > most)
    .map(({ what, is, most }) => `${what}: ${Math.round(is)}, at most ${Math.round(most)}`);
}

function figuresOf(rounds: readonly Round[]): Record<string, number> {
  const told: Record<string, number> = {};
  for (const [index, { bytes, files, handles, perMessage, wal }] of rounds.entries()) {
    told[`memory ${index + 1} (MB)`] = megabytes(bytes);
    told[`open files ${index + 1}`] = files;
    told[`handles ${index + 1}`] = handles.length;
    told[`stored for a message ${index + 1} (KB)`] = Math.round(perMessage / 102.4) / 10;
    told[`log of changes ${index + 1} (MB)`] = megabytes(wal);
  }
  return told;
}
