import { afterAll, beforeAll, expect, it } from 'vitest';
import { type MainstayProcess, startMainstay } from './process.ts';

let mainstay: MainstayProcess;
beforeAll(async () => {
  mainstay = await startMainstay();
});
afterAll(() => mainstay.stop());

const say = async (text: string) => {
  const { body } = await mainstay.call('POST', '/api/v1/messages?wait=10000', { body: { text } });
  return body;
};

it('stops what is held, and undoes what is only ours', async () => {
  await mainstay.call('PATCH', '/api/v1/settings', { body: { hold: 600 } });
  await say('Add customer Kim Yu, kim@yu.example');
  const { suggestions } = await say('Invoice Kim $80 for hosting');
  const [{ id, hash }] = suggestions;
  const decision = { decision: 'approve', hash };
  const approved = await mainstay.call('POST', `/api/v1/suggestions/${id}/decision`, { body: decision });
  expect(approved.body.outcome).toMatch(/It leaves at \d+:\d\d:\d\d\.$/);
  const [first] = approved.body.effectIds;
  const stopped = await mainstay.call('POST', `/api/v1/effects/${first}/undo`);
  expect(stopped).toMatchObject({ status: 200, body: { id: first, status: 'cancelled' } });
  const card = await mainstay.call('GET', `/api/v1/suggestions/${id}`);
  expect(card.body.outcome).toContain('Stopped. Nothing was sent.');
  await mainstay.call('PATCH', '/api/v1/settings', { body: { hold: 0 } });

  const { body } = await mainstay.call('GET', '/api/v1/effects');
  const added = body.items.find(({ command }: { command: string }) => command === 'customer.create@1');
  const undone = await mainstay.call('POST', `/api/v1/effects/${added.id}/undo`);
  expect(undone).toMatchObject({ status: 200, body: { id: added.id, status: 'undone' } });
  expect((await mainstay.call('GET', '/api/v1/records/customer')).body.items).toEqual([]);
});

it('takes inputs with an edit only, and none that refer to what nothing gives', async () => {
  await say('Add customer Nora Berg, nora@berg.example');
  const { suggestions } = await say('Invoice Nora $5 for tea');
  const [{ id, hash, commands }] = suggestions;
  const inputs = commands.map(({ input }: { input: object }) => input);
  const decide = (body: object) =>
    mainstay.call('POST', `/api/v1/suggestions/${id}/decision`, { body: { hash, ...body } });
  expect(await decide({ decision: 'approve', inputs })).toMatchObject({
    status: 422,
    body: { code: 'REQUEST_INVALID' },
  });
  const odd = [inputs[0], { ...inputs[1], attach: { $output: 'nope.pdf' } }];
  expect(await decide({ decision: 'edit', inputs: odd })).toMatchObject({
    status: 422,
    body: { errors: [{ path: 'inputs/1', message: expect.stringContaining('nope.pdf') }] },
  });
});

it('waits for the answer of a message that came while an approved mail was on its way', async () => {
  await say('Add customer Ana Torres, ana@torres.example');
  for (let round = 0; round < 20; round += 1) {
    const asked = await say('Invoice Ana $80 for hosting');
    expect(asked).toMatchObject({ done: true, suggestions: [{ status: 'pending' }] });
    const [{ id, hash }] = asked.suggestions;
    await mainstay.call('POST', `/api/v1/suggestions/${id}/decision`, {
      body: { decision: 'approve', hash },
    });
  }
});
