import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isMainstayError, MainstayError } from '../../kernel/index.ts';
import type { Problem } from '../api/problem.ts';
import type { ConsoleDeps } from './deps.ts';

function problemOf(error: MainstayError): Problem {
  const { code, message, httpStatus, fields } = error;
  return {
    type: `urn:mainstay:error:${code}`,
    title: code.toLowerCase().replaceAll('_', ' '),
    status: httpStatus,
    detail: message,
    code,
    ...(fields.length > 0 ? { errors: fields } : {}),
  };
}

/** Turns every failure into a problem; what was not raised on purpose shows nothing but where to find it. */
export function registerProblems(server: FastifyInstance, deps: Pick<ConsoleDeps, 'onError' | 'ids'>): void {
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const known = isMainstayError(error) ? error : translated(error, request);
    if (known && known.blame !== 'bug') return send(reply, known);
    const reference = deps.ids('err');
    deps.onError(error, { reference, method: request.method, path: pathOf(request) });
    return send(reply, new MainstayError('INTERNAL', { values: { reference } }));
  });
  server.setNotFoundHandler((request, reply) =>
    send(
      reply,
      new MainstayError('ROUTE_UNKNOWN', { values: { method: request.method, path: pathOf(request) } }),
    ),
  );
}

function send(reply: FastifyReply, error: MainstayError): FastifyReply {
  return reply
    .status(error.httpStatus)
    .type('application/problem+json')
    .send(JSON.stringify(problemOf(error)));
}

function pathOf(request: FastifyRequest): string {
  return request.url.split('?')[0]?.slice(0, 200) ?? '/';
}

/** What never reaches a route: an address that cannot be decoded. */
export function refuseBadUrl(_error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  const values = { method: request.method, path: pathOf(request) };
  send(reply, new MainstayError('ROUTE_UNKNOWN', { values }));
}

/** What is no HTTP at all. */
export function refuseGarbage(_error: Error, socket: Socket): void {
  if (!socket.writable) return;
  const problem = problemOf(
    new MainstayError('REQUEST_NOT_JSON', { values: { reason: 'it is no HTTP request' } }),
  );
  const body = JSON.stringify(problem);
  const head = ['HTTP/1.1 400 Bad Request', 'content-type: application/problem+json'];
  socket.end(
    [...head, `content-length: ${Buffer.byteLength(body)}`, 'connection: close', '', body].join('\r\n'),
  );
}

/** What the framework itself refuses, in our codes. */
function translated(error: FastifyError, request: FastifyRequest): MainstayError | undefined {
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new MainstayError('REQUEST_TOO_LARGE', { values: { maxBytes: MAX_BODY_BYTES } });
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new MainstayError('REQUEST_TYPE_UNSUPPORTED', {
        values: { type: (request.headers['content-type'] ?? '').slice(0, 100) },
      });
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new MainstayError('REQUEST_NOT_JSON', { values: { reason: 'it is empty' } });
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new MainstayError('REQUEST_NOT_JSON', { values: { reason: 'it cannot be parsed' } });
    default:
      return error.statusCode !== undefined && error.statusCode < 500
        ? new MainstayError('REQUEST_NOT_JSON', { values: { reason: error.message } })
        : undefined;
  }
}

export const MAX_BODY_BYTES = 256 * 1024;
