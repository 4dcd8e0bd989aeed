import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type MainstayProcess, startMainstay } from './process.ts';

let mainstay: MainstayProcess;
beforeAll(async () => {
  mainstay = await startMainstay();
});
afterAll(() => mainstay.stop());

const JSON_TYPE = { 'content-type': 'application/json' };

async function events(): Promise<number> {
  const metrics = await mainstay.call('GET', '/metrics');
  return Number(/^mainstay_log_entries (\d+)$/m.exec(String(metrics.body))?.[1]);
}

interface BadCall {
  readonly name: string;
  readonly method?: string;
  readonly path?: string;
  readonly body?: unknown;
  readonly raw?: string | Uint8Array;
  readonly headers?: Record<string, string>;
  readonly status: number;
  readonly code: string;
}

const BAD_CALLS: readonly BadCall[] = [
  { name: 'malformed JSON', raw: '{"text": ', status: 400, code: 'REQUEST_NOT_JSON' },
  { name: 'an empty body', raw: '', headers: JSON_TYPE, status: 400, code: 'REQUEST_NOT_JSON' },
  {
    name: 'invalid UTF-8',
    raw: new Uint8Array([0x7b, 0x22, 0x74, 0x65, 0x78, 0x74, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d]),
    status: 400,
    code: 'REQUEST_NOT_JSON',
  },
  { name: 'half of a character', raw: '{"text":"\\ud800"}', status: 400, code: 'REQUEST_NOT_JSON' },
  { name: 'a wrong type', body: { text: 7 }, status: 422, code: 'REQUEST_INVALID' },
  { name: 'a list for an object', body: ['x'], status: 422, code: 'REQUEST_INVALID' },
  { name: 'an unknown field', body: { text: 'help', admin: true }, status: 422, code: 'REQUEST_INVALID' },
  {
    name: 'a prototype field',
    raw: '{"text":"help","__proto__":{"admin":true}}',
    status: 400,
    code: 'REQUEST_NOT_JSON',
  },
  { name: 'an empty text', body: { text: '  \n ' }, status: 422, code: 'REQUEST_INVALID' },
  {
    name: 'a text of control characters',
    body: { text: '\u0000\u0001' },
    status: 422,
    code: 'REQUEST_INVALID',
  },
  { name: 'a text of 1 MB', body: { text: 'x'.repeat(1_000_000) }, status: 413, code: 'REQUEST_TOO_LARGE' },
  {
    name: 'a text longer than is read',
    body: { text: 'x'.repeat(30_000) },
    status: 422,
    code: 'REQUEST_INVALID',
  },
  {
    name: 'a hostile conversation name',
    body: { text: 'help', conversation: '../../etc' },
    status: 422,
    code: 'REQUEST_INVALID',
  },
  {
    name: 'a media type that is no JSON',
    raw: '<text/>',
    headers: { 'content-type': 'application/xml' },
    status: 415,
    code: 'REQUEST_TYPE_UNSUPPORTED',
  },
  {
    name: 'an endless wait',
    path: '/api/v1/messages?wait=99999999',
    body: { text: 'help' },
    status: 422,
    code: 'REQUEST_INVALID',
  },
  { name: 'an unknown route', method: 'GET', path: '/api/v1/nothing', status: 404, code: 'ROUTE_UNKNOWN' },
  {
    name: 'an unknown card',
    method: 'GET',
    path: '/api/v1/suggestions/sug_x',
    status: 404,
    code: 'NOT_FOUND',
  },
  { name: 'an unknown effect', method: 'GET', path: '/api/v1/effects/eff_x', status: 404, code: 'NOT_FOUND' },
  { name: 'an unknown run', method: 'GET', path: '/api/v1/runs/run_x', status: 404, code: 'NOT_FOUND' },
  { name: 'an unknown event', method: 'GET', path: '/api/v1/events/evt_x', status: 404, code: 'NOT_FOUND' },
  { name: 'an unknown item of Why?', method: 'GET', path: '/api/v1/why/x', status: 404, code: 'NOT_FOUND' },
  { name: 'an unknown file', method: 'GET', path: '/api/v1/attachments/x', status: 404, code: 'NOT_FOUND' },
  {
    name: 'an unknown kind of record',
    method: 'GET',
    path: '/api/v1/records/constructor',
    status: 404,
    code: 'NOT_FOUND',
  },
  {
    name: 'an unknown record',
    method: 'GET',
    path: '/api/v1/records/customer/cus_x',
    status: 404,
    code: 'NOT_FOUND',
  },
  {
    name: 'a record without its name',
    path: '/api/v1/records/customer',
    body: { email: 'a@b.example' },
    status: 422,
    code: 'REQUEST_INVALID',
  },
  {
    name: 'a record with a bad address',
    path: '/api/v1/records/customer',
    body: { name: 'A', email: 'not an address' },
    status: 422,
    code: 'REQUEST_INVALID',
  },
  {
    name: 'an invoice past its card',
    path: '/api/v1/records/invoice',
    body: { number: '1' },
    status: 405,
    code: 'RECORD_READ_ONLY',
  },
  {
    name: 'a change without a version',
    method: 'PATCH',
    path: '/api/v1/records/customer/cus_x',
    body: { name: 'B' },
    status: 428,
    code: 'VERSION_REQUIRED',
  },
  {
    name: 'a cursor of its own making',
    method: 'GET',
    path: '/api/v1/effects?after=bm90aGluZw',
    status: 400,
    code: 'CURSOR_INVALID',
  },
  {
    name: 'an unknown time zone',
    method: 'PATCH',
    path: '/api/v1/settings',
    body: { zone: { home: 'Mars/Base' } },
    status: 422,
    code: 'REQUEST_INVALID',
  },
  {
    name: 'a decision with no hash',
    path: '/api/v1/suggestions/sug_x/decision',
    body: { decision: 'approve' },
    status: 422,
    code: 'REQUEST_INVALID',
  },
  {
    name: 'a page from elsewhere',
    headers: { origin: 'https://evil.example' },
    body: { text: 'help' },
    status: 403,
    code: 'ORIGIN_REFUSED',
  },
  {
    name: 'a bad token',
    headers: { authorization: 'Bearer wrong' },
    body: { text: 'help' },
    status: 401,
    code: 'NOT_SIGNED_IN',
  },
  {
    name: 'no token',
    headers: { authorization: '' },
    body: { text: 'help' },
    status: 401,
    code: 'NOT_SIGNED_IN',
  },
  {
    name: 'a forged session',
    headers: { authorization: '', cookie: 'mainstay_session=9999999999999.forged' },
    body: { text: 'help' },
    status: 401,
    code: 'NOT_SIGNED_IN',
  },
  {
    name: 'a sign-in with a bad token',
    path: '/api/v1/session',
    body: { token: 'wrong' },
    status: 401,
    code: 'NOT_SIGNED_IN',
  },
];

describe('bad calls', () => {
  it.each(BAD_CALLS)(
    'answers $name with the problem $code, and stores nothing',
    async ({ name: _, method = 'POST', path = '/api/v1/messages', status, code, ...call }) => {
      const before = await events();
      const answer = await mainstay.call(method, path, call);
      expect(answer).toMatchObject({ status, body: { code, status, type: `urn:mainstay:error:${code}` } });
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(answer.body.detail).not.toMatch(/node_modules|\bat .*\.(js|ts):\d/);
      expect(await events()).toBe(before);
    },
  );

  it('survives bytes that are no HTTP', async () => {
    const { port } = new URL(mainstay.address);
    const socket = connect(Number(port), '127.0.0.1');
    socket.resume();
    socket.write('\u0000\u0001 nonsense\r\n\r\n');
    await new Promise((resolve) => socket.once('close', resolve));
    expect((await mainstay.call('GET', '/healthz')).status).toBe(200);
  });
});

describe('hostile names', () => {
  const names = [
    '__proto__',
    'constructor',
    '"; alert(1) //',
    "Robert'); DROP TABLE records;--",
    'Łukasz 🧡 שלום',
    'ＡＢＣ',
  ];

  it.each(names)('keeps %s as it is', async (name) => {
    const { status, body } = await mainstay.call('POST', '/api/v1/records/customer', { body: { name } });
    expect(status).toBe(201);
    expect((await mainstay.call('GET', `/api/v1/records/customer/${body.id}`)).body.name).toBe(name);
  });

  it.each(['<script>alert(1)</script>', 'Ana\r\nBcc: eve@evil.example', 'Bidi\u202Eman'])(
    'refuses %j, which no mail could be addressed to',
    async (name) => {
      const { status, body } = await mainstay.call('POST', '/api/v1/records/customer', { body: { name } });
      expect(status).toBe(422);
      expect(body).toMatchObject({ code: 'REQUEST_INVALID', errors: [{ path: 'name' }] });
    },
  );
});

describe('records', () => {
  it('change only at the version that was read', async () => {
    const { body } = await mainstay.call('POST', '/api/v1/records/customer', { body: { name: 'Kim Yu' } });
    const path = `/api/v1/records/customer/${body.id}`;
    const changed = await mainstay.call('PATCH', path, {
      body: { phone: '123' },
      headers: { 'if-match': '"1"' },
    });
    expect(changed).toMatchObject({ status: 200, body: { version: 2, phone: '123' } });
    const stale = await mainstay.call('PATCH', path, {
      body: { phone: '456' },
      headers: { 'if-match': '"1"' },
    });
    expect(stale).toMatchObject({ status: 412, body: { code: 'VERSION_CHANGED' } });
    expect((await mainstay.call('DELETE', path, { headers: { 'if-match': '2' } })).status).toBe(204);
    expect((await mainstay.call('GET', path)).status).toBe(404);
  });

  it('page through a list without a gap or a repeat', async () => {
    const seen: string[] = [];
    for (let after: string | null = ''; after !== null; ) {
      const page: Answer = await mainstay.call(
        'GET',
        `/api/v1/records/customer?limit=2${after === '' ? '' : `&after=${after}`}`,
      );
      seen.push(...page.body.items.map(({ id }: { id: string }) => id));
      after = page.body.next;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBeGreaterThanOrEqual(6);
  });
});
