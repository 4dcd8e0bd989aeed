import { Agent, request } from 'node:http';
import type { MainstayProcess } from '../test/process/process.ts';

/** Speaks to a server over connections that it keeps. */
export interface Client {
  /** Resolves once the whole answer is there, parsed where it is asked for. Rejects for a status of 400 or more. */
  send(method: 'GET' | 'POST', path: string, body?: unknown): Promise<Buffer>;
  close(): void;
}

/** Node's own client rather than fetch, which takes a millisecond of the two cores that both sides share. */
export function createClient({ address, token }: Pick<MainstayProcess, 'address' | 'token'>): Client {
  const agent = new Agent({ keepAlive: true });
  return {
    send: (method, path, body) =>
      new Promise((resolve, reject) => {
        const headers = {
          authorization: `Bearer ${token}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        };
        const sent = request(`${address}${path}`, { method, agent, headers }, (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.once('end', () => {
            const whole = Buffer.concat(chunks);
            if ((answer.statusCode ?? 500) < 400) resolve(whole);
            else reject(new Error(`${method} ${path}: ${answer.statusCode} ${whole.toString()}`));
          });
        });
        sent.once('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
      }),
    close: () => agent.destroy(),
  };
}

/** Says something in a conversation and waits for what it led to. */
export function say(client: Client, text: string, conversation?: string): Promise<Buffer> {
  const message = conversation === undefined ? { text } : { text, conversation };
  return client.send('POST', '/api/v1/messages?wait=10000', message);
}

/** A card that waits, and what it says. */
interface Card {
  readonly id: string;
  readonly hash: string;
}

/** Asks for a card. Throws where the answer has none. */
export async function askForCard(client: Client, text: string, conversation?: string): Promise<Card> {
  const answer = await say(client, text, conversation);
  const [card] = (JSON.parse(answer.toString()) as { readonly suggestions: readonly Card[] }).suggestions;
  if (!card) throw new Error(`“${text}” led to no card: ${answer.toString()}`);
  return card;
}

export function approve(client: Client, { id, hash }: Card): Promise<Buffer> {
  return client.send('POST', `/api/v1/suggestions/${id}/decision`, { decision: 'approve', hash });
}

/**
 * Does something so many times a second whatever each takes, so that a slow one shows in those behind it. Gives the
 * times from when each was due, in milliseconds and in no order.
 */
export async function arriving(
  { count, perSecond }: { readonly count: number; readonly perSecond: number },
  task: (number: number) => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  const underWay: Promise<void>[] = [];
  const started = performance.now();
  for (let number = 0; number < count; number += 1) {
    const due = started + (number * 1000) / perSecond;
    await until(due);
    underWay.push(task(number).then(() => void times.push(performance.now() - due)));
  }
  await Promise.all(underWay);
  return times;
}

/** Timers are late by up to two milliseconds, so the rest is waited for by looking. */
async function until(due: number): Promise<void> {
  const early = due - performance.now() - 2;
  if (early > 0) await new Promise((resolve) => setTimeout(resolve, early));
  while (performance.now() < due) await new Promise((resolve) => setImmediate(resolve));
}

/** Does something `count` times, each lane one after the other, as fast as it goes. Gives how many a second. */
export async function asFastAs(
  { count, lanes }: { readonly count: number; readonly lanes: number },
  task: (number: number, lane: number) => Promise<unknown>,
): Promise<number> {
  let next = 0;
  const started = performance.now();
  const work = async (lane: number) => {
    while (next < count) await task(next++, lane);
  };
  await Promise.all(Array.from({ length: lanes }, (_, lane) => work(lane)));
  return (count * 1000) / (performance.now() - started);
}

/** How long each of `count` takes, one after the other, in milliseconds. */
export async function oneByOne(count: number, task: (number: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let number = 0; number < count; number += 1) {
    const started = performance.now();
    await task(number);
    times.push(performance.now() - started);
  }
  return times;
}

const SYLLABLES = ['ka', 'lo', 'mi', 'ne', 'ru', 'sa', 'to', 'va', 'we', 'zi'];

/** A name of its own for each number. */
export function nameOf(number: number): string {
  return Array.from(String(number).padStart(4, '0'))
    .map((digit) => SYLLABLES[Number(digit)])
    .join('')
    .replace(/^./, (first) => first.toUpperCase());
}
