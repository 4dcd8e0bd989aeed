import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../../src/kernel/index.ts';
import { explain } from '../../src/observability/index.ts';
import { createHarness, type Harness } from './harness.ts';
import { approve, cardFor, invoices, pendingCard, withAna } from './story.ts';

const INVOICE = 'Invoice Ana $1,200 for the landing page';
const MAIL = 'Dear {full name},\n\n{what} is done. Please pay by {due date}.\n\nYours,\n{your name}\n';

/** Sets values as the page does; gives the effect that records it. */
async function set(mainstay: Harness, workflow: string, values: Readonly<Record<string, Json>>) {
  const version = mainstay.workflows.newest(workflow)?.hash ?? '';
  return setOver(mainstay, { workflow, values, expected: { version } });
}

/** The same, over a version that was read before. */
async function setOver({ units, effects, registry, ids, clock }: Harness, input: JsonObject) {
  const command = { type: 'workflow.change', version: 1, input };
  const handler = registry.handler(command);
  if (handler.where !== 'local') throw new TypeError('The change leaves the machine.');
  const cause = { at: clock.now(), by: 'operator', correlationId: ids('cor') };
  const key = ids('eff');
  return units.transact((unit) => effects.record(unit, { command, handler, key, run: null, cause }));
}

async function refusal(setting: Promise<unknown>): Promise<string> {
  return setting.then(
    () => 'nothing was refused',
    (error: Error) => error.message,
  );
}

describe('what is set of a workflow', () => {
  it('shows on the next card, while one that waits stays as it was', async () => {
    const mainstay = await withAna();
    const before = await cardFor(mainstay, INVOICE);
    await set(mainstay, 'invoice', { due: 21, mail: MAIL, subject: 'Your invoice {number}' });
    const after = await cardFor(mainstay, INVOICE);
    expect(before.body.preview.text).toContain(
      'here is the invoice for the landing page, due on 7 December.',
    );
    expect(after.body.preview).toMatchObject({
      subject: 'Your invoice (number)',
      text: 'Dear Ana Torres,\n\nthe landing page is done. Please pay by 14 December.\n\nYours',
    });
    await approve(mainstay, await mainstay.approvals.read(before.id));
    await approve(mainstay, after);
    expect(await invoices(mainstay)).toMatchObject([{ dueOn: '2026-12-07' }, { dueOn: '2026-12-14' }]);
    expect(mainstay.errors).toEqual([]);
  });

  it('stays out of a run that waits for an answer', async () => {
    const mainstay = await withAna();
    await mainstay.say('Invoice Ana for the landing page');
    await set(mainstay, 'invoice', { due: 21 });
    await mainstay.say('$300');
    const card = await pendingCard(mainstay);
    expect(card.body.preview.text).toContain('due on 7 December');
    expect(card.body.workflowVersion).not.toBe(mainstay.workflows.newest('invoice')?.hash);
  });

  it('is undone by the ledger, back to the version of the file', async () => {
    const mainstay = await withAna();
    const shipped = mainstay.workflows.newest('invoice')?.hash;
    const { id, body } = await set(mainstay, 'invoice', { due: 21, mail: MAIL });
    expect(body.title).toBe('Change “Write an invoice”: due after, mail');
    expect(mainstay.workflows.newest('invoice')?.hash).toBe(body.outputs['version']);
    await mainstay.approvals.undo({ id, conversation: 'main' });
    expect(mainstay.workflows.newest('invoice')?.hash).toBe(shipped);
    expect((await cardFor(mainstay, INVOICE)).body.preview.text).toContain('due on 7 December');
  });

  it('is undone by saying so', async () => {
    const mainstay = await withAna();
    await mainstay.pass(60_000);
    await set(mainstay, 'invoice', { due: 21 });
    const { replies } = await mainstay.say('undo that');
    expect(replies.join('\n')).toContain('Change “Write an invoice”: due after');
    expect(mainstay.workflows.newest('invoice')?.set).toEqual({});
  });

  it('is not undone over what was set of the same value since, but over what was set beside it', async () => {
    const mainstay = await createHarness();
    const first = await set(mainstay, 'invoice', { due: 21 });
    const second = await set(mainstay, 'invoice', { due: 30 });
    await set(mainstay, 'invoice', { subject: 'Bill {number}' });
    const undo = async (id: string) => mainstay.approvals.undo({ id, conversation: 'main' });
    await expect(undo(first.id)).rejects.toMatchObject({ code: 'VERSION_CHANGED' });
    await undo(second.id);
    expect(mainstay.workflows.newest('invoice')?.set).toEqual({ due: 21, subject: 'Bill {number}' });
  });

  it('is explained: who, when, each value, and the versions', async () => {
    const mainstay = await withAna();
    const { id, body } = await set(mainstay, 'invoice', { due: 21, subject: 'Bill {number}' });
    const { store, log } = mainstay;
    const why = async (about: string) =>
      (await explain({ store, log, zone: () => 'UTC', now: () => Date.UTC(2026, 10, 23, 9, 12) }, about))
        .lines;
    const { hash: version = '' } = mainstay.workflows.newest('invoice') ?? {};
    expect(body.outputs['version']).toBe(version);
    expect((await why(id)).map(({ text }) => text)).toEqual([
      'Set by you, 9:12',
      'Due after: 14 → 21',
      'Subject of the mail: “Invoice {number} for {what}” → “Bill {number}”',
      expect.stringMatching(`^Workflow invoice, version \\w{12} → ${version.slice(0, 12)}$`),
    ]);
    const card = await cardFor(mainstay, INVOICE);
    expect((await why(card.id)).map(({ text }) => text)).toContain(
      `Workflow invoice, version ${version.slice(0, 12)}, with what you set: due after, subject of the mail`,
    );
  });

  it('survives a restart, with the versions that runs still follow', async () => {
    const mainstay = await withAna();
    await set(mainstay, 'invoice', { due: 21, mail: MAIL });
    const { hash = '' } = mainstay.workflows.newest('invoice') ?? {};
    const later = await mainstay.restart();
    expect(later.workflows.newest('invoice')?.hash).toBe(hash);
    expect((await cardFor(later, INVOICE)).body.preview.text).toContain('Please pay by 14 December.');
    expect((await later.workflows.byHash(hash)).set).toEqual({ due: 21, mail: MAIL.trimEnd() });
  });

  it('refuses what rests on a version that is no longer the newest', async () => {
    const mainstay = await createHarness();
    const { hash = '' } = mainstay.workflows.newest('invoice') ?? {};
    await set(mainstay, 'invoice', { due: 21 });
    await expect(
      setOver(mainstay, { workflow: 'invoice', values: { due: 30 }, expected: { version: hash } }),
    ).rejects.toMatchObject({
      code: 'VERSION_CHANGED',
    });
  });

  it('may be all but what your rules forbid', async () => {
    const mainstay = await createHarness({ config: 'policy: { workflow.change: never }' });
    await expect(set(mainstay, 'invoice', { due: 21 })).rejects.toMatchObject({ code: 'COMMAND_REFUSED' });
  });
});

describe('a value that cannot be used', () => {
  it.each([
    [
      'a placeholder that is mistyped',
      { mail: 'Hi {frist name}' },
      'There is no {frist name}. Did you mean {first name}?',
    ],
    ['one that there is not', { subject: 'For {moon}' }, 'There is no {moon}. There are: {number}, {what}.'],
    [
      'an expression that does not end',
      { mail: 'Hi ${{ input.customer.name' },
      'An expression that begins with ${{ does not end. Close it with }}.',
    ],
    [
      'an expression that cannot be read',
      { mail: 'Hi ${{ 1 + }}' },
      /^“1 \+” cannot be read: .* Correct the expression\.$/,
    ],
    [
      'an input that there is not',
      { mail: 'Hi ${{ input.custmer.name }}' },
      'There is no input “custmer”. Did you mean “customer”?',
    ],
    [
      'a step that has not run',
      { mail: '${{ steps.propose.invoice.number }}' },
      /“draft” refers to “propose”, which may not have run by then/,
    ],
    [
      'an output where none is known yet',
      { mail: 'No. ${{ commands.invoice.number }}' },
      /^Outputs of commands are not known here\./,
    ],
    [
      'a text in a text',
      { mail: '${{ values.subject }}' },
      'A text cannot hold the text “subject”. Write it out.',
    ],
    ['nothing', { mail: ' \n ' }, 'Write a text; it cannot be empty.'],
    ['two lines for one', { subject: 'a\nb' }, 'Write it on one line.'],
    ['too many days', { due: 400 }, 'Write a whole number of days from 0 to 365.'],
    ['half a day', { due: 1.5 }, 'Write a whole number of days from 0 to 365.'],
    ['words for days', { due: 'soon' }, 'Write a whole number of days from 0 to 365.'],
    ['an unknown value', { mial: 'Hi' }, 'There is no value “mial”. There are: due, subject, mail.'],
  ] as const)('%s', async (_name, values, message) => {
    const mainstay = await createHarness();
    const [path] = Object.keys(values);
    const errors = [{ path: `values/${path}`, message: expect.stringMatching(asPattern(message)) }];
    const refused = { code: 'REQUEST_INVALID', fields: errors };
    expect(() => mainstay.workflows.preview({ workflow: 'invoice', values })).toThrow(
      expect.objectContaining(refused),
    );
    await expect(set(mainstay, 'invoice', values)).rejects.toMatchObject(refused);
    expect(mainstay.workflows.newest('invoice')?.set).toEqual({});
  });

  it('is told with all the others', async () => {
    const mainstay = await createHarness();
    expect(await refusal(set(mainstay, 'invoice', { due: -1, mail: 'Hi {moon}', subject: '' }))).toMatch(
      /^2 values/,
    );
  });
});

function asPattern(message: string | RegExp): RegExp {
  return typeof message === 'string'
    ? new RegExp(`^${message.replaceAll(/[.?*+^$()[\]{}|\\]/g, '\\$&')}$`)
    : message;
}

const own = (values: string, text: string) => `
name: greet
version: 1
title: Greet
on: { message: { plane: operator, examples: ["say hello to me"], exact: [greet] } }
values: ${values}
steps:
  - { id: tell, reply: { text: "${text}" } }`;

describe('after an update of the file', () => {
  const before = own(
    '{ hello: { kind: line, label: Greeting, default: Hello }, days: { kind: days, label: Days, default: 3 } }',
    '${{ values.hello }}, ${{ values.days }}',
  );

  it('what was set stays, on what is new of the file', async () => {
    const mainstay = await createHarness({ workflows: [before] });
    await set(mainstay, 'greet', { hello: 'Moin' });
    const updated = own(
      '{ hello: { kind: line, label: Greeting, default: Welcome }, days: { kind: days, label: Days, default: 5 } }',
      '${{ values.hello }} for ${{ values.days }} days',
    );
    const later = await mainstay.restart({ workflows: [updated] });
    expect((await later.say('greet')).replies).toEqual(['Moin for 5 days']);
  });

  it('what the file has no more, or takes no more, is left out and named', async () => {
    const mainstay = await createHarness({ workflows: [before] });
    await set(mainstay, 'greet', { hello: 'Moin', days: 9 });
    const updated = own(
      '{ days: { kind: days, label: Days, default: 5, max: 7 } }',
      'Hi for ${{ values.days }}',
    );
    const later = await mainstay.restart({ workflows: [updated] });
    expect((await later.say('greet')).replies).toEqual(['Hi for 5']);
    expect(later.workflows.ignored('greet')).toEqual([
      { name: 'days', value: 9, problem: 'Write a whole number of days from 0 to 7.' },
      { name: 'hello', value: 'Moin', problem: 'There is no value “hello”. There are: days.' },
    ]);
    expect(later.errors).toMatchObject([
      { code: 'WORKFLOW_VALUE_IGNORED', message: expect.stringContaining('“days”') },
      { code: 'WORKFLOW_VALUE_IGNORED', message: expect.stringContaining('“hello”') },
    ]);
    await set(later, 'greet', { days: 6 });
    expect(later.workflows.ignored('greet')).toEqual([]);
  });
});

describe('times', () => {
  const HOUR_MS = 60 * 60 * 1000;

  it('move the digest at once, and back', async () => {
    const mainstay = await createHarness();
    const next = async () => (await mainstay.store.get('schedules', 'sch_digest'))?.index['next'];
    const digest = mainstay.workflows.newest('digest');
    expect(digest && mainstay.workflows.shown(digest)).toMatchObject([
      { name: 'time', value: '8:00', shipped: '8:00', changed: false },
    ]);
    expect(await next()).toBe(Date.UTC(2026, 10, 24, 8));
    const { id } = await set(mainstay, 'digest', { time: '6:30' });
    await mainstay.idle();
    expect(await next()).toBe(Date.UTC(2026, 10, 24, 6, 30));
    await mainstay.live(22 * HOUR_MS);
    expect(mainstay.store.all('messages')).toHaveLength(1);
    await mainstay.approvals.undo({ id, conversation: 'main' });
    await mainstay.idle();
    expect(await next()).toBe(Date.UTC(2026, 10, 25, 8));
  });
});
