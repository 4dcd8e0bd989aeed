import { expect, it } from 'vitest';
import { collections } from '../../src/app/collections.ts';
import type { Batch } from '../../src/ports/index.ts';
import { createMemoryStore, type MemoryStore } from '../fakes/memory-store.ts';
import { createHarness, type Harness, type HarnessOptions } from './harness.ts';
import { approve } from './story.ts';

const PAID = `name: tell-paid
version: 1
on:
  event:
    type: record.changed
    when: \${{ event.data.kind == 'invoice' && event.data.changes.exists(c, c.field == 'status' && c.to == 'paid') }}
    with: { invoice: "\${{ event.subject }}" }
input:
  invoice: { type: record, kind: invoice }
steps:
  - id: thank
    reply: { text: "Paid: \${{ input.invoice.number }}, \${{ input.invoice.buyer.name }}" }
`;

/** Answers every new note with a note, and would go on for ever. */
const ECHO = (name: string, words: string) => `name: ${name}
version: 1
on:
  event: { type: record.created, when: "\${{ event.data.kind == 'note' }}" }
steps:
  - id: note
    call: note.create@1
    with: { text: ${words} }
`;

function bodiesOf<T>(store: MemoryStore, collection: string): T[] {
  return store.all(collection).map(({ body }) => JSON.parse(Buffer.from(body).toString()) as T);
}

function told({ store }: Harness): string[] {
  return bodiesOf<{ text: string }>(store, 'messages')
    .map(({ text }) => text)
    .filter((text) => text.startsWith('Paid:'));
}

async function withInvoice(options: HarnessOptions): Promise<Harness> {
  const mainstay = await createHarness(options);
  await mainstay.say('Add customer Ana Torres, ana@torres.example');
  const { cards } = await mainstay.say('Invoice Ana $80 for hosting');
  await approve(mainstay, await mainstay.approvals.read(cards[0] ?? ''));
  return mainstay;
}

it('starts a workflow with what the event says, once, also after restarts', async () => {
  let mainstay = await withInvoice({ workflows: [PAID] });
  await mainstay.say('Ana paid');
  expect(told(mainstay)).toEqual(['Paid: 2026-001, Ana Torres']);
  mainstay = await mainstay.restart();
  await mainstay.idle();
  expect(told(mainstay)).toHaveLength(1);
  expect(mainstay.errors).toEqual([]);
});

it('leaves events alone for which the condition does not hold', async () => {
  const mainstay = await withInvoice({ workflows: [PAID] });
  await mainstay.say('remind Ana about her invoice');
  await mainstay.say("Ana's phone is 12345");
  expect(told(mainstay)).toEqual([]);
});

it('starts after a crash what the event had not started yet', async () => {
  const store = createMemoryStore(collections);
  const mainstay = await withInvoice({ store, workflows: [PAID] });
  const crashing = await (await dyingAt(mainstay, store, 'tell-paid')).harness;
  await crashing.intake.message({ text: 'Ana paid', via: 'test' });
  await reached(() =>
    bodiesOf<{ status?: string }>(store, 'records').some((one) => 'data' in one && paid(one)),
  );
  expect(told(crashing)).toEqual([]);
  const after = await createHarness({ store, workflows: [PAID] });
  await after.idle();
  expect(told(after)).toEqual(['Paid: 2026-001, Ana Torres']);
});

it('ends a chain in which each would start the other', async () => {
  const mainstay = await createHarness({ workflows: [ECHO('ping', 'ping'), ECHO('pong', 'pong')] });
  await mainstay.say('note: Ana prefers calls');
  const notes = bodiesOf<{ kind: string; data: { text: string } }>(mainstay.store, 'records');
  expect(notes.map(({ data }) => data.text).toSorted()).toEqual(['Ana prefers calls', 'ping', 'pong']);
  expect(mainstay.errors).toEqual([]);
});

it('tells in Why? what happened that started it', async () => {
  const mainstay = await withInvoice({ workflows: [PAID] });
  await mainstay.say('Ana paid');
  const run = mainstay.store.all('runs').find(({ index }) => index['workflow'] === 'tell-paid');
  const { explain } = await import('../../src/observability/index.ts');
  const why = await explain(
    { store: mainstay.store, log: mainstay.log, zone: () => 'UTC', now: () => Date.UTC(2026, 10, 23, 9, 12) },
    run?.id ?? '',
  );
  expect(why.lines.map(({ text }) => text)).toContain('record.changed happened, 9:12');
});

function paid(record: object): boolean {
  return JSON.stringify(record).includes('"status":"paid"');
}

/** The same store in a process that stops for good before it writes a run of this workflow. */
async function dyingAt(mainstay: Harness, store: MemoryStore, workflow: string) {
  await mainstay.idle();
  const commit = (batch: Batch) => {
    const starts = batch.operations.some(
      (operation) => operation.kind === 'insert' && operation.document.index['workflow'] === workflow,
    );
    return starts ? new Promise<never>(() => undefined) : store.commit(batch);
  };
  return { harness: createHarness({ store: { ...store, commit }, workflows: [PAID] }) };
}

async function reached(holds: () => boolean): Promise<void> {
  await expect.poll(holds, { timeout: 5_000 }).toBe(true);
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}
