import { readdir } from 'node:fs/promises';
import { expect } from 'vitest';
import { collections } from '../../../src/app/collections.ts';
import { verifyLog } from '../../../src/events/index.ts';
import type { Connector } from '../../../src/ports/index.ts';
import { createMemoryStore, type MemoryStore } from '../../fakes/memory-store.ts';
import { createHarness, type Harness } from '../../integration/harness.ts';
import { createPost, WORKFLOW } from '../../integration/post.ts';
import { ADD_ANA, INVOICE_ANA } from '../../integration/story.ts';
import { type OwnedStore, ownedStore, type Stop, type Written } from '../owners.ts';
import { type Random, shuffled } from '../random.ts';
import { type FaultRow, repeated } from '../row.ts';

/** What the operator says, each under an id, and what they decide on the card that it makes. */
interface Said {
  readonly id: string;
  readonly text: string;
  readonly decides?: 'approve' | 'reject';
}

function storyOf(random: Random): readonly Said[] {
  const [first, second] = shuffled(random, [
    { id: 'm2', text: 'post it', decides: random.pick(['approve', 'reject']) },
    { id: 'm3', text: INVOICE_ANA, decides: 'approve' as const },
  ] satisfies Said[]);
  const others = [first, second, { id: 'm4', text: 'add task call Ana' }].flatMap((one) => one ?? []);
  return [{ id: 'm1', text: ADD_ANA }, ...others.slice(0, 2)];
}

/** Says and decides all of it; saying it again is the same. */
async function playOn(mainstay: Harness, story: readonly Said[]): Promise<void> {
  for (const { id, text, decides } of story) {
    const { eventId } = await mainstay.say(text, id);
    const { items } = await mainstay.store.find('suggestions', { where: { turn: eventId } });
    for (const { id: card } of decides === undefined ? [] : items) {
      const { body } = await mainstay.approvals.read(card);
      const deciding = { hash: body.hash, by: 'operator', via: 'test' };
      await mainstay.approvals[decides ?? 'reject'](card, deciding);
    }
    await mainstay.idle();
  }
}

/** What nobody knows of is answered as the outside has it. */
async function answerUnsure(mainstay: Harness, posted: readonly { readonly key: string }[]): Promise<void> {
  const mails = await readdir(mainstay.outbox);
  const { items } = await mainstay.store.find('effects', { where: { status: 'unknown' } });
  for (const { id, body } of items) {
    const isMail = read(body).command.type === 'email.send';
    const arrived = isMail ? mails.length > 0 : posted.some(({ key }) => key === id);
    await mainstay.effects.resolve(id, arrived ? 'done' : 'retry');
  }
  // What is tried again is due at once, or soon where both owners were at the same file.
  await mainstay.live(60_000);
}

// oxlint-disable-next-line typescript/no-explicit-any -- an oracle reads documents as it knows them to be
function read(body: Uint8Array): any {
  return JSON.parse(Buffer.from(body).toString());
}

/** What it all came to, without what differs from one way to the same end to another: ids, times, and attempts. */
function endOf(store: MemoryStore): Readonly<Record<string, readonly string[]>> {
  const of = (collection: string) => store.all(collection).map(({ body }) => read(body));
  return {
    records: of('records')
      .map(({ kind, data }) => `${kind} ${data.name ?? data.title ?? data.number} ${data.status ?? ''}`)
      .toSorted(),
    effects: of('effects')
      .map(({ command, status }) => `${command.type} ${status === 'saved' ? 'done' : status}`)
      .toSorted(),
    suggestions: of('suggestions')
      .map(({ title, status }) => `${title} ${status}`)
      .toSorted(),
    runs: of('runs')
      .map(({ workflow, status }) => `${workflow.name} ${status}`)
      .toSorted(),
    messages: of('messages')
      .map(({ direction, text }) => `${direction} ${text}`)
      .toSorted(),
    // A record's events are not in anybody's outbox, and an effect that was asked about has more of its own.
    events: of('events')
      .map(({ envelope }) => String(envelope.type))
      .filter((type) => !/^(?:record|effect)\./.test(type))
      .toSorted(),
  };
}

interface World {
  readonly under: MemoryStore;
  readonly outbox: string | undefined;
  readonly connector: Connector;
}

function harnessOn({ under, outbox, connector }: World, store = under): Promise<Harness> {
  const places = outbox === undefined ? {} : { outbox };
  return createHarness({ store, connectors: [connector], workflows: [WORKFLOW], ...places });
}

/** The story without a stop: its end, and what each of its batches wrote. */
async function undisturbed(story: readonly Said[]) {
  const under = createMemoryStore(collections);
  const { connector } = createPost(['done']);
  const { store, batches } = ownedStore(under);
  const mainstay = await harnessOn({ under, outbox: undefined, connector }, store);
  const from = batches.length;
  await playOn(mainstay, story);
  return { end: endOf(under), batches, from };
}

/** From where on a cut leaves the document that decided: the run, where it is one's advance. */
function decidedBy(written: Written): number {
  const place = (collection: string) => written.findIndex((one) => one.collection === collection);
  if (place('runs') >= 0) return place('runs') + 1;
  const first = written.findIndex(
    ({ kind, collection }) => kind === 'replace' && ['suggestions', 'effects'].includes(collection),
  );
  return first >= 0 ? first + 1 : written.length;
}

async function holdsAtTheEnd(
  { under, mainstay }: { readonly under: MemoryStore; readonly mainstay: Harness },
  {
    end,
    posted,
  }: { readonly end: ReturnType<typeof endOf>; readonly posted: readonly { readonly key: string }[] },
): Promise<void> {
  expect(endOf(under)).toEqual(end);
  const keys = posted.map(({ key }) => key);
  expect(new Set(keys).size).toBe(keys.length);
  expect((await readdir(mainstay.outbox)).length).toBeLessThanOrEqual(1);
  expect((await verifyLog({ store: under, anchored: undefined, key: 'anchor' })).faults).toEqual([]);
}

export const cutBatches: FaultRow = {
  row: 1,
  part: 'cut',
  fault: 'a batch that is cut anywhere after what it decided, on a store that does not keep batches whole',
  must: 'all that was decided is caused, once: the same end as without',
  times: { short: 6, full: 200 },
  play: (trial) =>
    repeated(trial, async (random) => {
      const story = storyOf(random);
      const { end, batches, from } = await undisturbed(story);
      const batch = from + random.below(batches.length - from);
      const least = decidedBy(batches[batch] ?? []);
      const kept = least + random.below((batches[batch]?.length ?? 0) - least + 1);
      const under = createMemoryStore(collections);
      const { connector, calls } = createPost(['done']);
      const owned = ownedStore(under, { batch, kept: () => kept, dies: true });
      const first = await harnessOn({ under, outbox: undefined, connector }, owned.store);
      const playing = playOn(first, story).then(() => 'played');
      const what = `batch ${batch} cut after ${kept} of ${batches[batch]?.length}`;
      expect(await Promise.race([owned.stopped, playing]), what).toBe('stopped');
      const mainstay = await harnessOn({ under, outbox: first.outbox, connector });
      await mainstay.idle();
      await answerUnsure(mainstay, calls);
      await playOn(mainstay, story);
      await holdsAtTheEnd({ under, mainstay }, { end, posted: calls });
      expect(mainstay.errors).toEqual([]);
    }),
};

/** What a stale owner must not write. */
const OWNED = new Set(['events', 'runs', 'journal', 'suggestions', 'effects', 'records', 'messages']);

export const staleOwner: FaultRow = {
  row: 9,
  fault: 'a process that stood still at any commit goes on after another one has taken over',
  must: 'what it still decides is refused and causes nothing; nothing is done twice',
  times: { short: 6, full: 200 },
  play: (trial) =>
    repeated(trial, async (random) => {
      const story = storyOf(random);
      const { end, batches, from } = await undisturbed(story);
      const stop: Stop = {
        batch: from + random.below(batches.length - from),
        kept: random.below(2) === 0 ? () => 0 : (written) => written.length,
        dies: false,
      };
      const under = createMemoryStore(collections);
      const { connector, calls } = createPost(['done']);
      const owned = ownedStore(under, stop);
      const old = await harnessOn(
        { under, outbox: undefined, connector: behind(connector, owned) },
        owned.store,
      );
      const playing = playOn(old, story).then(
        () => 'played',
        () => 'refused',
      );
      expect(await Promise.race([owned.stopped, playing])).toBe('stopped');
      const mainstay = await harnessOn({ under, outbox: old.outbox, connector });
      await playOn(mainstay, story);
      const before = owned.batches.length;
      owned.thaw();
      // It may wait for ever to hear of what another has written.
      await Promise.race([playing, owned.quiet()]);
      await owned.quiet();
      const late = { text: 'add task too late', via: 'test', id: 'late' };
      // Where nothing was left for the other one to write, the old one is as good as ever.
      if (old.log.head().sequence < under.all('events').length)
        await expect(old.intake.message(late)).rejects.toMatchObject({ code: 'STORE_CONFLICT' });
      const written = owned.batches.slice(before).flat();
      expect(written.filter(({ collection }) => OWNED.has(collection))).toEqual([]);
      await answerUnsure(mainstay, calls);
      await playOn(mainstay, story);
      await holdsAtTheEnd({ under, mainstay }, { end, posted: calls });
      expect(mainstay.errors).toEqual([]);
    }),
};

/** The old owner's calls stand still as well. */
function behind(connector: Connector, { awake }: OwnedStore): Connector {
  return {
    ...connector,
    commands: connector.commands.map((command) =>
      command.where === 'local'
        ? command
        : {
            ...command,
            perform: async (input, context) => {
              await awake();
              return command.perform(input, context);
            },
          },
    ),
  };
}
