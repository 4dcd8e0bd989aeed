import type { FastifyRequest } from 'fastify';

/** Where the operator is: at the page, in `mainstay chat`, which says so in its name, or behind a program of theirs. */
export function viaOf({ cookies, headers }: FastifyRequest): 'console' | 'terminal' | 'api' {
  if (cookies['mainstay_session'] !== undefined) return 'console';
  return headers['user-agent']?.startsWith('mainstay-terminal') ? 'terminal' : 'api';
}
