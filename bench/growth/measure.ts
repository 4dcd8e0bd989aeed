import { approve, arriving, askForCard, type Client, nameOf, oneByOne, say } from '../load.ts';
import { median } from '../report.ts';
import type { Grown } from './grow.ts';

/** A server over a store of some size, and what is in that. */
export interface Subject {
  readonly client: Client;
  readonly grown: Grown;
}

/** Something that is timed on a small and on a large store; gives times in milliseconds. */
export interface Question {
  readonly name: string;
  /** `round` counts up, so that nothing is said twice. */
  readonly times: (subject: Subject, round: number) => Promise<readonly number[]>;
}

const TURNS = 200;
const CLICKS = 15;
const READS = 15;

export const QUESTIONS: readonly Question[] = [
  {
    name: 'message to stored reply, 100 turns a second',
    times: ({ client }, round) =>
      arriving({ count: TURNS, perSecond: 100 }, (number) =>
        say(client, `Add customer ${nameOf(round * TURNS + number)}`, `bench-${number % 50}`),
      ),
  },
  { name: 'click to effect started', times: clicks },
  reading('digest of the last busy day', ({ lastDay }) => `/api/v1/digest?date=${lastDay}`),
  reading('digest of the first busy day', ({ firstDay }) => `/api/v1/digest?date=${firstDay}`),
  reading('digest and morning of today', () => '/api/v1/digest'),
  reading('Why? of a message', ({ message }) => `/api/v1/why/${message}`),
  reading('Why? of an effect', ({ effect }) => `/api/v1/why/${effect}`),
  reading('conversation, newest page', () => '/api/v1/conversations/main/messages?limit=50'),
  reading('list of conversations', () => '/api/v1/conversations?limit=50'),
  reading('list of runs', () => '/api/v1/runs?limit=50'),
  reading('list of cards', () => '/api/v1/suggestions?limit=50'),
  reading('list of effects', () => '/api/v1/effects?limit=50'),
  reading('the log, first page', () => '/api/v1/events?limit=50'),
  reading('the log, by type', () => '/api/v1/events?type=record.created&limit=50'),
  ...['all', 'people', 'invoices', 'tasks', 'mails', 'log'].map((filter) =>
    reading(`Everything, ${filter}`, () => `/api/v1/everything?filter=${filter}`),
  ),
  reading('Everything, a customer and their history', ({ customer }) => `/api/v1/everything/${customer}`),
  reading('search for what is new', () => '/api/v1/everything?search=hosting'),
  {
    name: 'today, asked in chat',
    times: ({ client }) => oneByOne(READS, () => say(client, 'today', 'bench-today')),
  },
];

function reading(name: string, path: (grown: Grown) => string): Question {
  return {
    name,
    times: ({ client, grown }) => oneByOne(READS, () => client.send('GET', path(grown))),
  };
}

async function clicks({ client }: Subject): Promise<readonly number[]> {
  const times: number[] = [];
  for (let click = 0; click < CLICKS; click += 1) {
    const card = await askForCard(client, 'Write to Ana Torres: the site is live', 'bench-clicks');
    const started = performance.now();
    await approve(client, card);
    times.push(performance.now() - started);
  }
  return times;
}

export interface Compared {
  readonly small: number;
  readonly large: number;
}

const ROUNDS = 4;

/** Medians on both stores, asked in turn, so that what else the machine does meets both. The first round warms up. */
export async function compare(
  { times }: Question,
  { small, large }: { readonly small: Subject; readonly large: Subject },
): Promise<Compared> {
  const took: { small: number[]; large: number[] } = { small: [], large: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    const one = await times(small, round);
    const other = await times(large, round);
    if (round === 0) continue;
    took.small.push(...one);
    took.large.push(...other);
  }
  return { small: median(took.small), large: median(took.large) };
}
