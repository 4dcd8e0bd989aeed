import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Message } from '../../src/console/api/message.ts';
import type { Change } from '../../src/console/api/stream.ts';
import type { Suggestion } from '../../src/console/api/suggestion.ts';
import {
  type Answer,
  type Call,
  createAnswers,
  type Data,
  type Live,
  problem,
  type World,
} from './page-answers.ts';
import { effects, PDF } from './page-scenario.ts';

const TOKEN = 'the+token';

/** The policy that the real server sends with everything. */
const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; " +
  "frame-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

export type Fixture = Awaited<ReturnType<typeof startFixture>>;

/** A real HTTP server with canned data, in the shapes of the API, and no more sense than the page's tests need. */
export async function startFixture(pageDir: string) {
  const streams = new Set<ServerResponse>();
  const live = createLive(streams);
  const serve = createServing({ pageDir, streams, live });
  const server = createServer((request, response) => {
    void serve(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    ...live,
    url: `http://127.0.0.1:${port}/`,
    link: `http://127.0.0.1:${port}/#token=${encodeURIComponent(TOKEN)}`,
    streams: () => streams.size,
    dropStreams: () => streams.forEach((stream) => stream.destroy()),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function createLive(streams: ReadonlySet<ServerResponse>): Live {
  const world: World = {
    messages: [],
    suggestions: new Map(),
    effects,
    settings: {
      zone: { home: 'Europe/Berlin', here: 'Europe/Berlin' },
      quietHours: { from: '21:00', to: '08:00' },
      hold: 0,
      paused: false,
      practice: false,
      business: { nextInvoiceNumber: '2026-014' },
      connectors: [{ name: 'email', ready: false, text: 'No mail account' }],
    },
    calls: [],
    answer: undefined,
  };
  let position = 0;

  function emit({ event, data }: Change): void {
    position += 1;
    const text = `id: ${position}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
    for (const stream of streams) stream.write(text);
  }

  function receive(message: Message): void {
    if (world.messages.some(({ id }) => id === message.id)) return;
    world.messages.push(message);
    emit({ event: 'message', data: message });
  }

  function change(suggestion: Suggestion): Suggestion {
    world.suggestions.set(suggestion.id, suggestion);
    emit({ event: 'suggestion', data: suggestion });
    return suggestion;
  }

  return { world, emit, receive, change };
}

interface Serving {
  readonly pageDir: string;
  readonly streams: Set<ServerResponse>;
  readonly live: Live;
}

function createServing({ pageDir, streams, live }: Serving) {
  const canned = createAnswers(live);

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    response.setHeader('content-security-policy', CSP);
    response.setHeader('referrer-policy', 'no-referrer');
    response.setHeader('x-content-type-options', 'nosniff');
    const { pathname, search } = new URL(request.url ?? '/', 'http://fixture');
    if (!pathname.startsWith('/api/v1')) return page(pathname, pageDir, response);
    const path = pathname.slice('/api/v1'.length);
    const call = { method: request.method ?? '', path: path + search, body: await bodyOf(request) };
    live.world.calls.push(call);
    const forced = live.world.answer?.(call);
    if (forced === 'drop') return void request.socket.destroy();
    if (forced) return json(response, forced);
    if (path === '/session') return session(call, response);
    if (request.headers.cookie !== 'session=yes')
      return json(response, problem(401, 'This needs the API token.'));
    if (path === '/stream') return open(response, streams);
    if (path.startsWith('/attachments/')) return pdf(response);
    return json(response, canned(call));
  };
}

function open(response: ServerResponse, streams: Set<ServerResponse>): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write('retry: 100\n\n');
  streams.add(response);
  response.on('close', () => streams.delete(response));
}

function pdf(response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/pdf' }).end(PDF);
}

function session({ body }: Call, response: ServerResponse): void {
  if (body['token'] !== TOKEN) return json(response, problem(401, 'This is not the token.'));
  response.writeHead(204, { 'set-cookie': 'session=yes; HttpOnly; SameSite=Strict; Path=/' }).end();
}

async function page(pathname: string, pageDir: string, response: ServerResponse): Promise<void> {
  const name = pathname === '/' ? 'index.html' : pathname.slice(1);
  const types: Readonly<Record<string, string>> = {
    html: 'text/html; charset=utf-8',
    js: 'text/javascript',
    css: 'text/css',
  };
  const body = await readFile(join(pageDir, name)).catch(() => undefined);
  if (!body) return void response.writeHead(404).end();
  response.writeHead(200, {
    'content-type': types[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
  });
  response.end(body);
}

function json(response: ServerResponse, { status, body }: Answer): void {
  const type = status >= 400 ? 'application/problem+json' : 'application/json';
  response.writeHead(status, { 'content-type': type }).end(body === undefined ? '' : JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<Data> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text === '' ? {} : JSON.parse(text);
}
