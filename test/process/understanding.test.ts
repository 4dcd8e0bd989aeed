import { expect, it, vi } from 'vitest';
import { startMainstay } from './process.ts';

/** Words alone only ask about it: `test/integration/understanding.test.ts` shows that. */
const BY_MEANING = 'which decisions are still open for me';

it('understands by meaning from what was installed, and ends in order with the model loaded', async () => {
  const mainstay = await startMainstay();
  const say = () => mainstay.call('POST', '/api/v1/messages?wait=10000', { body: { text: BY_MEANING } });
  // The first message may be answered by its words while the examples are still being read.
  await vi.waitFor(async () => expect(JSON.stringify((await say()).body)).toContain('Nothing waits'), 20_000);
  expect(await mainstay.stop()).toBe(0);
  expect(mainstay.output()).not.toContain('"level":');
});

it('ends in order while the model is being loaded', async () => {
  const mainstay = await startMainstay();
  const said = mainstay.call('POST', '/api/v1/messages', { body: { text: BY_MEANING } });
  expect((await said).status).toBe(202);
  expect(await mainstay.stop()).toBe(0);
});
