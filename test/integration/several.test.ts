import { describe, expect, it } from 'vitest';
import { collections } from '../../src/app/collections.ts';
import { deriveId } from '../../src/kernel/index.ts';
import { countDay } from '../../src/observability/day.ts';
import type { Batch } from '../../src/ports/index.ts';
import { createMemoryStore } from '../fakes/memory-store.ts';
import { createHarness, type Harness } from './harness.ts';
import { ADD_ANA, withAna } from './story.ts';

const BOTH = 'Invoice Ana $300 for the logo and remind me on Friday at 9 to call Ana';

async function titles(mainstay: Harness, ids: readonly string[]): Promise<string[]> {
  return Promise.all(ids.map(async (id) => (await mainstay.approvals.read(id)).body.title));
}

describe('several requests in one message', () => {
  it('are each done, in their order, and all answer the message', async () => {
    const mainstay = await withAna();
    const { cards, replies } = await mainstay.say(BOTH);
    expect(await titles(mainstay, cards)).toEqual(['Send invoice to Ana Torres: $300.00']);
    expect(replies).toContain('I will remind you on Fri 27 Nov at 9:00: call Ana.');
    expect(mainstay.errors).toEqual([]);
  });

  it.each([
    [
      'Add customer Ben Okafor, ben@okafor.example. Then add task send Ben the price by Friday.',
      ['Added customer Ben Okafor, ben@okafor.example.', 'Added task “send Ben the price”, due Fri 27 Nov.'],
    ],
    ['pause, then what is waiting?', 2],
  ])('“%s”', async (text, expected) => {
    const mainstay = await withAna();
    const { replies } = await mainstay.say(text);
    expect(typeof expected === 'number' ? replies.length : replies).toEqual(expected);
  });

  it.each([
    'Invoice Ana $300 for logo and website',
    'Add task call Ana and Ben',
    'Email Ana that the draft is ready and the invoice follows',
    'Note: Ana wants a logo. Invoice her next week.',
  ])('are not seen in one: “%s”', async (text) => {
    const mainstay = await withAna();
    await mainstay.say(text);
    const { items } = await mainstay.log.read({ type: 'message.split' }, { limit: 1 });
    expect(items).toEqual([]);
  });

  it('count as one message, with a trail to the words that each was read from', async () => {
    const mainstay = await withAna();
    const { eventId } = await mainstay.say(BOTH);
    const events = (await mainstay.log.read({ correlation: eventId }, { limit: 100 })).items;
    expect(countDay(events)).toMatchObject({ waiting: 1, answered: 0, missing: [] });
  });

  it('are none of them lost, and none done twice, by a process that ends after the message was read', async () => {
    const store = createMemoryStore(collections);
    let isCut = false;
    const cut = {
      ...store,
      commit: async (batch: Batch) => {
        const linked = isCut ? [] : undefined;
        return linked ? { ok: false as const, conflict: undefined } : store.commit(batch);
      },
    };
    const mainstay = await createHarness({ store: cut as typeof store });
    await mainstay.say(ADD_ANA);
    mainstay.log.subscribe(mainstay.log.head().sequence, (event) => {
      isCut ||= event.type === 'message.split';
    });
    await mainstay.say(BOTH, 'm-1').catch(() => undefined);
    isCut = false;
    const again = await createHarness({ store });
    await again.idle();
    const split = (await again.log.read({ type: 'message.split' }, { limit: 10 })).items;
    expect(split).toHaveLength(2);
    for (const { id } of split)
      expect(
        (await again.log.read({ type: 'run.started', subject: deriveId('run', id, 0) }, { limit: 5 })).items,
      ).toHaveLength(1);
    expect((await again.store.find('suggestions', { where: { status: 'pending' } })).items).toHaveLength(1);
  });
});
