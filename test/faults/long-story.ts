import type { ParsedMail } from 'mailparser';
import { expect } from 'vitest';
import { mainstay as command } from '../process/command.ts';
import type { MainstayProcess } from '../process/process.ts';

/** What has been acknowledged: it is never said or done again, so that what is lost is missed. */
export type Acknowledged = Map<string, string>;

const SOON = { timeout: 15_000, interval: 10 };

interface Playing {
  readonly mainstay: MainstayProcess;
  readonly acknowledged: Acknowledged;
}

/**
 * A morning with every kind of step: a question and its answer, a card that is edited and approved, local writes and one
 * of them undone, a reminder, and a mail that waits through a pause. Goes on where the process before was killed.
 */
export async function playMorning(playing: Playing): Promise<void> {
  await say(playing, 'm1', 'Add customer Ana Torres, ana@torres.example');
  await say(playing, 'm2', 'Invoice Ana for the landing page');
  const asked = await say(playing, 'm3', '$1,200');
  await edit(playing, await cardOf(playing, asked));
  await approve(playing, 'a1', await cardOf(playing, asked));
  await say(playing, 'm4', 'add task renew domain by 3 March');
  await say(playing, 'm5', 'remind me tomorrow at 9:00 to call Ana');
  await say(playing, 'm6', 'note on Ana: likes mornings');
  await say(playing, 'm7', 'undo that');
  await say(playing, 'm8', 'pause');
  const letter = await say(playing, 'm9', 'Write to Ana: the site is live');
  await decide(playing, await cardOf(playing, letter), { key: 'a2', decision: 'approve' });
  await say(playing, 'm10', 'resume');
  await settled(playing.mainstay);
}

/** The acknowledgement is taken at its first word, before anything was done; then the answer is waited for. */
async function say({ mainstay, acknowledged }: Playing, id: string, text: string): Promise<string> {
  if (!acknowledged.has(id)) {
    const { status, body } = await mainstay.call('POST', '/api/v1/messages', { body: { text, id } });
    expect([200, 202]).toContain(status);
    acknowledged.set(id, body.eventId);
  }
  const event = acknowledged.get(id) ?? '';
  await expect
    .poll(() => answersTo(mainstay, event), { ...SOON, message: `“${text}” has no answer` })
    .not.toEqual([]);
  return event;
}

async function answersTo(mainstay: MainstayProcess, event: string): Promise<readonly Said[]> {
  return (await said(mainstay)).filter(({ direction, turn }) => direction === 'out' && turn === event);
}

interface Said {
  readonly direction: string;
  readonly turn: string;
  readonly text: string;
  readonly suggestionId?: string;
}

async function said(mainstay: MainstayProcess): Promise<readonly Said[]> {
  return (await mainstay.call('GET', '/api/v1/conversations/main/messages?limit=100')).body.items;
}

interface Card {
  readonly id: string;
  readonly hash: string;
  readonly status: string;
  readonly supersedes?: string;
  readonly commands: readonly { readonly input: Record<string, unknown> }[];
}

/** The card that stands for the request now. */
async function cardOf({ mainstay }: Playing, event: string): Promise<Card> {
  const [first] = (await answersTo(mainstay, event)).flatMap(({ suggestionId }) => suggestionId ?? []);
  const { items } = (await mainstay.call('GET', '/api/v1/suggestions?limit=100')).body;
  let card: Card = items.find(({ id }: Card) => id === first);
  for (
    let next: Card | undefined = card;
    next;
    next = items.find(({ supersedes }: Card) => supersedes === card.id)
  )
    card = next;
  return card;
}

async function edit(playing: Playing, card: Card): Promise<void> {
  // Done, though nobody was told: the card is the one that it made.
  if (card.supersedes !== undefined) return;
  const inputs = card.commands.map(({ input }) =>
    'subject' in input ? { ...input, subject: 'The landing page' } : input,
  );
  await decide(playing, card, { key: 'e1', decision: 'edit', inputs });
}

async function approve(playing: Playing, key: string, card: Card): Promise<void> {
  await decide(playing, card, { key, decision: 'approve' });
  await settled(playing.mainstay);
}

async function decide(
  { mainstay, acknowledged }: Playing,
  { id, hash }: Card,
  { key, ...decision }: { readonly key: string; readonly decision: string; readonly inputs?: unknown },
): Promise<void> {
  if (acknowledged.has(key)) return;
  const { status } = await mainstay.call('POST', `/api/v1/suggestions/${id}/decision`, {
    body: { ...decision, hash },
  });
  expect(status).toBe(200);
  acknowledged.set(key, id);
}

async function settled(mainstay: MainstayProcess): Promise<void> {
  const open = async () => {
    const { body } = await mainstay.call('GET', '/api/v1/effects?limit=100');
    return body.items.filter(
      ({ status }: { status: string }) => status === 'planned' || status === 'sending',
    );
  };
  await expect.poll(open, { ...SOON, message: 'something was approved and nothing comes of it' }).toEqual([]);
}

/** The oracle: what the books, the conversation, the mail server and the log say is what one undisturbed morning leaves. */
export async function morningHolds(
  mainstay: MainstayProcess,
  received: readonly ParsedMail[],
): Promise<void> {
  const list = async (path: string) => (await mainstay.call('GET', `${path}?limit=100`)).body.items;
  expect(await list('/api/v1/records/customer')).toMatchObject([
    { name: 'Ana Torres', email: 'ana@torres.example' },
  ]);
  expect(await list('/api/v1/records/invoice')).toMatchObject([
    { number: '2026-001', total: { minor: 120_000, currency: 'USD' } },
  ]);
  expect(await list('/api/v1/records/task')).toMatchObject([
    { title: expect.stringMatching(/renew domain/i) },
  ]);
  expect(await list('/api/v1/records/note')).toEqual([]);
  const reminders = (await list('/api/v1/schedules')).filter(({ name }: { name: string }) =>
    /call Ana/.test(name),
  );
  expect(reminders).toHaveLength(1);
  const all = await said(mainstay);
  expect(all.filter(({ direction }) => direction === 'in')).toHaveLength(10);
  expect(all.filter(({ text }) => /Something broke/.test(text))).toEqual([]);
  const mails = (await list('/api/v1/effects')).filter(
    ({ command: name }: { command: string }) => name === 'email.send@1',
  );
  expect(mails).toHaveLength(2);
  const subjects = received.map(({ subject = '' }) => subject);
  expect(new Set(subjects).size).toBe(subjects.length);
  // Of what arrived, one is known or asked about; what is asked about may have arrived or not.
  for (const { status } of mails) expect(['done', 'unknown']).toContain(status);
  const unknown = mails.filter(({ status }: { status: string }) => status === 'unknown').length;
  expect(received.length).toBeGreaterThanOrEqual(mails.length - unknown);
  expect((await command(['verify', '--json'], { MAINSTAY_HOME: mainstay.home })).code).toBe(0);
}
