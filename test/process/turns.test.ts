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
