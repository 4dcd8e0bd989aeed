import type { FastifyInstance, FastifyRequest } from 'fastify';
import { MainstayError, mac, sameSecret } from '../../kernel/index.ts';
import type { ConsoleDeps } from './deps.ts';

export const SESSION_COOKIE = 'mainstay_session';
const SESSION_DAYS = 30;
const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * For who has the token, a cookie's value: when it ends, and that we said so. Changing the token ends every session. Throws
 * NOT_SIGNED_IN.
 */
export function issueSession(
  deps: Pick<ConsoleDeps, 'clock' | 'sessionKey' | 'token'>,
  token: string,
): { value: string; maxAgeSeconds: number } {
  if (!sameSecret(token, deps.token.current().reveal())) throw new MainstayError('NOT_SIGNED_IN');
  const endsAt = deps.clock.now() + SESSION_DAYS * DAY_MS;
  return {
    value: `${endsAt}.${sessionMac(deps, String(endsAt))}`,
    maxAgeSeconds: (SESSION_DAYS * DAY_MS) / 1000,
  };
}

function sessionMac(
  { sessionKey, token }: Pick<ConsoleDeps, 'sessionKey' | 'token'>,
  endsAt: string,
): string {
  return mac(sessionKey, `session:${endsAt}:${token.current().reveal()}`);
}

/** Throws NOT_SIGNED_IN unless the request carries the token or a session; a page from elsewhere is refused. */
export function registerSignIn(server: FastifyInstance, deps: ConsoleDeps): void {
  server.addHook('onRequest', async (request) => {
    if (!request.url.startsWith('/api/')) return;
    checkOrigin(request);
    if (request.method === 'POST' && request.url.split('?')[0] === '/api/v1/session') return;
    if (!hasToken(request, deps) && !hasSession(request, deps)) throw new MainstayError('NOT_SIGNED_IN');
  });
}

function hasToken({ headers }: FastifyRequest, { token }: ConsoleDeps): boolean {
  const [scheme, value] = (headers.authorization ?? '').split(' ');
  return (
    scheme?.toLowerCase() === 'bearer' && value !== undefined && sameSecret(value, token.current().reveal())
  );
}

function hasSession(request: FastifyRequest, deps: ConsoleDeps): boolean {
  const [endsAt = '', sign = ''] = (request.cookies[SESSION_COOKIE] ?? '').split('.');
  return Number(endsAt) > deps.clock.now() && sameSecret(sign, sessionMac(deps, endsAt));
}

/** Browsers name the page that asks; scripts send no origin and carry the token. */
function checkOrigin({ headers }: FastifyRequest): void {
  const { origin, host } = headers;
  if (origin === undefined) return;
  const asked = URL.canParse(origin) ? new URL(origin).host : '';
  if (asked !== host) throw new MainstayError('ORIGIN_REFUSED', { values: { origin: origin.slice(0, 200) } });
}
