import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { createServer } from '../../../src/console/index.ts';
import { createIdSource, Secret } from '../../../src/kernel/index.ts';
import type { Backup } from '../../../src/ports/index.ts';
import type { Harness } from '../harness.ts';

/** The token that the API takes here. */
export const TOKEN = 'token-of-the-test';

const NOW = Date.UTC(2026, 10, 23, 9, 12);

/** One call, by its place in the OpenAPI document. */
export interface Asked {
  /** `GET /api/v1/suggestions/{id}` */
  readonly call: string;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Answered {
  readonly status: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- a test's wrong guess at the shape is a failing test
  readonly body: any;
  readonly headers: Readonly<Record<string, unknown>>;
  /** Where the answer is not as described; empty where it is. */
  readonly faults: readonly string[];
}

interface Described {
  readonly [method: string]: {
    readonly responses: Readonly<
      Record<
        string,
        {
          readonly headers?: object;
          readonly content?: Readonly<Record<string, { readonly schema: object }>>;
        }
      >
    >;
  };
}

const BACKUP: Backup = {
  id: 'mainstay-20261123T020000Z',
  at: '2026-11-23T02:00:00.000Z',
  path: '/home/olga/.mainstay/backups/mainstay-20261123T020000Z',
  bytes: 1_000_000,
  reason: 'night',
  verified: true,
  elsewhere: false,
};

export type DescribedApi = Awaited<ReturnType<typeof openApi>>;

/** The HTTP API over the rooms of a harness; each answer is held against the API's own description of it. */
export async function openApi(mainstay: Harness) {
  const server = await createServer({
    ...mainstay,
    backups: { make: async () => BACKUP, list: async () => [BACKUP] },
    clock: { now: () => NOW },
    ids: createIdSource({ now: () => NOW }, randomBytes),
    token: { current: () => new Secret(TOKEN), onChange: () => undefined },
    sessionKey: 'sessions',
    pageFolder: join(import.meta.dirname, '../../fixtures'),
    onError: (error) => mainstay.errors.push(error),
  });
  await server.ready();
  const document = JSON.parse((await server.inject(signedIn('GET', '/api/v1/openapi.json'))).payload);
  const ajv = new Ajv2020({ strict: true, strictRequired: false, validateFormats: false, allErrors: true });
  ajv.addKeyword('kind');
  ajv.addSchema(moved({ $id: 'api', $defs: document.components.schemas }));
  const paths: Readonly<Record<string, Described>> = document.paths;
  const seen = new Set<string>();

  /** What is wrong with one value where the document describes another. */
  function faultsOf(pointer: readonly string[], value: unknown): readonly string[] {
    const schema = pointer.reduce((at, step) => at?.[step], document);
    if (schema === undefined) return [`${pointer.join(' ')} is not described`];
    const validate = ajv.compile(moved(schema));
    if (validate(value)) return [];
    return (validate.errors ?? []).map(({ instancePath, message, params }) =>
      [instancePath, message, JSON.stringify(params)].join(' '),
    );
  }

  async function ask({ call, path = {}, query = '', body, headers = {} }: Asked): Promise<Answered> {
    const [method = '', template = ''] = call.split(' ');
    const url = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ''));
    const response = await server.inject({
      ...signedIn(method, `${url}${query}`, {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      }),
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    });
    const { statusCode: status, payload } = response;
    const type = String(response.headers['content-type'] ?? '').split(';')[0] ?? '';
    const isJson = type.endsWith('json');
    const answer: unknown = isJson ? JSON.parse(payload) : payload;
    seen.add(`${call} ${status}`);
    const described = paths[template]?.[method.toLowerCase()]?.responses[String(status)];
    const at = ['paths', template, method.toLowerCase(), 'responses', String(status)];
    const faults = !described
      ? [`${status} is not described: ${payload}`]
      : payload === ''
        ? described.content
          ? ['has no body']
          : []
        : !described.content?.[type]
          ? [`${type} is not described`]
          : isJson
            ? faultsOf([...at, 'content', type, 'schema'], answer)
            : [];
    return { status, body: answer, headers: response.headers, faults };
  }

  return {
    server,
    document,
    ask,
    faultsOf,
    /** Every call with each status that means success, as described. */
    described: (): readonly string[] =>
      Object.entries(paths).flatMap(([template, methods]) =>
        Object.entries(methods).flatMap(([method, { responses }]) =>
          Object.keys(responses)
            .filter((status) => status.startsWith('2'))
            .map((status) => `${method.toUpperCase()} ${template} ${status}`),
        ),
      ),
    /** Every call with each status that it answered so far. */
    seen: (): ReadonlySet<string> => seen,
    close: () => server.close(),
  };
}

/** With references as a validator finds them, which knows no components. */
function moved(schema: object): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('#/components/schemas/', 'api#/$defs/'));
}

function signedIn(method: string, url: string, headers: Readonly<Record<string, string>> = {}) {
  return {
    method: method as 'GET',
    url,
    headers: {
      ...(url.startsWith('/api/') ? { authorization: `Bearer ${TOKEN}` } : {}),
      ...headers,
    },
  };
}
