import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type FieldError, isMainstayError, MainstayError, Secret } from '../../kernel/index.ts';
import type { Environment } from '../environment.ts';

/** What of the environment says where the server is and how to sign in. */
export type Place = Pick<Environment, 'home' | 'host' | 'port' | 'apiToken'>;

/** The server refused what was asked; message and code are those of its answer. */
export class ServerRefusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly fields: readonly FieldError[];

  constructor(status: number, { code, detail, errors = [] }: z.infer<typeof problemSchema>) {
    super(detail);
    this.name = 'ServerRefusal';
    this.status = status;
    this.code = code;
    this.fields = errors;
  }
}

/** Calls of the running server's API, with the operator's token. */
export interface Client {
  /** `http://127.0.0.1:3210` */
  readonly address: string;
  /**
   * The answer's JSON. Throws SERVER_UNREACHABLE where none answers, and ServerRefusal with what it says. A call
   * that was cut off may have been carried out.
   */
  call<T>(method: 'GET' | 'POST' | 'PATCH', path: string, options?: CallOptions): Promise<T>;
  /** The bytes of a file. Throws as `call`. */
  file(path: string): Promise<Uint8Array>;
  /** `fetch` with the token, for the stream. */
  fetch(url: string | URL, init: Parameters<typeof fetch>[1]): Promise<Response>;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 10_000;

const problemSchema = z.object({
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), message: z.string() })).optional(),
});

/** The token is read anew for each call: a server that was started afresh elsewhere may have made another. */
export function createClient(place: Place): Client {
  const address = addressOf(place);

  async function signedFetch(url: string | URL, init: Parameters<typeof fetch>[1] = {}): Promise<Response> {
    const token = place.apiToken ?? (await keptToken(place.home));
    if (!token) throw unreachable(address);
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${token.reveal()}`);
    headers.set('user-agent', 'mainstay-terminal');
    return fetch(url, { ...init, headers });
  }

  async function ask(path: string, init: Parameters<typeof fetch>[1], timeoutMs: number): Promise<Response> {
    try {
      return await signedFetch(`${address}${path}`, { ...init, signal: AbortSignal.timeout(timeoutMs) });
    } catch (error) {
      throw isMainstayError(error) ? error : unreachable(address, error);
    }
  }

  return {
    address,
    fetch: signedFetch,
    call: async <T>(method: string, path: string, { body, timeoutMs = TIMEOUT_MS }: CallOptions = {}) => {
      const json = body === undefined ? {} : { body: JSON.stringify(body), headers: JSON_TYPE };
      const response = await ask(path, { method, ...json }, timeoutMs);
      const answer = await readJson(response, address);
      if (!response.ok) throw refusalOf(response.status, answer);
      return answer as T;
    },
    file: async (path) => {
      const response = await ask(path, {}, TIMEOUT_MS);
      if (!response.ok) throw refusalOf(response.status, await readJson(response, address));
      return new Uint8Array(await response.arrayBuffer());
    },
  };
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Something else than Mainstay may listen there. */
async function readJson(response: Response, address: string): Promise<unknown> {
  try {
    return await response.json();
  } catch (error) {
    throw unreachable(address, error);
  }
}

function refusalOf(status: number, answer: unknown): ServerRefusal {
  const { data } = problemSchema.safeParse(answer);
  return new ServerRefusal(status, data ?? { code: 'UNKNOWN', detail: `The server answered ${status}.` });
}

/** Whether it says that no server answered, so that the same call may be made again. */
export function isUnreachable(error: unknown): boolean {
  return (
    isMainstayError(error, 'SERVER_UNREACHABLE') ||
    (error instanceof ServerRefusal && error.code === 'STOPPING')
  );
}

function unreachable(address: string, cause?: unknown): MainstayError {
  return new MainstayError('SERVER_UNREACHABLE', { values: { address }, cause });
}

/** `http://127.0.0.1:3210`; a server that listens everywhere is asked on this machine. */
/** Where a server of this place answers. */
export function addressOf({ host, port }: Pick<Place, 'host' | 'port'>): string {
  const near = host === '0.0.0.0' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return `http://${near.includes(':') ? `[${near}]` : near}:${port}`;
}

async function keptToken(home: string): Promise<Secret | undefined> {
  const text = await readFile(join(home, 'api-token'), 'utf8').catch(() => '');
  return text.trim() === '' ? undefined : new Secret(text.trim());
}
