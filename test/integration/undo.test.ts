import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { Connector } from '../../src/ports/index.ts';
import { createHarness, type Harness } from './harness.ts';
import { approve, cardFor, effectsOf, INVOICE_ANA, statuses, withAna } from './story.ts';

const WORKFLOW = `
name: post
version: 1
title: Post a letter
on: { message: { plane: operator, examples: ["post it"], exact: ["post it"] } }
steps:
  - { id: propose, suggest: { title: Post a letter, commands: [{ do: letter.post@1, with: { to: Ana } }] } }`;

/** An outside in which a letter can be called back. */
const post: Connector = {
  name: 'post',
  commands: (['post', 'recall'] as const).map((name) => ({
    where: 'remote',
    type: `letter.${name}`,
    version: 1,
    label: 'Letter',
    input: z.strictObject({ to: z.string() }),
    outputs: ['to'],
    undo:
      name === 'post'
        ? {
            command: 'letter.recall@1',
            text: 'letter can be called back',
            input: ({ to }) => ({ to: to ?? '' }),
          }
        : { never: 'a letter that was called back is posted again' },
    repeat: 'none',
    title: () => (name === 'post' ? 'A letter to Ana' : 'Call back a letter'),
    preview: async ({ to }) => ({ to: z.string().parse(to) }),
    perform: async ({ to }) => ({ status: 'done', outputs: { to: to ?? '' } }),
  })),
  status: () => ({ ready: true, text: '' }),
};

async function undo({ approvals }: Harness, id: string) {
  return approvals.undo({ id, conversation: 'main' });
}

async function approvedEffects(mainstay: Harness, text: string): Promise<readonly string[]> {
  const card = await cardFor(mainstay, text);
  await approve(mainstay, card);
  return (await mainstay.approvals.read(card.id)).body.effectIds;
}

it('undoes at once what is only ours', async () => {
  const mainstay = await withAna();
  const [invoice = ''] = await approvedEffects(mainstay, INVOICE_ANA);
  expect(await undo(mainstay, invoice)).toMatchObject({
    effect: { id: invoice, body: { status: 'undone' } },
  });
});

it('stops what has not started', async () => {
  const mainstay = await withAna();
  await mainstay.say('pause');
  const [, mail = ''] = await approvedEffects(mainstay, INVOICE_ANA);
  expect(await undo(mainstay, mail)).toMatchObject({ effect: { id: mail, body: { status: 'cancelled' } } });
});

it('asks for what leaves the machine, once however often it is asked, and does it after a yes', async () => {
  const mainstay = await createHarness({ connectors: [post], workflows: [WORKFLOW] });
  const [letter = ''] = await approvedEffects(mainstay, 'post it');
  const asked = await undo(mainstay, letter);
  if (!('suggestion' in asked)) throw new Error('Nothing was asked.');
  expect(asked.suggestion.body).toMatchObject({
    status: 'pending',
    title: 'Undo: A letter to Ana',
    commands: [{ type: 'letter.recall', input: { to: 'Ana' } }],
  });
  expect(await undo(mainstay, letter)).toMatchObject({ suggestion: { id: asked.suggestion.id } });
  await approve(mainstay, asked.suggestion);
  expect(await effectsOf(mainstay, asked.suggestion.id)).toMatchObject([{ status: 'done' }]);
  expect(await statuses(mainstay)).toEqual(['done', 'done']);
  expect(mainstay.errors).toEqual([]);
});

it('refuses what cannot be undone, and what is not there', async () => {
  const mainstay = await withAna();
  const [, mail = ''] = await approvedEffects(mainstay, INVOICE_ANA);
  await expect(undo(mainstay, mail)).rejects.toMatchObject({ code: 'EFFECT_NOT_UNDOABLE' });
  await expect(undo(mainstay, 'eff_none')).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

describe('a change', () => {
  const effectOf = (mainstay: Harness, type: string) =>
    mainstay.store
      .all('effects')
      .map(({ id, body }) => ({
        id,
        ...(JSON.parse(Buffer.from(body).toString()) as { command: { type: string } }),
      }))
      .findLast(({ command }) => command.type === type)?.id ?? '';

  it('is not undone where something newer changed the same', async () => {
    const mainstay = await withAna();
    await mainstay.say("change Ana's email to ana@new.example");
    const ana = mainstay.store.all('records').find(({ index }) => index['kind'] === 'customer');
    const change = { kind: 'customer', id: ana?.id ?? '', patch: { email: 'ana@newer.example' } } as const;
    const cause = { at: 0, by: 'operator', correlationId: 'elsewhere' };
    await mainstay.units.transact((unit) => mainstay.books.change(unit, change, cause));
    expect((await mainstay.say('undo that')).replies).toEqual([
      'Ana Torres was changed again since, so I cannot put back what was before. Say what it should be.',
    ]);
  });

  it('is undone where something newer changed something else', async () => {
    const mainstay = await withAna();
    await mainstay.say("change Ana's email to ana@new.example");
    const id = effectOf(mainstay, 'customer.change');
    await mainstay.say("Ana's phone number is now 555 0100");
    await undo(mainstay, id);
    expect((await mainstay.say('what do I know about Ana?')).replies[0]).toMatch(
      /^Ana Torres, ana@torres.example, 555 0100\./,
    );
  });

  it('of the next number is not undone once that number was given', async () => {
    const mainstay = await withAna();
    await mainstay.say('invoices start at R-07');
    const id = effectOf(mainstay, 'business.change');
    await approve(mainstay, await cardFor(mainstay, INVOICE_ANA));
    await expect(undo(mainstay, id)).rejects.toMatchObject({ code: 'CHANGED_SINCE' });
    expect(mainstay.errors).toEqual([]);
  });

  it('that Mainstay noted by itself is not what “undo that” means', async () => {
    const mainstay = await withAna();
    await mainstay.say('contract with Ana: care, until 1 December');
    await mainstay.live(24 * 60 * 60 * 1000);
    expect(effectOf(mainstay, 'contract.change')).not.toBe('');
    expect((await mainstay.say('undo that')).replies).toEqual(['Undone: Add contract Ana Torres, care.']);
  });
});
