import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Form } from '../../../src/console/api/form.ts';
import { createHarness, type Harness } from '../harness.ts';
import { ADD_ANA, INVOICE_ANA } from '../story.ts';
import { type DescribedApi, openApi } from './described.ts';

let mainstay: Harness;
let api: DescribedApi;
beforeAll(async () => {
  mainstay = await createHarness();
  api = await openApi(mainstay);
  await mainstay.say(ADD_ANA);
});
afterAll(() => api.close());

async function formOf(id: string): Promise<Form['commands']> {
  return (await api.ask({ call: 'GET /api/v1/suggestions/{id}/form', path: { id } })).body.commands;
}

/** Names of the fields that the form calls optional, by command. */
function optional(commands: Form['commands']): readonly (readonly string[])[] {
  return commands.map(({ schema }) =>
    Object.entries(schema.properties ?? {})
      .filter(([name, { needed, readOnly }]) => !schema.required?.includes(name) && !needed && !readOnly)
      .map(([name]) => name),
  );
}

it('has no amount and what it is for where lines stand in their place', async () => {
  const [id = ''] = (await mainstay.say(INVOICE_ANA)).cards;
  const commands = await formOf(id);
  expect(optional(commands)).toEqual([['supplied', 'taxRate', 'lines'], ['toName']]);
  const { amount, what, ...invoice } = commands[0]?.input ?? {};
  const { hash } = (await mainstay.approvals.read(id)).body;
  const inputs = [
    { ...invoice, lines: [{ what: what ?? '', amount: amount ?? null }] },
    commands[1]?.input ?? {},
  ];
  const edited = await mainstay.approvals.edit(id, { hash, by: 'operator', via: 'test', inputs });
  expect(optional(await formOf(edited.id))[0]).toEqual(['supplied', 'taxRate']);
});

it('takes a card without any field that its form calls optional', async () => {
  const [id = ''] = (await mainstay.say(INVOICE_ANA)).cards;
  let card = await mainstay.approvals.read(id);
  for (const [position, names] of optional(await formOf(id)).entries()) {
    for (const name of names) {
      const inputs = card.body.commands.map(({ input }, at) => {
        const { [name]: _, ...rest } = input;
        return at === position ? rest : input;
      });
      const editing = { hash: card.body.hash, by: 'operator', via: 'test', inputs };
      card = await mainstay.approvals.edit(card.id, editing);
    }
  }
  expect(card.body.commands.map(({ input }) => Object.keys(input).toSorted())).toEqual([
    ['amount', 'customer', 'due', 'what'],
    ['attach', 'body', 'subject', 'to'],
  ]);
});
