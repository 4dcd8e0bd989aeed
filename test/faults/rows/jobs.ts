import { expect } from 'vitest';
import { collections } from '../../../src/app/collections.ts';
import { MainstayError } from '../../../src/kernel/index.ts';
import type { AgentLoop, Batch } from '../../../src/ports/index.ts';
import { createMemoryStore, type MemoryStore } from '../../fakes/memory-store.ts';
import { createHarness, type Harness } from '../../integration/harness.ts';
import { createPost, WORKFLOW } from '../../integration/post.ts';
import { ADD_ANA, cardFor, effectsOf } from '../../integration/story.ts';
import { type FaultRow, repeated } from '../row.ts';

const QUARTER_MS = 16 * 60 * 1000;

export const poisonJob: FaultRow = {
  row: 13,
  fault: 'a job that breaks, hangs or is refused for now each time',
  must: 'at most five tries, then it is told, and others go on',
  times: { short: 3, full: 100 },
  play: (trial) =>
    repeated(trial, async (random) => {
      const kind = random.pick(['throws', 'hangs', 'deferred'] as const);
      const { connector, calls } = createPost(['deferred'], async () => {
        if (kind === 'throws') throw new TypeError('poison');
        if (kind === 'hangs') await new Promise(() => undefined);
      });
      const mainstay = await createHarness({ connectors: [connector], workflows: [WORKFLOW] });
      const card = await cardFor(mainstay, 'post it');
      await mainstay.approvals.approve(card.id, { hash: card.body.hash, by: 'operator', via: 'test' });
      const { eventId } = await mainstay.intake.message({ text: ADD_ANA, via: 'test' });
      await mainstay.orchestrator.settled(eventId);
      expect(mainstay.store.all('records')).toHaveLength(1);
      await mainstay.live(24 * 60 * 60 * 1000);
      const statuses = (await effectsOf(mainstay, card.id)).map(({ status }) => status);
      expect(calls.length).toBeLessThanOrEqual(5);
      expect(statuses).toEqual(kind === 'deferred' ? ['failed', 'cancelled'] : ['unknown', 'planned']);
      expect(mainstay.errors).toHaveLength(kind === 'throws' ? 1 : 0);
    }),
};

/** A store whose commits fail for a while, as on a full disk; nothing of them is stored. */
function failing(store: MemoryStore) {
  const state = { fails: () => false };
  const commit = async (batch: Batch) => {
    if (state.fails()) throw new MainstayError('STORE_FULL', { values: { needed: '1 GB' } });
    return store.commit(batch);
  };
  return { store: { ...store, commit }, state };
}

export const fullDisk: FaultRow = {
  row: 7,
  fault: 'the disk is full, or cannot be written, for a while at any commit',
  must: 'no false acknowledgement; what was acknowledged is done once, when there is room again',
  times: { short: 8, full: 500 },
  play: (trial) =>
    repeated(trial, async (random) => {
      const { store, state } = failing(createMemoryStore(collections));
      const mainstay = await createHarness({ store });
      let left = 1 + random.below(8);
      const rounds = 1 + random.below(30);
      // At the nth commit the disk is full, and stays so for some tries.
      state.fails = () => {
        left -= 1;
        return left <= 0 && left > -rounds;
      };
      for (let customer = 0; customer < 4; customer += 1) {
        const id = `m${customer}`;
        const say = () =>
          mainstay.say(`Add customer Kim ${'ABCD'[customer]}, kim${customer}@example.com`, id);
        while (
          !(await say().then(
            () => true,
            () => false,
          ))
        )
          expect(left).toBeLessThan(1);
      }
      await mainstay.idle();
      expect(mainstay.store.all('records')).toHaveLength(4);
      expect(mainstay.store.all('messages').filter(({ index }) => index['direction'] === 'out')).toHaveLength(
        4,
      );
      expect(mainstay.errors).toEqual([]);
    }),
};

export const poisonMessage: FaultRow = {
  row: 14,
  fault: 'a message that breaks us once, twice or each time',
  must: 'answered all the same, set aside after three tries, and the chat goes on',
  times: { short: 3, full: 100 },
  play: (trial) =>
    repeated(trial, async (random) => {
      const store = createMemoryStore(collections);
      // Its turn breaks once, or each time: the run cannot be written.
      const most = random.pick([1, 2, 1_000]);
      let tries = 0;
      const breaking = {
        ...store,
        commit: async (batch: Batch) => {
          const starts = batch.operations.some((one) => one.kind === 'insert' && one.collection === 'runs');
          if (!starts || tries >= most) return store.commit(batch);
          tries += 1;
          throw new RangeError('poison');
        },
      };
      let mainstay = await createHarness({ store: breaking });
      const { replies } = await mainstay.say('poison');
      expect(tries).toBe(Math.min(most, 3));
      expect(mainstay.errors).toHaveLength(tries);
      expect(replies).toHaveLength(1);
      expect(replies[0]?.includes('Something broke inside')).toBe(most > 3);
      tries = most;
      if (random.below(2) === 0) mainstay = await mainstay.restart();
      expect((await mainstay.say(ADD_ANA)).replies).toEqual([
        'Added customer Ana Torres, ana@torres.example.',
      ]);
    }),
};

const AGENT = `
name: draft
version: 1
title: Draft a letter
on: { message: { plane: operator, examples: ["draft it"], exact: ["draft it"] } }
steps:
  - { id: write, agent: { skill: drafting, goal: "A letter", tier: small, otherwise: "\${{ 'Dear' }}" } }
  - { id: post, needs: [write], suggest: { title: "Post it", commands: [{ do: letter.post@1, with: { to: "\${{ steps.write.to }}" } }] } }`;

export const brokenModel: FaultRow = {
  row: 37,
  fault:
    'the model answers with what is no suggestion: nothing, other types, missing fields, a megabyte, an error, silence',
  must: 'no card, no effect, and the run comes to its end',
  times: { short: 8, full: 1_000 },
  play: async (trial) => {
    let answer: () => Promise<unknown> = async () => undefined;
    const loop: AgentLoop = { run: async () => (await answer()) as Awaited<ReturnType<AgentLoop['run']>> };
    const { connector, calls } = createPost(['done']);
    const start = () => createHarness({ connectors: [connector], workflows: [AGENT], loop });
    let mainstay: Harness = await start();
    const circle: Record<string, unknown> = {};
    circle['self'] = circle;
    return repeated(trial, async (random, index) => {
      if (index % 50 === 49) mainstay = await start();
      const answers = [
        undefined,
        null,
        'a text',
        7,
        [],
        {},
        { text: 7, outputs: {} },
        { text: 'x'.repeat(1_000_000), outputs: {} },
        { text: 'fine' },
        { text: 'fine', outputs: circle },
        { text: 'fine', outputs: { to: Number.NaN } },
        { text: 'fine', outputs: { to: 7 } },
        { text: 'fine', outputs: { to: { $ne: null } } },
        { text: 'fine', outputs: {} },
        { text: 'fine', outputs: { __proto__: { to: 'Ana' } } },
        { text: 'fine', outputs: [] },
      ] as const;
      const chosen = random.pick<unknown>(answers);
      const way = random.below(10);
      answer = async () => {
        if (way === 0) throw new TypeError('no JSON');
        if (way === 1) return new Promise(() => undefined);
        return chosen;
      };
      const said = mainstay.say('draft it');
      if (way === 1) {
        await new Promise(setImmediate);
        await mainstay.pass(QUARTER_MS);
      }
      const { cards, replies } = await said;
      expect(cards).toEqual([]);
      expect(replies).toHaveLength(1);
      expect(calls).toEqual([]);
      const open = await mainstay.store.find('runs', { where: { status: { in: ['running', 'waiting'] } } });
      expect(open.items).toEqual([]);
    });
  },
};
