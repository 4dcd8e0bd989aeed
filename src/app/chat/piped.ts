import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Effect, Message, Page, Suggestion, Turn } from '../../console/index.ts';
import { type Client, isUnreachable, ServerRefusal } from '../client/client.ts';
import { perform } from './acts.ts';
import { type Act, intentOf } from './input.ts';
import type { LineProblem, Teller } from './teller.ts';
import { words } from './words.ts';

export interface PipedOptions {
  readonly client: Client;
  readonly conversation: string;
  readonly input: NodeJS.ReadableStream;
  readonly teller: Teller;
  newId(): string;
}

/** The longest that the server waits for what a message starts. */
const WAIT_MS = 60_000;
const AGAIN_MS = 250;
/** How long a server that went away is waited for: long enough for a restart. */
const AWAY_TIMES = 120;
/** How long an approved card is waited for; what is held back or tried again later takes longer. */
const SETTLING_TIMES = 80;

/**
 * The chat in a pipe: a message a line, each answered before the next is sent; commands such as `/approve` decide the
 * newest card that was shown and still waits. Resolves with whether everything was taken and answered. Throws
 * SERVER_UNREACHABLE.
 */
export async function chatPiped(options: PipedOptions): Promise<boolean> {
  const { client, conversation, input, teller, newId } = options;
  await client.call('GET', '/api/v1/settings');
  const told = new Set<string>();
  const cards: Suggestion[] = [];
  let whole = true;
  for await (const line of createInterface({ input, terminal: false })) {
    const intent = intentOf(line, false);
    if (intent.do === 'quit') break;
    if (intent.do === 'nothing') continue;
    try {
      if (intent.do === 'unknown')
        throw new LineFailure('COMMAND_UNKNOWN', words.unknownCommand(intent.name));
      if (intent.do === 'say') {
        const answer = await say(client, { text: intent.text, conversation, id: newId() });
        for (const reply of answer.replies) tellOnce(teller, told, reply);
        for (const card of answer.suggestions) teller.card(card);
        cards.push(...answer.suggestions);
        if (!answer.done) throw new LineFailure('UNFINISHED', words.unfinished);
      } else {
        const decided = await act({ client, teller, cards }, intent);
        if (decided) for (const message of await newest(client, decided)) tellOnce(teller, told, message);
      }
    } catch (error) {
      teller.problem(problemOf(error));
      whole = false;
    }
  }
  return whole;
}

/** A line that could not be carried out, for a reason that no server gave. */
class LineFailure extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

function problemOf(error: unknown): LineProblem {
  if (error instanceof ServerRefusal || error instanceof LineFailure) return error;
  throw error;
}

function tellOnce(teller: Teller, told: Set<string>, message: Message): void {
  if (!told.has(message.id)) teller.message(message);
  told.add(message.id);
}

/** Sends a message, again with the same id where the server was away, so that it is taken once. */
async function say(
  client: Client,
  body: { readonly text: string; readonly conversation: string; readonly id: string },
): Promise<Turn> {
  const path = `/api/v1/messages?wait=${WAIT_MS}`;
  for (let tries = 1; ; tries += 1) {
    try {
      return await client.call<Turn>('POST', path, { body, timeoutMs: WAIT_MS + 10_000 });
    } catch (error) {
      if (!isUnreachable(error) || tries > AWAY_TIMES) throw error;
      await sleep(AGAIN_MS);
    }
  }
}

interface Acting {
  readonly client: Client;
  readonly teller: Teller;
  /** What was shown and waits, the newest last; decided ones are taken out. */
  readonly cards: Suggestion[];
}

/** Does what a command says; gives the card that it decided. */
async function act(
  { client, teller, cards }: Acting,
  { do: name, argument }: { readonly do: Act; readonly argument: string },
): Promise<Suggestion | undefined> {
  if (name === 'help') {
    teller.note(words.help.join('\n'));
    return undefined;
  }
  if (name === 'cards') {
    const { items } = await client.call<Page<Suggestion>>(
      'GET',
      '/api/v1/suggestions?status=pending&limit=500',
    );
    cards.splice(0, cards.length, ...items.toReversed());
    for (const card of cards) teller.card(card);
    return undefined;
  }
  if (name === 'next') {
    cards.unshift(...cards.splice(-1));
    return undefined;
  }
  const card = cards.at(-1);
  if (!card || name === 'quit') throw new LineFailure('NO_CARD', words.nothingWaits);
  if (name === 'edit') throw new LineFailure('NO_TERMINAL', words.noEditor);
  const hands = { client, say: teller.note, succeeds: () => undefined };
  const done = await perform(hands, { kind: 'card', card }, { act: name, argument });
  if (!done || !('hash' in done)) return undefined;
  cards.splice(cards.indexOf(card), 1);
  const settled = await settledCard(client, done);
  teller.outcome(settled);
  return settled;
}

/** The card once nothing of it is under way, or when the time for it is up. */
async function settledCard(client: Client, card: Suggestion): Promise<Suggestion> {
  const path = (kind: string, id: string) => `/api/v1/${kind}/${encodeURIComponent(id)}`;
  for (let tries = 0; tries < SETTLING_TIMES; tries += 1) {
    const effects = await Promise.all(
      card.effectIds.map((id) => client.call<Effect>('GET', path('effects', id))),
    );
    if (!effects.some(({ status }) => status === 'planned' || status === 'sending')) break;
    await sleep(AGAIN_MS);
  }
  return client.call<Suggestion>('GET', path('suggestions', card.id));
}

/** What was said since the card was decided. */
async function newest(client: Client, { conversation, decision }: Suggestion): Promise<readonly Message[]> {
  const { items } = await client.call<Page<Message>>(
    'GET',
    `/api/v1/conversations/${encodeURIComponent(conversation)}/messages?limit=20`,
  );
  return items.filter(({ direction, at }) => direction === 'out' && at >= (decision?.at ?? at));
}
