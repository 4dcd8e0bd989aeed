import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Effect } from '../../../src/console/api/effect.ts';
import type { Form } from '../../../src/console/api/form.ts';
import type { Suggestion } from '../../../src/console/api/suggestion.ts';
import { createHarness, type Harness } from '../harness.ts';
import { ADD_ANA, INVOICE_ANA } from '../story.ts';
import { type Answered, type Asked, type DescribedApi, openApi, TOKEN } from './described.ts';
import { post, posting } from './letters.ts';
import { streamed } from './streamed.ts';
import { setAndUndone } from './workflow-values.ts';

let mainstay: Harness;
let api: DescribedApi;
beforeAll(async () => {
  mainstay = await createHarness({ connectors: [post], workflows: ['lost', 'returned'].map(posting) });
  api = await openApi(mainstay);
});
afterAll(() => api.close());

type Card = Suggestion;

const at = (id = '') => ({ path: { id } });

/** What was not as described, of all that was asked in one test. */
const faults: string[] = [];
beforeEach(() => void faults.splice(0));

async function ask(call: string, asked: Omit<Asked, 'call'> = {}): Promise<Answered> {
  const answer = await api.ask({ call, ...asked });
  faults.push(...answer.faults.map((fault) => `${call} ${answer.status}: ${fault}`));
  await mainstay.idle();
  return answer;
}

async function say(text: string): Promise<Card> {
  const { body } = await ask('POST /api/v1/messages', { query: '?wait=5000', body: { text } });
  return body.suggestions[0];
}

async function decide(card: Card, decision: object): Promise<Card> {
  const body = { hash: card.hash, ...decision };
  return (await ask('POST /api/v1/suggestions/{id}/decision', { path: { id: card.id }, body })).body;
}

async function approved(text: string): Promise<Card> {
  return decide(await say(text), { decision: 'approve' });
}

describe('every answer has the shape that the API describes', () => {
  it('to what is said, and of what was said', async () => {
    await ask('POST /api/v1/messages', { body: { text: ADD_ANA } });
    await say('What is waiting?');
    await ask('GET /api/v1/conversations');
    await ask('GET /api/v1/conversations/{id}/messages', { path: { id: 'main' } });
    expect(faults).toEqual([]);
  });

  it('of cards and what is decided on them', async () => {
    const card = await say(INVOICE_ANA);
    const { body } = await ask('GET /api/v1/suggestions/{id}/form', { path: { id: card.id } });
    const [invoice, mail] = body.commands.map(({ input }: Form['commands'][number]) => input);
    const edited = await decide(card, {
      decision: 'edit',
      inputs: [{ ...invoice, due: '2026-12-11' }, mail],
    });
    await decide(edited, { decision: 'approve' });
    await decide(await say(INVOICE_ANA), { decision: 'reject', reason: 'Not yet' });
    await ask('GET /api/v1/suggestions');
    await ask('GET /api/v1/suggestions/{id}', { path: { id: edited.id } });
    await say('export 2026');
    for (const id of [edited.preview.attachments[0]?.id ?? '', 'export_2026'])
      await ask('GET /api/v1/attachments/{id}', { path: { id } });
    expect(faults).toEqual([]);
  });

  it('of effects, resolved and undone', async () => {
    const [lost] = (await approved('post lost')).effectIds;
    await ask('GET /api/v1/effects/{id}', at(lost));
    await ask('POST /api/v1/effects/{id}/resolve', { ...at(lost), body: { outcome: 'done' } });
    const { items } = (await ask('GET /api/v1/effects')).body;
    const invoice = items.find(({ undoable }: Effect) => undoable);
    await ask('POST /api/v1/effects/{id}/undo', { path: { id: invoice.id } });
    expect(faults).toEqual([]);
  });

  it('of runs, workflows and the log', async () => {
    const { runId } = await approved('post returned');
    const path = { id: runId ?? '' };
    await ask('POST /api/v1/runs/{id}/retry', { path });
    await ask('GET /api/v1/runs');
    await ask('GET /api/v1/runs/{id}', { path });
    await ask('POST /api/v1/runs/{id}/cancel', at((await say('post lost')).runId));
    await ask('GET /api/v1/workflows');
    await ask('GET /api/v1/workflows/{name}', { path: { name: 'invoice' } });
    const { items } = (await ask('GET /api/v1/events')).body;
    await ask('GET /api/v1/events/{id}', { path: { id: items[0].id } });
    await ask('GET /api/v1/runs/{id}/replay', { path });
    await ask('GET /api/v1/why/{id}', { path });
    await ask('GET /api/v1/digest');
    expect(faults).toEqual([]);
  });

  it('of what is set of a workflow, and undone', async () => {
    await setAndUndone(ask);
    expect(faults).toEqual([]);
  });

  it('of records', async () => {
    const created = await ask('POST /api/v1/records/{kind}', {
      path: { kind: 'customer' },
      body: { name: 'Kim' },
    });
    const path = { kind: 'customer', id: created.body.id };
    await ask('GET /api/v1/records/{kind}', { path: { kind: 'invoice' } });
    expect((await ask('GET /api/v1/records/{kind}/{id}', { path })).headers['etag']).toBe('"1"');
    const headers = { 'if-match': '"1"' };
    await ask('PATCH /api/v1/records/{kind}/{id}', { path, headers, body: { phone: '1' } });
    await ask('DELETE /api/v1/records/{kind}/{id}', { path, headers: { 'if-match': '"2"' } });
    expect(faults).toEqual([]);
  });

  it('of everything, and of one thing of each kind', async () => {
    for (const text of ['Add task renew domain', 'note: Ana likes green', 'quote Ana $90 for a logo'])
      await say(text);
    await say('remind me tomorrow at 9 to call Ana');
    await say('Contract with Ana: care, until 31 March 2027');
    await approved('Invoice Ana $80 for hosting');
    const { items } = (await ask('GET /api/v1/everything', { query: '?filter=all&limit=100' })).body;
    const kinds = new Set(items.map(({ kind }: { kind: string }) => kind));
    for (const kind of kinds) {
      const one = items.find((item: { kind: string }) => item.kind === kind);
      await ask('GET /api/v1/everything/{id}', at(one.id));
    }
    expect(kinds).toEqual(new Set(['contract', 'customer', 'invoice', 'mail', 'note', 'reminder', 'task']));
    for (const kind of ['quote', 'task', 'note', 'contract'])
      await ask('GET /api/v1/records/{kind}', { path: { kind } });
    expect(faults).toEqual([]);
  });

  it('of schedules and backups', async () => {
    const body = { name: 'Friday', when: 'every friday at 16:00', workflow: 'today' };
    const created = await ask('POST /api/v1/schedules', { body });
    await ask('GET /api/v1/schedules');
    await ask('DELETE /api/v1/schedules/{id}', at(created.body.id));
    await ask('POST /api/v1/backups');
    await ask('GET /api/v1/backups');
    expect(faults).toEqual([]);
  });

  it('of settings, sign-in and health', async () => {
    await ask('GET /api/v1/settings');
    await ask('PATCH /api/v1/settings', { body: { zone: { home: 'Europe/Berlin', until: '2026-12-01' } } });
    await ask('POST /api/v1/pause');
    await ask('POST /api/v1/resume');
    await ask('POST /api/v1/session', { body: { token: TOKEN } });
    for (const path of ['/healthz', '/readyz', '/metrics']) await ask(`GET ${path}`);
    expect(faults).toEqual([]);
  });

  it('of each event of the stream', async () => {
    const changes = await streamed(api, async () => {
      await approved('post lost');
      await say('Add task paint the door');
      await say('remind me tomorrow at 9 to call Ben');
      await ask('PATCH /api/v1/settings', { body: { quietHours: { from: '22:00' } } });
    });
    expect(new Set(changes.map(({ event }) => event))).toEqual(
      new Set(['message', 'suggestion', 'effect', 'settings', 'changed']),
    );
    const place = [
      'paths',
      '/api/v1/stream',
      'get',
      'responses',
      '200',
      'content',
      'text/event-stream',
      'schema',
    ];
    for (const { event, data } of changes)
      expect(api.faultsOf(place, { event, data }), JSON.stringify(data)).toEqual([]);
    expect(faults).toEqual([]);
  });

  it('and no call or success is left out here', () => {
    const left = api.described().filter((one) => !api.seen().has(one));
    expect(left).toEqual(['GET /api/v1/stream 200']);
  });
});

describe('every refusal is described with its code', () => {
  const path = { id: 'nothing' };
  const hash = 'a'.repeat(64);
  const customer = { kind: 'customer', id: 'nothing' };
  const calls: readonly (readonly [code: string, call: string, asked?: Omit<Asked, 'call'>])[] = [
    ['NOT_SIGNED_IN', 'GET /api/v1/settings', { headers: { authorization: '' } }],
    ['NOT_SIGNED_IN', 'POST /api/v1/session', { body: { token: 'wrong' } }],
    ['ORIGIN_REFUSED', 'GET /api/v1/settings', { headers: { origin: 'https://evil.example' } }],
    ['REQUEST_NOT_JSON', 'POST /api/v1/pause', { headers: { 'content-type': 'application/json' } }],
    ['REQUEST_TYPE_UNSUPPORTED', 'POST /api/v1/messages', { headers: { 'content-type': 'a/b' }, body: {} }],
    ['REQUEST_TOO_LARGE', 'POST /api/v1/messages', { body: { text: 'x'.repeat(300_000) } }],
    ['REQUEST_INVALID', 'POST /api/v1/messages', { body: { text: '' } }],
    ['REQUEST_INVALID', 'GET /api/v1/effects', { query: '?limit=x' }],
    ['NOT_FOUND', 'GET /api/v1/suggestions/{id}', { path }],
    ['NOT_FOUND', 'GET /api/v1/suggestions/{id}/form', { path }],
    ['NOT_FOUND', 'POST /api/v1/suggestions/{id}/decision', { path, body: { decision: 'approve', hash } }],
    ['NOT_FOUND', 'GET /api/v1/effects/{id}', { path }],
    ['NOT_FOUND', 'POST /api/v1/effects/{id}/undo', { path }],
    ['NOT_FOUND', 'POST /api/v1/effects/{id}/resolve', { path, body: { outcome: 'done' } }],
    ['NOT_FOUND', 'GET /api/v1/runs/{id}', { path }],
    ['NOT_FOUND', 'POST /api/v1/runs/{id}/cancel', { path }],
    ['NOT_FOUND', 'POST /api/v1/runs/{id}/retry', { path }],
    ['NOT_FOUND', 'GET /api/v1/workflows/{name}', { path: { name: 'nothing' } }],
    ['NOT_FOUND', 'GET /api/v1/workflows/{name}', { path: { name: 'invoice' }, query: '?version=0' }],
    [
      'NOT_FOUND',
      'POST /api/v1/workflows/{name}/preview',
      { path: { name: 'nothing' }, body: { values: {} } },
    ],
    [
      'REQUEST_INVALID',
      'POST /api/v1/workflows/{name}/preview',
      { path: { name: 'invoice' }, body: { values: { mail: 'Hi {frist name}' } } },
    ],
    [
      'VERSION_REQUIRED',
      'PATCH /api/v1/workflows/{name}',
      { path: { name: 'invoice' }, body: { values: {} } },
    ],
    [
      'VERSION_CHANGED',
      'PATCH /api/v1/workflows/{name}',
      { path: { name: 'invoice' }, headers: { 'if-match': `"${hash}"` }, body: { values: { due: 3 } } },
    ],
    ['NOT_FOUND', 'GET /api/v1/events/{id}', { path }],
    ['NOT_FOUND', 'GET /api/v1/why/{id}', { path }],
    ['NOT_FOUND', 'GET /api/v1/attachments/{id}', { path }],
    ['NOT_FOUND', 'GET /api/v1/everything/{id}', { path }],
    ['CURSOR_INVALID', 'GET /api/v1/everything', { query: '?after=x' }],
    ['CURSOR_INVALID', 'GET /api/v1/everything', { query: '?filter=tasks&after=x' }],
    ['NOT_FOUND', 'GET /api/v1/records/{kind}', { path: { kind: 'nothing' } }],
    ['NOT_FOUND', 'GET /api/v1/records/{kind}/{id}', { path: customer }],
    ['RECORD_READ_ONLY', 'POST /api/v1/records/{kind}', { path: { kind: 'invoice' }, body: {} }],
    ['VERSION_REQUIRED', 'DELETE /api/v1/records/{kind}/{id}', { path: customer }],
  ];

  it.each(calls.map(([code, call, asked = {}]) => [code, call, asked] as const))(
    '%s of %s',
    async (code, call, asked) => {
      expect((await ask(call, asked)).body.code).toBe(code);
      expect(faults).toEqual([]);
    },
  );

  it('of what was decided, changed, settled or given before', async () => {
    const card = await approved(INVOICE_ANA);
    const { effectIds, runId } = card;
    const refused = async (call: string, asked: Omit<Asked, 'call'>) => (await ask(call, asked)).body.code;
    const body = { decision: 'reject', hash: card.hash };
    const ana = (await ask('GET /api/v1/records/{kind}', { path: { kind: 'customer' } })).body.items[0];
    expect([
      await refused('POST /api/v1/suggestions/{id}/decision', { ...at(card.id), body }),
      await refused('POST /api/v1/effects/{id}/resolve', { ...at(effectIds[0]), body: { outcome: 'done' } }),
      await refused('POST /api/v1/effects/{id}/undo', at(effectIds[1])),
      await refused('POST /api/v1/runs/{id}/cancel', at(runId)),
      await refused('POST /api/v1/runs/{id}/retry', at(runId)),
      await refused('PATCH /api/v1/settings', { body: { business: { nextInvoiceNumber: '2026-001' } } }),
      await refused('PATCH /api/v1/records/{kind}/{id}', {
        path: { kind: 'customer', id: ana.id },
        headers: { 'if-match': '"9"' },
        body: { phone: '1' },
      }),
    ]).toEqual([
      'SUGGESTION_DECIDED',
      'EFFECT_NOT_UNKNOWN',
      'EFFECT_NOT_UNDOABLE',
      'RUN_NOT_ACTIVE',
      'NOTHING_TO_RETRY',
      'NUMBER_TAKEN',
      'VERSION_CHANGED',
    ]);
    expect(faults).toEqual([]);
  });
});
