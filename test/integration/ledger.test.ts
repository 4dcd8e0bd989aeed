import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHarness, type Harness } from './harness.ts';
import { createPost, type Fate, HOUR_MS, WORKFLOW } from './post.ts';
import { approve, cardFor, effectsOf, pendingCard } from './story.ts';

type Act =
  | { readonly do: 'ask' | 'pause' | 'resume' | 'restart' | 'conflict' }
  | { readonly do: 'approve' | 'reject' | 'stop'; readonly card: number }
  | { readonly do: 'pass'; readonly ms: number };

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

describe('a fault that may pass', () => {
  it('is tried five times, each time after four times as long, and is then given up', async () => {
    const { connector, calls } = createPost(['deferred']);
    const mainstay = await createHarness({ connectors: [connector], workflows: [WORKFLOW] });
    const made = await cardFor(mainstay, 'post it');
    await approve(mainstay, made);
    for (const [tries, seconds] of [5, 20, 80, 320].entries()) {
      await mainstay.pass(seconds * 1000 - 1);
      expect(calls).toHaveLength(tries + 1);
      await mainstay.pass(1);
      expect(calls).toHaveLength(tries + 2);
    }
    await mainstay.pass(25 * HOUR_MS);
    expect(calls).toHaveLength(5);
    expect((await effectsOf(mainstay, made.id)).map(({ status }) => status)).toEqual(['failed', 'cancelled']);
    expect(mainstay.errors).toEqual([]);
  });

  it('is tried again when the other side has said, and not before', async () => {
    const { connector, calls } = createPost(['later', 'done']);
    const first = await createHarness({ connectors: [connector], workflows: [WORKFLOW] });
    await approve(first, await cardFor(first, 'post it'));
    const mainstay = await first.restart();
    await mainstay.pass(HOUR_MS - 1);
    expect(calls).toHaveLength(1);
    await mainstay.pass(1);
    expect(calls.map(({ fate }) => fate)).toEqual(['later', 'done', 'later']);
  });
});

describe('what nobody knows of', () => {
  it('holds what follows it on its card until the operator has said', async () => {
    const { connector, calls } = createPost(['unknown', 'done']);
    const first = await createHarness({ connectors: [connector], workflows: [WORKFLOW] });
    const made = await cardFor(first, 'post it');
    await approve(first, made);
    const mainstay = await first.restart();
    await mainstay.pass(HOUR_MS);
    expect(calls).toHaveLength(1);
    const [unsure = ''] = (await mainstay.approvals.read(made.id)).body.effectIds;
    await mainstay.effects.resolve(unsure, 'done');
    await mainstay.idle();
    expect(calls).toHaveLength(2);
    expect((await effectsOf(mainstay, made.id)).map(({ status }) => status)).toEqual(['done', 'done']);
  });

  it('is everything that was under way in a backup that is restored', async () => {
    const { connector, calls } = createPost(['deferred', 'done']);
    const first = await createHarness({ connectors: [connector], workflows: [WORKFLOW] });
    const made = await cardFor(first, 'post it');
    await approve(first, made);
    const mainstay = await first.restart({ restored: true });
    await mainstay.pass(HOUR_MS);
    expect(calls).toHaveLength(1);
    expect((await effectsOf(mainstay, made.id)).map(({ status }) => status)).toEqual(['unknown', 'unknown']);
  });

  it('is not settled by an answer that comes after somebody else has settled it', async () => {
    const { connector } = createPost(['done'], async () => {
      await mainstay.effects.recover({ restored: true });
    });
    const mainstay: Harness = await createHarness({ connectors: [connector], workflows: [WORKFLOW] });
    const made = await cardFor(mainstay, 'post it');
    await approve(mainstay, made);
    expect((await effectsOf(mainstay, made.id)).map(({ status }) => status)).toEqual(['unknown', 'unknown']);
    expect(mainstay.errors).toEqual([]);
  });
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
