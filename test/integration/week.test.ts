import { expect, it } from 'vitest';
import { createHarness } from './harness.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

it('tells first what is late, and nothing beyond seven days', async () => {
  const mainstay = await createHarness();
  await mainstay.say('Add task call the bank by Tuesday');
  await mainstay.say('Add task renew domain by 30 November');
  expect((await mainstay.say('this week')).replies).toEqual([
    'The week from Mon 23 Nov\n- Tue 24 Nov: call the bank',
  ]);
  await mainstay.pass(2 * DAY_MS);
  expect((await mainstay.say('this week')).replies).toEqual([
    'The week from Wed 25 Nov\n- Overdue: call the bank\n- Mon 30 Nov: renew domain',
  ]);
});
