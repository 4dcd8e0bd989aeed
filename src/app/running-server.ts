import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MainstayError, Secret } from '../kernel/index.ts';
import type { Environment } from './environment.ts';

export interface Asking {
  /** GET unless told. */
  readonly method?: 'GET' | 'POST';
  /** 10 seconds unless told. */
  readonly timeoutMs?: number;
}

/** A call to the server that runs on this home folder; `undefined` where none answers. */
export async function askServer(
  environment: Environment,
  path: string,
  { method = 'GET', timeoutMs = 10_000 }: Asking = {},
): Promise<{ status: number; body: unknown } | undefined> {
  const { host, port } = environment;
  const token = environment.apiToken ?? (await keptToken(environment.home));
  if (!token) return undefined;
  try {
    const response = await fetch(`http://${host.includes(':') ? `[${host}]` : host}:${port}${path}`, {
      method,
      headers: { authorization: `Bearer ${token.reveal()}` },
      signal: AbortSignal.timeout(timeoutMs),
    });
    return { status: response.status, body: await response.json() };
  } catch {
    return undefined;
  }
}

async function keptToken(home: string): Promise<Secret | undefined> {
  const text = await readFile(join(home, 'api-token'), 'utf8').catch(() => '');
  return text.trim() === '' ? undefined : new Secret(text.trim());
}

/** Throws SERVER_UNREACHABLE where none answers. */
export async function askRunningServer(
  environment: Environment,
  path: string,
): Promise<{ status: number; body: unknown }> {
  const answer = await askServer(environment, path);
  if (answer) return answer;
  throw new MainstayError('SERVER_UNREACHABLE', {
    values: { address: `http://${environment.host}:${environment.port}` },
  });
}
