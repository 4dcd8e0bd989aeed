import type {
  FastifyDynamicSwaggerOptions,
  SwaggerTransform,
  SwaggerTransformObject,
} from '@fastify/swagger';
import { z } from 'zod';
import { CATALOGUE, type CatalogueEntry, type ErrorCode } from '../../kernel/index.ts';
import type { AnyCall } from '../api/call.ts';
import { names } from '../api/names.ts';
import { problemSchema } from '../api/problem.ts';
import { SESSION_COOKIE } from './sign-in.ts';

type Schema = z.core.JSONSchema.BaseSchema;

/** A route's schema, as our routes give it. */
interface RouteSchema {
  readonly params?: z.ZodType | undefined;
  readonly querystring?: z.ZodType | undefined;
  readonly body?: z.ZodType | undefined;
  readonly document?: AnyCall;
  readonly [other: string]: unknown;
}

/** Problems of every call under /api: who asks, and whether we can answer at all. */
const ALWAYS = [
  'NOT_SIGNED_IN',
  'ORIGIN_REFUSED',
  'INTERNAL',
  'STORE_UNAVAILABLE',
  'STOPPING',
] as const satisfies readonly ErrorCode[];

/** Problems of every call that changes something: its body, also one that it does not take, and the writing. */
const CHANGING = [
  'REQUEST_NOT_JSON',
  'REQUEST_TOO_LARGE',
  'REQUEST_TYPE_UNSUPPORTED',
  'STORE_CONFLICT',
  'STORE_FULL',
] as const satisfies readonly ErrorCode[];

/** Writes one route as the document has it: JSON Schemas for zod's, and every problem that it may answer. */
const describeRoute: SwaggerTransform = ({ schema, url, route }) => {
  const { params, querystring, body, document, response: _, ...rest } = (schema ?? {}) as RouteSchema;
  if (!document) return { schema: schema ?? {}, url };
  const headers = document.reads && { headers: headersOf(document.reads) };
  const inputs = Object.entries({ params, querystring, body }).flatMap(([part, given]) =>
    given ? [[part, jsonOf(given, 'input')] as const] : [],
  );
  const codes = problemsOf(url, [route.method].flat(), { params, querystring, body, document });
  const response = { ...successes(document), ...failures(codes) };
  return { schema: { ...rest, ...Object.fromEntries(inputs), ...headers, response }, url };
};

/** The named shapes, each once. */
const describeNames: SwaggerTransformObject = (document) => {
  if (!('openapiObject' in document)) throw new TypeError('The document is no OpenAPI 3.');
  const { schemas } = z.toJSONSchema(names, { uri: (id) => `#/components/schemas/${id}` });
  const components = Object.entries(schemas).map(([id, { $schema: _, $id: _id, ...schema }]) => [id, schema]);
  Object.assign(document.openapiObject.components ?? {}, { schemas: Object.fromEntries(components) });
  return document.openapiObject;
};

/** How the document is written, and who may call. */
export const OPEN_API = {
  openapi: {
    openapi: '3.1.0',
    info: { title: 'Mainstay', version: '1' },
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
      },
    },
    security: [{ token: [] }, { session: [] }],
  },
  transform: describeRoute,
  transformObject: describeNames,
} as const satisfies FastifyDynamicSwaggerOptions;

function problemsOf(
  url: string,
  methods: readonly string[],
  { params, querystring, body, document }: RouteSchema,
): readonly ErrorCode[] {
  const own = document?.problems ?? [];
  if (!url.startsWith('/api/')) return [...own, 'INTERNAL'];
  const changes = methods.some((method) => method !== 'GET' && method !== 'HEAD');
  const checks = params ?? querystring ?? body;
  return [...ALWAYS, ...(changes ? CHANGING : []), ...(checks ? (['REQUEST_INVALID'] as const) : []), ...own];
}

function successes({ answers, media = ['application/json'], summary, sets }: AnyCall) {
  return Object.fromEntries(
    Object.entries(answers).map(([status, schema]) => [
      status,
      {
        description: summary,
        ...(sets ? { headers: headersOf(sets).properties } : {}),
        ...(schema instanceof z.ZodUndefined
          ? { type: 'null' }
          : {
              content: Object.fromEntries(media.map((type) => [type, { schema: jsonOf(schema, 'output') }])),
            }),
      },
    ]),
  );
}

/** One answer for each status, with the codes that come with it. */
function failures(codes: readonly ErrorCode[]) {
  const statuses = [...new Set(codes.map((code) => CATALOGUE[code].http))];
  const problem = jsonOf(problemSchema, 'output');
  return Object.fromEntries(
    statuses.map((status) => {
      const alike = [...new Set(codes)].filter((code) => CATALOGUE[code].http === status);
      const schema = { allOf: [problem, { type: 'object', properties: { code: { enum: alike } } }] };
      const description = alike.map((code) => `\`${code}\`: ${sentence(code)}`).join('\n\n');
      return [status, { description, content: { 'application/problem+json': { schema } } }];
    }),
  );
}

function sentence(code: ErrorCode): string {
  const { message }: CatalogueEntry = CATALOGUE[code];
  return message;
}

function headersOf(headers: Readonly<Record<string, string>>) {
  const properties = Object.entries(headers).map(([name, description]) => [
    name,
    { type: 'string', description },
  ]);
  return { type: 'object', properties: Object.fromEntries(properties) } as const;
}

/** The JSON Schema of a shape; those with a name are referred to by it. */
function jsonOf(schema: z.ZodType, io: 'input' | 'output'): Schema {
  const whole = z.toJSONSchema(z.strictObject({ shape: schema }), { io, metadata: names });
  const text = JSON.stringify(whole.properties?.['shape']);
  return JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/'));
}
