import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createUnits, openEventLog } from '../../src/events/index.ts';
import { createHarness, type Harness } from './harness.ts';
import { approve, cardFor, changeAna } from './story.ts';

const NOWHERE = { read: async () => undefined, write: async () => undefined };
const DAY_MS = 24 * 60 * 60 * 1000;

/** A workflow that is started by the words “do NAME”. */
const workflow = (name: string, body: string): string => `
name: ${name}
version: 1
title: Do ${name}
on: { message: { plane: operator, examples: ["do ${name}"], exact: ["do ${name}"] } }
${body}`;

const statusOf = async ({ store }: Harness): Promise<unknown> => {
  const { items } = await store.find('runs', { sort: { field: 'at', direction: 'desc' }, limit: 1 });
  return items[0]?.index['status'];
};

it('runs a step for each item, skips what its condition forbids, and asks where it must', async () => {
  const mainstay = await createHarness({
    workflows: [
      workflow(
        'round',
        `steps:
  - { id: names, forEach: "\${{ ['Ana', 'Kim'] }}", call: customer.create@1, with: { name: "\${{ item }} \${{ index }}" } }
  - { id: never, needs: [names], if: "\${{ size(steps.names.items) == 3 }}", reply: { text: "never" } }
  - { id: many, needs: [names], ask: { question: "How many?", type: integer } }
  - { id: tell, needs: [many], reply: { text: "\${{ string(steps.many.answer) }} for \${{ steps.names.items[1].name }}" } }
  - { id: skipped, needs: [never], reply: { text: "never" } }`,
      ),
    ],
  });
  expect((await mainstay.say('do round')).replies).toEqual(['How many?']);
  expect(await statusOf(mainstay)).toBe('waiting');
  expect((await mainstay.say('3')).replies).toEqual(['3 for Kim 1']);
  expect(await statusOf(mainstay)).toBe('succeeded');
  expect(mainstay.errors).toEqual([]);
});

it('tries again as often as it may, then mends, for a step that fails', async () => {
  const mainstay = await createHarness({
    workflows: [
      workflow(
        'break',
        `steps:
  - { id: broken, call: customer.change@1, with: { id: cus_none, name: Ana }, retry: { attempts: 2, delaySeconds: 60 }, onFailure: sorry }
  - { id: sorry, reply: { text: "Could not: \${{ steps.broken.error.code }}" } }`,
      ),
    ],
  });
  expect((await mainstay.say('do break')).replies).toEqual([]);
  await mainstay.pass(59_000);
  expect(await statusOf(mainstay)).toBe('waiting');
  await mainstay.pass(1_000);
  expect(await statusOf(mainstay)).toBe('succeeded');
  expect(saidBy(mainstay)).toContainEqual(expect.stringContaining('Could not: NOT_FOUND'));
});

it('waits for an event about its subject or for a time, whichever comes first, across a restart', async () => {
  const source = workflow(
    'chase',
    `input: { customer: { type: record, kind: customer, ask: "Who?" } }
steps:
  - { id: changed, wait: { event: record.changed, subject: "\${{ input.customer.id }}", until: "\${{ addDays(today, 3) }}" } }
  - { id: tell, needs: [changed], reply: { text: "\${{ steps.changed.timedOut ? 'Nothing came.' : 'It changed.' }}" } }`,
  );
  for (const [act, told] of [
    [async (harness: Harness) => harness.pass(3 * DAY_MS), 'Nothing came.'],
    [async (harness: Harness) => changeAna(harness, { phone: '1' }), 'It changed.'],
  ] as const) {
    const first = await createHarness({ workflows: [source] });
    await first.say('Add customer Ana Torres');
    await first.say('Add customer Kim Yu');
    await first.say('do chase');
    await first.say('Ana');
    expect(saidBy(first)).not.toContainEqual(expect.stringContaining(told));
    const second = await first.restart();
    await act(second);
    await second.idle();
    expect(saidBy(second).at(-1)).toContain(told);
    expect(second.errors).toEqual([]);
  }
});

it('sees an event that it caused itself, or that any message is', async () => {
  const mainstay = await createHarness({
    workflows: [
      workflow(
        'own',
        `steps:
  - { id: make, call: customer.create@1, with: { name: Maya } }
  - { id: seen, needs: [make], wait: { event: record.created, subject: "\${{ steps.make.id }}" } }
  - { id: said, needs: [seen], wait: { event: message.received } }
  - { id: tell, needs: [said], reply: { text: "After \${{ steps.said.event.text }}." } }`,
      ),
    ],
  });
  await mainstay.say('do own');
  await mainstay.say('hello there');
  expect(saidBy(mainstay)).toContainEqual(expect.stringContaining('After hello there.'));
  expect(mainstay.errors).toEqual([]);
});

it('looks back to where its run began for an event that came too early', async () => {
  const mainstay = await createHarness({
    workflows: [
      workflow(
        'early',
        `steps:
  - { id: count, ask: { question: "How many?", type: integer } }
  - { id: made, needs: [count], wait: { event: record.created } }
  - { id: tell, needs: [made], reply: { text: "It came: \${{ steps.made.event.kind }}" } }`,
      ),
    ],
  });
  await mainstay.say('Add customer Kim Yu');
  await mainstay.say('do early');
  await mainstay.say('Add customer Ana Torres');
  expect((await mainstay.say('3')).replies).toEqual(['It came: customer']);
});

it('sees an event without a subject that came while the process was off', async () => {
  const first = await createHarness({
    workflows: [
      workflow(
        'any',
        `steps:
  - { id: changed, wait: { event: record.created } }
  - { id: tell, needs: [changed], reply: { text: "Some record changed." } }`,
      ),
    ],
  });
  await first.say('do any');
  // Written by somebody who wakes no run.
  const log = await openEventLog({ store: first.store, anchor: NOWHERE, key: 'anchor', salt: () => 'salt' });
  await createUnits(first.store, log).transact(async (unit) => {
    const cause = { at: 0, by: 'operator', correlationId: 'elsewhere' };
    first.books.create(unit, { kind: 'customer', data: { name: 'Ana' } }, cause);
  });
  const second = await first.restart();
  await second.idle();
  expect(saidBy(second)).toContainEqual(expect.stringContaining('Some record changed.'));
  expect(second.errors).toEqual([]);
});

it('asks for a record, and closes the question when its time is over', async () => {
  const source = workflow(
    'which',
    `steps:
  - { id: who, ask: { question: "Who?", type: record, kind: customer }, timeoutSeconds: 60, onFailure: later }
  - { id: later, wait: { event: record.deleted } }
  - { id: tell, needs: [who], reply: { text: "Mail goes to \${{ steps.who.answer.email }}." } }`,
  );
  const mainstay = await createHarness({ workflows: [source] });
  await mainstay.say('Add customer Ana Torres, ana@torres.example');
  await mainstay.say('do which');
  expect((await mainstay.say('Ana')).replies).toEqual(['Mail goes to ana@torres.example.']);
  await mainstay.say('do which');
  await mainstay.pass(60_000);
  expect((await mainstay.say('Ana')).replies[0]).toContain('I did not understand');
  expect(mainstay.errors).toEqual([]);
});

it('may wait for what becomes of a card as for any other event', async () => {
  const mainstay = await createHarness({
    workflows: [
      workflow(
        'watch',
        `steps:
  - { id: rejected, wait: { event: suggestion.rejected } }
  - { id: tell, needs: [rejected], reply: { text: "No, because of \${{ steps.rejected.event.reason }}" } }`,
      ),
    ],
  });
  await mainstay.say('Add customer Ana Torres, ana@torres.example');
  await mainstay.say('do watch');
  const { cards } = await mainstay.say('Invoice Ana $5 for tea');
  const card = await mainstay.approvals.read(cards[0] ?? '');
  const deciding = { hash: card.body.hash, by: 'operator', via: 'test', reason: 'the price' };
  await mainstay.approvals.reject(card.id, deciding);
  await mainstay.idle();
  expect(saidBy(mainstay)).toContainEqual(expect.stringContaining('No, because of the price'));
});

it('gives a child its inputs, waits for it, and takes its outputs', async () => {
  const mainstay = await createHarness({
    workflows: [
      workflow(
        'parent',
        `steps:
  - { id: child, workflow: child, with: { name: "Maya Chen" } }
  - { id: tell, needs: [child], reply: { text: "Made \${{ steps.child.make.name }}." } }`,
      ),
      workflow(
        'child',
        `input: { name: { type: string, ask: "Which name?" } }
steps:
  - { id: make, call: customer.create@1, with: { name: "\${{ input.name }}" } }`,
      ),
    ],
  });
  const { eventId } = await mainstay.intake.message({ text: 'do parent', via: 'test' });
  await mainstay.orchestrator.settled(eventId);
  expect(saidBy(mainstay).at(-1)).toContain('Made Maya Chen.');
  expect(mainstay.errors).toEqual([]);
});

it('does not try again what keeps a step from opening', async () => {
  const mainstay = await createHarness({
    workflows: [
      workflow(
        'guard',
        `steps:
  - { id: never, if: "\${{ 10 / (size('') ) > 1 }}", call: customer.create@1, with: { name: Never }, retry: { attempts: 2, delaySeconds: 0 } }`,
      ),
    ],
  });
  await mainstay.say('do guard');
  expect(mainstay.store.all('records')).toEqual([]);
  expect(await statusOf(mainstay)).toBe('failed');
});

it('tries a child again as a run of its own', async () => {
  const mainstay = await createHarness({
    workflows: [
      workflow(
        'parent',
        `steps:
  - { id: child, workflow: child, retry: { attempts: 2, delaySeconds: 60 }, onFailure: sorry }
  - { id: sorry, reply: { text: "Twice: \${{ steps.child.status }}" } }`,
      ),
      workflow(
        'child',
        'steps: [{ id: broken, call: customer.change@1, with: { id: cus_none, name: Ana } }]',
      ),
    ],
  });
  await mainstay.say('do parent');
  await mainstay.pass(60_000);
  expect(saidBy(mainstay).at(-1)).toContain('Twice: failed');
  expect(mainstay.store.all('runs')).toHaveLength(3);
  expect(mainstay.errors).toEqual([]);
});

it('ends a step that takes too long', async () => {
  const mainstay = await createHarness({
    workflows: [
      workflow(
        'slow',
        `steps:
  - { id: forever, wait: { event: record.deleted }, timeoutSeconds: 60, onFailure: tell }
  - { id: tell, reply: { text: "Too long: \${{ steps.forever.error.code }}" } }`,
      ),
    ],
  });
  await mainstay.say('do slow');
  await mainstay.pass(60_000);
  expect(saidBy(mainstay)).toContainEqual(expect.stringContaining('Too long: STEP_TIMED_OUT'));
});

it('runs the example of the documentation as it is written there', async () => {
  const documentation = await readFile(join(import.meta.dirname, '../../docs/workflows.md'), 'utf8');
  const example = /```yaml\n(.*?)```/s.exec(documentation)?.[1] ?? '';
  const mainstay = await createHarness({ workflows: [example] });
  await mainstay.say('Add customer Ana Torres, ana@torres.example');
  await approve(mainstay, await cardFor(mainstay, 'thank Ana for the photos'));
  expect(saidBy(mainstay).at(-1)).toContain('Thanked Ana Torres.');
  expect(await readdir(mainstay.outbox)).toHaveLength(1);
});

function saidBy({ store }: Harness): string[] {
  return store.all('messages').map(({ body }) => Buffer.from(body).toString());
}
