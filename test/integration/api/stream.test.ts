import { afterAll, beforeAll, expect, it } from 'vitest';
import { createHarness, type Harness } from '../harness.ts';
import { type DescribedApi, openApi } from './described.ts';
import { streamed } from './streamed.ts';

let mainstay: Harness;
let api: DescribedApi;
beforeAll(async () => {
  mainstay = await createHarness({});
  api = await openApi(mainstay);
});
afterAll(() => api.close());

async function add(): Promise<string> {
  const body = { title: 'sweep the yard', status: 'open' };
  return (await api.ask({ call: 'POST /api/v1/records/{kind}', path: { kind: 'task' }, body })).body.id;
}

it('goes on after what was read last, with what the API alone changed', async () => {
  const added: string[] = [];
  const [first] = await streamed(api, async () => {
    added.push(await add(), await add());
    for (const call of ['POST /api/v1/pause', 'POST /api/v1/resume']) await api.ask({ call });
  });
  expect(first).toMatchObject({ event: 'changed', data: { kind: 'record', id: added[0] } });
  const [next] = await streamed(api, async () => undefined, first?.id);
  expect(next).toMatchObject({ event: 'changed', data: { kind: 'record', id: added[1] } });
  expect(Number(next?.id)).toBeGreaterThan(Number(first?.id));
});

it('tells of the pause with the settings, and names a new reminder', async () => {
  const changes = await streamed(api, async () => {
    const body = { text: 'remind me tomorrow at 9 to call Ben' };
    await api.ask({ call: 'POST /api/v1/messages', query: '?wait=5000', body });
    await api.ask({ call: 'POST /api/v1/pause' });
  });
  const told = changes.map(({ event, data }) =>
    event === 'changed' ? (data as { kind: string }).kind : event,
  );
  expect(told).toContain('schedule');
  expect(changes.find(({ event }) => event === 'settings')?.data).toMatchObject({ paused: true });
});
