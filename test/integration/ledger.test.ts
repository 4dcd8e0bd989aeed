import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { MainstayError } from '../../src/kernel/index.ts';
import type { Connector, Outcome } from '../../src/ports/index.ts';
import { createHarness, type Harness } from './harness.ts';
import { approve, cardFor, pendingCard } from './story.ts';

/** What the outside does with one call, in the order of calls. */
type Fate = 'done' | 'refused' | 'deferred' | 'unknown';

type Act =
  | { readonly do: 'ask' | 'pause' | 'resume' | 'restart' | 'conflict' }
  | { readonly do: 'approve' | 'reject' | 'stop'; readonly card: number }
  | { readonly do: 'pass'; readonly ms: number };

const HOUR_MS = 60 * 60 * 1000;

const WORKFLOW = `
name: post
version: 1
title: Post a letter
on: { message: { plane: operator, examples: ["post it"], exact: ["post it"] } }
steps:
  - id: propose
    suggest:
      title: Post two letters
      commands:
        - { as: first, do: letter.post@1, with: { to: "Ana" } }
        - { do: letter.post@1, with: { to: "Kim" } }`;

/** An outside that repeats nothing, and what reached it under which key. */
function createPost(fates: readonly Fate[], during: () => Promise<unknown> = async () => undefined) {
  const calls: { readonly key: string; readonly fate: Fate }[] = [];
  const connector: Connector = {
    name: 'post',
    commands: [
      {
        where: 'remote',
        type: 'letter.post',
        version: 1,
        label: 'Letter',
        input: z.strictObject({ to: z.string() }),
        outputs: [],
        undo: { never: 'a letter cannot be unsent' },
        repeat: 'none',
        title: () => 'Post a letter',
        preview: async ({ to }) => ({ to: z.string().parse(to) }),
        perform: async (_input, { key }) => {
          const fate = fates[calls.length % fates.length] ?? 'done';
          calls.push({ key, fate });
          await during();
          return outcomeOf(fate);
        },
      },
    ],
    status: () => ({ ready: true, text: '' }),
  };
  return { connector, calls };
}

function outcomeOf(fate: Fate): Outcome {
  if (fate === 'done') return { status: 'done', outputs: {} };
  const values = { host: 'post', reason: 'test' };
  if (fate === 'unknown')
    return { status: 'unknown', error: new MainstayError('MAIL_UNCERTAIN', { values }) };
  const code = fate === 'deferred' ? 'MAIL_DEFERRED' : 'MAIL_REFUSED';
  return { status: 'failed', error: new MainstayError(code, { values }) };
}

const card = fc.nat({ max: 3 });
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ do: fc.constantFrom('ask', 'ask', 'pause', 'resume', 'restart', 'conflict') }),
  fc.record({ do: fc.constantFrom('approve', 'approve', 'approve', 'reject', 'stop'), card }),
  fc.record({ do: fc.constant('pass'), ms: fc.constantFrom(1_000, 60_000, HOUR_MS, 25 * HOUR_MS) }),
);
const fates = fc.array(fc.constantFrom<Fate>('done', 'refused', 'deferred', 'unknown'), {
  minLength: 1,
  maxLength: 6,
});

async function play(first: Harness, acts: readonly Act[]): Promise<Harness> {
  let mainstay = first;
  for (const one of acts) {
    if (one.do === 'restart') mainstay = await mainstay.restart();
    else await perform(mainstay, one);
    await mainstay.idle();
  }
  return mainstay;
}

/** Whatever cannot be done is refused; only what is left afterwards counts. */
async function perform(mainstay: Harness, one: Act): Promise<void> {
  const cards = mainstay.store.all('suggestions').map(({ id }) => id);
  const id = 'card' in one ? (cards[one.card] ?? '') : '';
  const cause = { at: 0, by: 'operator', correlationId: 'test' };
  const refused = () => undefined;
  switch (one.do) {
    case 'ask':
      await mainstay.say('post it');
      return;
    case 'pause':
    case 'resume':
      await mainstay.say(one.do);
      return;
    case 'pass':
      return mainstay.pass(one.ms);
    case 'conflict':
      return mainstay.store.conflictOnce(
        ({ kind, collection }) => kind === 'replace' && collection === 'effects',
      );
    case 'approve':
    case 'reject': {
      const { body } = (await mainstay.approvals.read(id).catch(refused)) ?? {};
      if (body)
        await mainstay.approvals[one.do](id, { hash: body.hash, by: 'operator', via: 'test' }).catch(refused);
      return;
    }
    case 'restart':
      return;
    case 'stop': {
      const { body } = (await mainstay.approvals.read(id).catch(refused)) ?? {};
      for (const effect of body?.effectIds ?? []) await mainstay.effects.stop(effect, cause).catch(refused);
    }
  }
}

function read(mainstay: Harness, collection: string): { id: string; body: Record<string, unknown> }[] {
  return mainstay.store.all(collection).map(({ id, body }) => ({
    id,
    body: JSON.parse(Buffer.from(body).toString()) as Record<string, unknown>,
  }));
}

it('sends nothing twice, nothing without a yes, and ends everything once, whatever happens', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 16 }), fates, async (acts, fate) => {
      const { connector, calls } = createPost(fate);
      const start = await createHarness({ connectors: [connector], workflows: [WORKFLOW] });
      await start.say('post it');
      const mainstay = await play(start, [
        ...acts,
        { do: 'resume' },
        { do: 'pass', ms: HOUR_MS },
        { do: 'pass', ms: HOUR_MS },
      ]);
      const effects = read(mainstay, 'effects').filter(({ body }) => body['suggestion'] !== null);

      for (const { id, body } of effects) {
        const own = calls.filter(({ key }) => key === id);
        expect(own.slice(0, -1).every((call) => call.fate === 'deferred')).toBe(true);
        expect(own.length).toBeLessThanOrEqual(5);
        expect(body['status']).not.toBe('sending');
        expect(body['status'] !== 'done' || own.at(-1)?.fate === 'done').toBe(true);
        const isNo = ['cancelled', 'refused'].includes(String(body['status']));
        expect(!isNo || own.every((call) => call.fate === 'deferred')).toBe(true);
      }
      const approved = read(mainstay, 'suggestions').filter(({ body }) => body['status'] === 'approved');
      const allowed = new Set(approved.flatMap(({ body }) => body['effectIds'] as string[]));
      expect(calls.filter(({ key }) => !allowed.has(key))).toEqual([]);
      const ends = mainstay.store
        .all('events')
        .filter(
          ({ index }) => index['type'] === 'suggestion.completed' || index['type'] === 'suggestion.lapsed',
        );
      const ended = ends.map(({ index }) => index['subject']);
      expect(new Set(ended).size).toBe(ended.length);
      expect(mainstay.errors).toEqual([]);
    }),
    { numRuns: 60 },
  );
}, 60_000);

it('asks again for what failed, when the operator says again, and for nothing that was done', async () => {
  const { connector, calls } = createPost(['done', 'refused', 'done']);
  const mainstay = await createHarness({ connectors: [connector], workflows: [WORKFLOW] });
  await approve(mainstay, await cardFor(mainstay, 'post it'));
  const again = await cardFor(mainstay, 'again');
  expect(again.body.commands).toMatchObject([{ input: { to: 'Kim' }, recipient: 'Kim' }]);
  await approve(mainstay, again);
  expect(calls.map(({ fate }) => fate)).toEqual(['done', 'refused', 'done']);
  expect((await mainstay.say('again')).cards).toEqual([]);
  expect(mainstay.errors).toEqual([]);
});

it('asks again for the rest of a card that a pause of a day cut in two', async () => {
  const { connector, calls } = createPost(['done'], async () => {
    if (calls.length > 1) return;
    const { eventId } = await mainstay.intake.message({ text: 'pause', via: 'test' });
    await mainstay.orchestrator.settled(eventId);
  });
  const mainstay: Harness = await createHarness({ connectors: [connector], workflows: [WORKFLOW] });
  await approve(mainstay, await cardFor(mainstay, 'post it'));
  expect(calls).toHaveLength(1);
  await mainstay.pass(25 * HOUR_MS);
  await mainstay.say('resume');
  await mainstay.idle();
  expect(calls).toHaveLength(1);
  const rest = await pendingCard(mainstay);
  expect(rest.body).toMatchObject({
    reason: 'it could not be done in time',
    commands: [{ input: { to: 'Kim' } }],
  });
  await approve(mainstay, rest);
  expect(calls).toHaveLength(2);
  expect(mainstay.errors).toEqual([]);
});

it('counts a command once for its daily limit, however often it is tried', async () => {
  const { connector, calls } = createPost(['deferred', 'done']);
  const config = 'policy: { letter.post: { within: { perDay: 2 } } }';
  const mainstay = await createHarness({ connectors: [connector], workflows: [WORKFLOW], config });
  await mainstay.say('post it');
  await mainstay.pass(HOUR_MS);
  expect(calls.map(({ fate }) => fate)).toEqual(['deferred', 'done', 'deferred']);
  await mainstay.pass(HOUR_MS);
  expect(calls.map(({ fate }) => fate)).toEqual(['deferred', 'done', 'deferred', 'done']);
  expect(mainstay.errors).toEqual([]);
});

it('undoes nothing while what follows it on its card may still leave', async () => {
  const { connector } = createPost(['deferred', 'done']);
  const workflow = WORKFLOW.replace(
    'letter.post@1, with: { to: "Ana" }',
    'customer.create@1, with: { name: "Ana" }',
  );
  const mainstay = await createHarness({ connectors: [connector], workflows: [workflow] });
  const made = await cardFor(mainstay, 'post it');
  await approve(mainstay, made);
  const [created = ''] = (await mainstay.approvals.read(made.id)).body.effectIds;
  await expect(mainstay.effects.compensationOf(created)).rejects.toMatchObject({
    code: 'EFFECT_NOT_UNDOABLE',
    message: expect.stringContaining('may still leave; stop that first'),
  });
  await mainstay.pass(HOUR_MS);
  expect((await mainstay.effects.compensationOf(created)).command.type).toBe('customer.delete');
});
