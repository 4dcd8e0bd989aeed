import type { Effect } from '../../src/console/api/effect.ts';
import type { Entry, Item } from '../../src/console/api/everything.ts';
import type { Message } from '../../src/console/api/message.ts';
import type { Page } from '../../src/console/api/page.ts';
import type { Settings } from '../../src/console/api/settings.ts';
import type { Change } from '../../src/console/api/stream.ts';
import type { Suggestion } from '../../src/console/api/suggestion.ts';
import { inbound, invoiceForm, why } from './page-scenario.ts';

export type Data = Readonly<Record<string, unknown>>;

export interface Call {
  readonly method: string;
  readonly path: string;
  readonly body: Data;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
}

/** What the server knows. What a test changes here shows at the next read; `Live` also tells open streams. */
export interface World {
  messages: Message[];
  suggestions: Map<string, Suggestion>;
  effects: readonly Effect[];
  settings: Settings;
  calls: Call[];
  /** Answers a call in place of the canned one; `drop` closes the socket without an answer. */
  answer: ((call: Call) => Answer | 'drop' | undefined) | undefined;
}

export interface Live {
  readonly world: World;
  readonly emit: (change: Change) => void;
  /** A message that has come in, or that Mainstay says. */
  readonly receive: (message: Message) => void;
  /** A card that is new or has changed. */
  readonly change: (suggestion: Suggestion) => Suggestion;
}

/** RFC 9457, as the API answers failures. */
export function problem(status: number, detail: string, errors?: readonly Data[]): Answer {
  const body = {
    type: 'about:blank',
    title: detail,
    status,
    detail,
    code: `E${status}`,
    ...(errors && { errors }),
  };
  return { status, body };
}

function list(items: readonly unknown[]): Answer {
  return { status: 200, body: { items, next: null } };
}

function found(body: unknown): Answer {
  return body ? { status: 200, body } : problem(404, 'There is no such thing.');
}

/** What the API answers when nothing goes wrong. */
export function createAnswers({ world, receive, change, emit }: Live) {
  const settings = (patch: Data) => {
    world.settings = { ...world.settings, ...patch };
    emit({ event: 'settings', data: world.settings });
    return { status: 200, body: world.settings };
  };

  return ({ method, path, body }: Call): Answer => {
    const [, room = '', id = '', action = ''] = path.split(/[/?]/);
    const known = world.suggestions.get(id);
    const effect = world.effects.find((one) => one.id === id);
    if (path === '/messages') {
      const duplicate = world.messages.some((message) => message.id === body['id']);
      receive(inbound(String(body['id']), String(body['text']), 30));
      return { status: 202, body: { eventId: 'evt', conversation: 'main', duplicate } };
    }
    if (room === 'conversations')
      return { status: 200, body: pageBefore(world.messages, /after=(\d+)/.exec(path)?.[1]) };
    if (path.startsWith('/suggestions?limit')) return list([...world.suggestions.values()]);
    if (room === 'suggestions' && path.includes('status=pending')) {
      return list([...world.suggestions.values()].filter((one) => one.status === 'pending'));
    }
    if (action === 'form') return { status: 200, body: invoiceForm };
    if (action === 'decision' && known) return { status: 200, body: decided(known, body, change) };
    if (room === 'suggestions') return found(known);
    if (action === 'resolve' && effect)
      return {
        status: 200,
        body: resolved({
          ...effect,
          status: body['outcome'] === 'retry' ? 'sending' : (body['outcome'] as 'done' | 'failed'),
        }),
      };
    if (action === 'undo' && effect)
      return {
        status: 200,
        body: resolved({
          ...effect,
          status: effect.status === 'planned' ? 'cancelled' : 'undone',
          undoable: false,
        }),
      };
    if (room === 'effects') return list(world.effects);
    if (room === 'everything')
      return id === '' || path.startsWith('/everything?')
        ? list(world.effects.map(entryOf))
        : found(world.effects.map(itemOf).find((one) => one.id === id));
    if (room === 'digest') return { status: 200, body: { morning: MORNING, today: MORNING.text } };
    if (room === 'why') return { status: 200, body: why };
    if (room === 'pause' || room === 'resume') return settings({ paused: room === 'pause' });
    if (room === 'settings')
      return method === 'PATCH' ? settings(body) : { status: 200, body: world.settings };
    return found(undefined);
  };

  function resolved(effect: Effect): Effect {
    world.effects = world.effects.map((one) => (one.id === effect.id ? effect : one));
    emit({ event: 'effect', data: effect });
    return effect;
  }
}

const MORNING = {
  text: 'Monday 23 November. 1 thing waits for you.\n1  Send invoice to Ana Torres, since 9:12\nToday: 10:00 call Ana\nNo cost. Last backup 3:00',
  suggestionIds: [],
  toldAt: null,
};

function entryOf({ id, title, status, at, recipient = '' }: Effect): Entry {
  return { id, kind: recipient === '' ? 'effect' : 'mail', title, detail: recipient, state: status, at };
}

function itemOf(effect: Effect): Item {
  const history = [{ id: effect.id, at: effect.at, text: 'Saved, not sent' }];
  return {
    ...entryOf(effect),
    facts: [{ label: 'To', text: effect.recipient ?? '' }],
    files: [],
    related: [],
    history,
  };
}

/** Fifty messages up to a cursor, here the position of the first that the page before showed. */
function pageBefore(messages: readonly Message[], cursor?: string): Page<Message> {
  const end = cursor === undefined ? messages.length : Number(cursor);
  const start = Math.max(0, end - 50);
  return { items: messages.slice(start, end), next: start === 0 ? null : String(start) };
}

function decided(known: Suggestion, body: Data, change: Live['change']): Suggestion {
  if (body['decision'] === 'approve') {
    return change({
      ...known,
      status: 'approved',
      outcome: '✓ Approved by you, 9:14. Saved as a file, not sent: no mail account is connected.',
    });
  }
  if (body['decision'] === 'reject') {
    return change({ ...known, status: 'rejected', outcome: '✕ Rejected by you, 9:15. Nothing was sent.' });
  }
  const id = `${known.id}_2`;
  change({ ...known, status: 'superseded', supersededBy: id });
  const changes = [{ label: 'Amount', from: '$1,200.00', to: '$1,300.00' }];
  return change({
    ...known,
    id,
    hash: 'hash-edited',
    title: 'Send invoice to Ana Torres: $1,300.00',
    supersedes: known.id,
    preview: { ...known.preview, changes },
  });
}
