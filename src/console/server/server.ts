import cookie from '@fastify/cookie';
import files from '@fastify/static';
import swagger from '@fastify/swagger';
import fastify, { type FastifyInstance } from 'fastify';
import type { z } from 'zod';
import { MainstayError, parsed } from '../../kernel/index.ts';
import { registerBackups } from '../routes/backups.ts';
import { registerEffects } from '../routes/effects.ts';
import { registerEverything } from '../routes/everything.ts';
import { registerHealth } from '../routes/health.ts';
import { registerLog } from '../routes/log.ts';
import { registerMessages } from '../routes/messages.ts';
import { registerRecords } from '../routes/records.ts';
import { registerReplay } from '../routes/replay.ts';
import { registerRuns } from '../routes/runs.ts';
import { registerSchedules } from '../routes/schedules.ts';
import { registerSettings } from '../routes/settings.ts';
import { registerStream } from '../routes/stream.ts';
import { registerSuggestions } from '../routes/suggestions.ts';
import { registerWorkflows } from '../routes/workflows.ts';
import type { ConsoleDeps } from './deps.ts';
import { OPEN_API } from './open-api.ts';
import { MAX_BODY_BYTES, refuseBadUrl, refuseGarbage, registerProblems } from './problem.ts';
import { registerSignIn } from './sign-in.ts';

/** An escaped surrogate without its other half; an escaped backslash before it makes it plain text. */
const HALF_CHARACTER =
  /(?<!\\)(?:\\\\)*(?:\\ud[89ab][0-9a-f]{2}(?!\\ud[c-f][0-9a-f]{2})|(?<!\\ud[89ab][0-9a-f]{2})\\ud[c-f][0-9a-f]{2})/i;

/** Nothing from elsewhere, nothing inline: the page is its own files and nothing more. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "frame-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
].join('; ');

const REQUEST_MS = 30_000;

/** The HTTP API and the page, not yet listening. */
export async function createServer(deps: ConsoleDeps): Promise<FastifyInstance> {
  const server = fastify({
    bodyLimit: MAX_BODY_BYTES,
    // For the whole of a request to arrive; what is answered may take longer.
    requestTimeout: REQUEST_MS,
    forceCloseConnections: true,
    logger: false,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: refuseBadUrl,
    clientErrorHandler: refuseGarbage,
  });
  server.setValidatorCompiler(validator);
  // Answers are typed by their schemas and tested against them; checking each of them again would only take time.
  server.setSerializerCompiler(() => (answer) => JSON.stringify(answer));
  server.addHook('onSend', async (_request, reply) => {
    reply.header('content-security-policy', CONTENT_SECURITY_POLICY);
    reply.header('referrer-policy', 'no-referrer');
    reply.header('x-content-type-options', 'nosniff');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  registerProblems(server, deps);
  readJsonStrictly(server);
  await server.register(cookie);
  await server.register(swagger, OPEN_API);
  registerSignIn(server, deps);
  await server.register(async (api) => {
    registerHealth(api, deps);
    registerMessages(api, deps);
    registerSuggestions(api, deps);
    registerEffects(api, deps);
    registerRecords(api, deps);
    registerLog(api, deps);
    registerEverything(api, deps);
    registerRuns(api, deps);
    registerWorkflows(api, deps);
    registerReplay(api, deps);
    registerSettings(api, deps);
    registerSchedules(api, deps);
    registerBackups(api, deps);
    registerStream(api, deps);
    api.get('/api/v1/openapi.json', { schema: { hide: true } }, async () => server.swagger());
  });
  await server.register(files, {
    root: deps.pageFolder,
    cacheControl: false,
    // Their names carry a hash of what is in them.
    setHeaders: (response, path) => {
      if (/[/\\]app\.\w+\.(?:js|css)(?:\.map)?$/.test(path))
        response.setHeader('cache-control', 'public, max-age=31536000, immutable');
    },
  });
  return server;
}

/** The framework wants an error given, not thrown. */
function validator({ schema }: { readonly schema: z.ZodType }) {
  return (value: unknown) => {
    try {
      return { value: parsed(schema, value) };
    } catch (error) {
      if (error instanceof Error) return { error };
      throw error;
    }
  };
}

/** JSON has to be UTF-8 (RFC 8259): bytes that are not would otherwise be stored as something that nobody sent. */
function readJsonStrictly(server: FastifyInstance): void {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parse = server.getDefaultJsonParser('error', 'error');
  server.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    const refuse = (reason: string, cause?: unknown) =>
      done(new MainstayError('REQUEST_NOT_JSON', { values: { reason }, cause }));
    try {
      const text = decoder.decode(body);
      // JSON can spell half of a character, which no store and no hash can keep.
      if (HALF_CHARACTER.test(text)) refuse('it holds half of a character');
      else void parse(request, text, done);
    } catch (error) {
      refuse('it is not UTF-8', error);
    }
  });
}
