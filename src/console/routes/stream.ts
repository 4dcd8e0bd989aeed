import type { FastifyInstance, FastifyReply } from 'fastify';
import { suggestions } from '../../approvals/index.ts';
import { effects } from '../../effects/index.ts';
import type { Event } from '../../kernel/index.ts';
import { messages } from '../../memory/index.ts';
import { call } from '../api/call.ts';
import { type Change, changeSchema } from '../api/stream.ts';
import type { ConsoleDeps } from '../server/deps.ts';
import { shownEffect, shownMessage, shownSettings, shownSuggestion } from '../server/present.ts';

const HEARTBEAT_MS = 20_000;

const stream = call({
  tag: 'stream',
  summary: 'Server-sent events: messages, cards, effects and settings as they change, and what else changed',
  answers: { 200: changeSchema },
  media: ['text/event-stream'],
  reads: { 'last-event-id': 'The id of the last event that was read: the stream goes on after it.' },
});

/**
 * Server-sent events: messages, cards, effects and settings as they change, and the names of what else changed. The id
 * of each is its place in the log, so a reader that was cut off resumes with Last-Event-ID and misses nothing.
 */
export function registerStream(server: FastifyInstance, deps: ConsoleDeps): void {
  const open = new Set<() => void>();
  const closeAll = () => {
    for (const close of open) close();
  };
  server.addHook('preClose', async () => closeAll());
  // Who was let in with the old token asks again, and is told.
  deps.token.onChange(closeAll);

  server.get('/api/v1/stream', { schema: stream }, (request, reply) => {
    const last = Number(request.headers['last-event-id']);
    const from =
      Number.isSafeInteger(last) && last > 0 && last <= deps.log.head().sequence
        ? last
        : deps.log.head().sequence;
    begin(reply);
    const unsubscribe = deps.log.subscribe(from, (event) => forward(deps, reply, event));
    const heartbeat = setInterval(() => reply.raw.write(': still here\n\n'), HEARTBEAT_MS);
    const close = () => {
      clearInterval(heartbeat);
      unsubscribe();
      open.delete(close);
      reply.raw.end();
    };
    open.add(close);
    request.raw.on('close', close);
  });
}

function begin(reply: FastifyReply): void {
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value);
  reply.raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  reply.raw.write('retry: 1000\n\n');
}

async function forward(deps: ConsoleDeps, reply: FastifyReply, event: Event): Promise<void> {
  try {
    for (const { event: name, data } of await changesOf(deps, event)) {
      reply.raw.write(`id: ${event.sequence}\nevent: ${name}\ndata: ${JSON.stringify(data)}\n\n`);
    }
  } catch (error) {
    deps.onError(error, { reference: event.id, method: 'GET', path: '/api/v1/stream' });
  }
}

/** Of these it is told which of them changed, not what became of it: a list says that in words of its own. */
const NAMED = ['record', 'schedule', 'workflow', 'run', 'backup'] as const;

/** What an event changed, as the lists would show it now. */
async function changesOf(deps: ConsoleDeps, event: Event): Promise<readonly Change[]> {
  const [area] = event.type.split('.');
  const named = NAMED.find((kind) => kind === area);
  // When it is due next is worked out behind the event, and belongs to what is shown of it.
  if (named === 'schedule') await deps.schedules.attend(event.subject);
  if (named) return [{ event: 'changed', data: { kind: named, id: event.subject } }];
  if (area === 'message') return messageChange(deps, event.subject);
  if (event.type === 'suggestion.proposed' && event.data.supersedes !== undefined) {
    const [old, drawn] = [event.data.supersedes, event.subject];
    return [...(await suggestionChange(deps, drawn)), ...(await suggestionChange(deps, old))];
  }
  if (area === 'suggestion') return suggestionChange(deps, event.subject);
  if (area === 'settings' || area === 'control')
    return [{ event: 'settings', data: await shownSettings(deps) }];
  if (area !== 'effect') return [];
  const effect = await effects.read(deps.store, event.subject);
  if (!effect) return [];
  const card = effect.body.suggestion === null ? [] : await suggestionChange(deps, effect.body.suggestion);
  return [{ event: 'effect', data: shownEffect(deps, effect) }, ...card];
}

async function messageChange(deps: ConsoleDeps, id: string): Promise<Change[]> {
  const message = await messages.read(deps.store, id);
  return message ? [{ event: 'message', data: shownMessage(message) }] : [];
}

async function suggestionChange(deps: ConsoleDeps, id: string): Promise<Change[]> {
  const card = await suggestions.read(deps.store, id);
  return card ? [{ event: 'suggestion', data: await shownSuggestion(deps, card) }] : [];
}
