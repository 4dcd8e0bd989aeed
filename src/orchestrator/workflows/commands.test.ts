import { describe, expect, it } from 'vitest';
import { HEAD, problemsOf, reply } from './environment.fake.ts';

const invoice = (input: string, rest = '') => `steps:
  - id: propose
    suggest:
      title: Invoice
      commands:
        - as: invoice
          do: invoice.create@1
          with: { ${input} }
${rest}`;

const GOOD_INPUT = 'customer: x, amount: "${{ input.amount }}", what: y';
const mail = (subject: string) =>
  invoice(GOOD_INPUT, `        - { do: email.send@1, with: { to: a, subject: "${subject}", body: c } }`);

describe('a command', () => {
  it.each([
    [
      'is unknown',
      invoice(GOOD_INPUT).replace('create', 'creat'),
      '12:11 there is no command “invoice.creat@1”. Did you mean “invoice.create@1”?',
    ],
    [
      'has another version',
      invoice(GOOD_INPUT).replace('@1', '@2'),
      '12:11 there is no command “invoice.create@2”. Did you mean “invoice.create@1”?',
    ],
    [
      'lacks a field',
      invoice('customer: x, what: y'),
      '13:11 invoice.create@1 needs “amount”. Add amount to its `with`.',
    ],
    [
      'has one too many',
      invoice(`${GOOD_INPUT}, hue: 5`),
      '13:72 invoice.create@1 takes no “hue”. Did you mean “due”?',
    ],
    [
      'gets money as a text',
      invoice('customer: "${{ input.amount }}", amount: "${{ input.amount }}", what: y'),
      '13:34 “input.amount” gives money, not a text. Make it give a text.',
    ],
    [
      'gets a text as money',
      invoice('customer: x, amount: $5, what: y'),
      '13:32 “$5” is a text, not money. Write it as one expression, in ${{ and }}.',
    ],
    [
      'gets a number as a text',
      invoice('customer: 5, amount: { minor: 1, currency: EUR }, what: y'),
      '13:19 this is a whole number, not a text. Make it a text.',
    ],
    [
      'gets a text as a number',
      invoice(`${GOOD_INPUT}, copies: "\${{ input.what }}"`),
      '13:85 “input.what” gives a text, not a whole number or nothing. Make it give a whole number or nothing.',
    ],
    [
      'has the name of another one',
      invoice(
        GOOD_INPUT,
        '        - { as: invoice, do: email.send@1, with: { to: a, subject: b, body: c } }',
      ),
      '14:13 two commands are named “invoice”. Name one of them differently.',
    ],
    [
      'refers to a command that is not there',
      mail('${{ commands.bill.number }}'),
      '14:60 no earlier command of this suggestion is named “bill”. There are: invoice.',
    ],
    [
      'refers to an output that is not given',
      mail('No. ${{ commands.invoice.nubmer }}'),
      '14:64 “invoice.create@1” gives no “nubmer”. Did you mean “number”?',
    ],
    [
      'computes with an output',
      mail('${{ commands.invoice.number + 1 }}'),
      "14:60 “commands.invoice.number + 1” computes with a command's output. Refer to it plainly, as in ${{ commands.invoice.number }}.",
    ],
    [
      'refers to itself',
      invoice('customer: "${{ commands.invoice.id }}", amount: "${{ input.amount }}", what: y'),
      '13:34 no earlier command of this suggestion is named “invoice”. Take it out: there are none to choose from.',
    ],
  ])('that %s', async (_name, steps, problem) => {
    expect(await problemsOf(HEAD + steps)).toEqual([problem]);
  });

  it('is not referred to outside its suggestion', async () => {
    expect(await problemsOf(HEAD + reply('"${{ commands.invoice.id }}"'))).toEqual([
      '8:25 outputs of commands are not known here. Refer to the suggestion’s step, as in steps.propose.invoice.id.',
    ]);
  });

  it('may be given money within a text', async () => {
    expect(await problemsOf(HEAD + mail('Over ${{ input.amount }}'))).toEqual([]);
  });

  it('may be given nothing where a field is optional', async () => {
    expect(await problemsOf(HEAD + invoice(`${GOOD_INPUT}, due: "\${{ null }}", copies: 2`))).toEqual([]);
  });
});
