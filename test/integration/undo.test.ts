import { expect, it } from 'vitest';
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
