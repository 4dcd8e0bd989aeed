import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isMainstayError } from '../../kernel/index.ts';
import { ENVIRONMENT } from './environment.fake.ts';
import { loadWorkflows } from './load.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'workflows-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Five lines, so that what a test adds begins in line 6. */
const HEAD = `name: test
version: 1
title: Test
on: {}
input: { customer: { type: record, kind: customer }, amount: { type: money }, what: { type: string }, due: { type: days } }
`;

/** Every problem as `line:column problem. mend`. */
async function problemsOf(text: string): Promise<string[]> {
  await writeFile(join(folder, 'test.yaml'), text);
  try {
    await loadWorkflows([folder], ENVIRONMENT);
  } catch (error) {
    if (!isMainstayError(error, 'WORKFLOW_INVALID')) throw error;
    return error.fields.map(({ path, message }) => `${path.split('yaml:')[1]} ${message}`);
  }
  return [];
}

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

const reply = (text: string, more = '') => `steps:\n  - id: tell\n${more}    reply: { text: ${text} }`;

describe('a step', () => {
  it.each([
    [
      'one name twice',
      `${reply('a')}\n  - { id: tell, reply: { text: b } }`,
      '9:7 there are two steps named “tell”. Name one of them differently.',
    ],
    [
      'a need that is no step',
      reply('a', '    needs: [draft]\n'),
      '8:13 there is no step “draft”. There are: tell.',
    ],
    [
      'a need that is mistyped',
      `${reply('a')}\n  - { id: b, needs: [tel], reply: { text: b } }`,
      '9:22 there is no step “tel”. Did you mean “tell”?',
    ],
    [
      'a step for failures that is not there',
      reply('a', '    onFailure: sorry\n'),
      '8:5 there is no step “sorry”. There are: tell.',
    ],
    [
      'a circle',
      `steps:\n  - { id: a, needs: [c], reply: { text: a } }\n  - { id: b, needs: [a], reply: { text: a } }\n  - { id: c, needs: [b], reply: { text: a } }`,
      '7:14 the step “a” waits for itself. Take one step out of the circle of `needs` and `onFailure`.',
    ],
    [
      'a step that mends itself',
      reply('a', '    onFailure: tell\n'),
      '7:5 the step “tell” waits for itself. Take one step out of the circle of `needs` and `onFailure`.',
    ],
    [
      'a step that needs what it mends',
      `steps:\n  - { id: a, onFailure: c, reply: { text: a } }\n  - { id: b, needs: [a], reply: { text: a } }\n  - { id: c, needs: [b], reply: { text: a } }`,
      '9:7 the step “c” can never run: “a” would have to succeed and to fail. Take one of the two out of what “c” needs.',
    ],
    [
      'nothing to do',
      'steps:\n  - id: idle',
      '7:5 item 1 of “steps” does nothing; give it one of call, agent, suggest, ask, wait, workflow, reply. Correct item 1 of “steps”.',
    ],
    [
      'two things to do',
      reply('a', '    call: invoices.list\n'),
      '7:5 item 1 of “steps” does several things: call, reply. Correct item 1 of “steps”.',
    ],
    [
      'a wait for nothing',
      'steps:\n  - { id: a, wait: {} }',
      '7:14 “wait” needs an event, a time in `until`, or both. Correct “wait”.',
    ],
    [
      'a subject of no event',
      'steps:\n  - { id: a, wait: { until: 2026-12-07, subject: x } }',
      '7:41 “subject” belongs to an event. Correct “subject”.',
    ],
    [
      'an unknown event',
      'steps:\n  - { id: a, wait: { event: invoice.payd } }',
      '7:22 there is no event “invoice.payd”. Did you mean “invoice.paid”?',
    ],
    [
      'a time that is none',
      'steps:\n  - { id: a, wait: { until: tomorrow } }',
      '7:22 “tomorrow” is no date or time. Write it as 2026-12-07, or as ${{ addDays(today, 3) }}.',
    ],
    [
      'an unknown tool',
      'steps:\n  - { id: a, call: invoice.list }',
      '7:14 there is no tool “invoice.list”. Did you mean “invoices.list”?',
    ],
    [
      'a tool without what it needs',
      'steps:\n  - { id: a, call: invoices.list }',
      '7:5 invoices.list needs “status”. Add status to its `with`.',
    ],
    [
      'a call that leaves the machine',
      'steps:\n  - { id: a, call: email.send@1 }',
      '7:14 “email.send@1” leaves the machine, so it cannot be called directly. Put it into a `suggest` step.',
    ],
    [
      'an unknown workflow',
      'steps:\n  - { id: a, workflow: tests }',
      '7:14 there is no workflow “tests”. Did you mean “test”?',
    ],
    [
      'a workflow that starts itself',
      'steps:\n  - { id: a, workflow: test }',
      '7:14 “test” would start itself again and again. Give one of the steps an `if`.',
    ],
    [
      'an input that a workflow does not have',
      'steps:\n  - { id: a, if: "${{ 1 == 2 }}", workflow: test, with: { due: 3, dua: 4 } }',
      '7:67 the workflow test takes no “dua”. Did you mean “due”?',
    ],
    [
      'an input of the wrong type',
      'steps:\n  - { id: a, if: "${{ 1 == 2 }}", workflow: test, with: { due: soon } }',
      '7:59 “soon” is a text, not a whole number or nothing. Write it as one expression, in ${{ and }}.',
    ],
    [
      'choices that are no list',
      'steps:\n  - { id: a, reply: { text: b, choices: c } }',
      '7:32 “c” is a text, not a list. Write it as one expression, in ${{ and }}.',
    ],
    [
      'a question for a record of no kind',
      'steps:\n  - { id: a, ask: { type: record, question: who } }',
      '7:21 a record has to be of a kind. Add its kind, such as `kind: customer`.',
    ],
  ])('with %s', async (_name, steps, problem) => {
    expect(await problemsOf(HEAD + steps)).toEqual([problem]);
  });
});

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

  it('may be given nothing where a field is optional', async () => {
    expect(await problemsOf(HEAD + invoice(`${GOOD_INPUT}, due: "\${{ null }}", copies: 2`))).toEqual([]);
  });
});

describe('an expression', () => {
  const two = (text: string) => `steps:
  - id: list
    call: invoices.list
    with: { status: open }
  - { id: gone, wait: { until: 2026-12-07 } }
  - id: tell
    needs: [gone]
    reply:
      text: ${text}`;

  it.each([
    [
      'that does not end',
      reply('"${{ input.what"'),
      '8:14 an expression that begins with ${{ does not end. Close it with }}.',
    ],
    [
      'that cannot be read',
      reply('"${{ input. }}"'),
      '8:31 “input.” cannot be read: Expected IDENTIFIER, got EOF. Correct the expression.',
    ],
    [
      'with an unknown root',
      reply('"${{ inptu.what }}"'),
      '8:25 there is no “inptu” to refer to. Did you mean “input”?',
    ],
    [
      'with an unknown input',
      reply('"Hi ${{ input.custmer.name }}"'),
      '8:28 there is no input “custmer”. Did you mean “customer”?',
    ],
    [
      'with an unknown input in brackets',
      reply(`"\${{ input['whot'] }}"`),
      '8:25 there is no input “whot”. Did you mean “what”?',
    ],
    [
      'with types that do not go together',
      reply('"a ${{ quote(input.amount + 1) }}"'),
      '8:33 “quote(input.amount + 1)”: no such overload: Money + int. Correct the expression.',
    ],
    [
      'that gives a list for a text',
      reply('"${{ [1] }}"'),
      '8:25 “[1]” gives a list, not a text. Write list(…) around it.',
    ],
    [
      'that gives a group of fields in a text',
      reply(`"a \${{ {'a': 1} }}"`),
      "8:27 “{'a': 1}” gives a group of fields, not a text. Make it give a text, a whole number, a number, true or false, money or nothing.",
    ],
    [
      'as a condition that is none',
      reply('a', '    if: "${{ input.due }}"\n'),
      '8:14 “input.due” gives a whole number, not true or false. Make it give true or false.',
    ],
    [
      'missing in a condition',
      reply('a', '    if: input.due > 3\n'),
      '8:5 “input.due > 3” is a text, not true or false. Write it as one expression, in ${{ and }}.',
    ],
    [
      'for each of what is no list',
      reply('a', '    forEach: "${{ input.what }}"\n'),
      '8:19 “input.what” gives a text, not a list. Make it give a list.',
    ],
    [
      'with an item of nothing',
      reply('"${{ item.name }}"'),
      '8:25 there is no “item” here. Use it in a step with `forEach`, beside its `if` and `forEach`.',
    ],
    [
      'with an item before there is one',
      reply('a', '    forEach: ${{ [1] }}\n    if: ${{ index > 0 }}\n'),
      '9:13 there is no “index” here. Use it in a step with `forEach`, beside its `if` and `forEach`.',
    ],
    [
      'with an unknown step',
      two('${{ steps.gon.event }}'),
      '14:17 there is no step “gon”. Did you mean “gone”?',
    ],
    [
      'with a step beside it',
      two('${{ steps.list.text }}'),
      '14:17 “tell” refers to “list”, which may not have run by then. Add list to its `needs`.',
    ],
    [
      'with an output that is not given',
      two('${{ steps.gone.timeout }}'),
      '14:17 “gone” gives no “timeout”. Did you mean “timedOut”?',
    ],
    [
      'with no step named',
      two('${{ size(steps) }}'),
      '14:22 “steps” has to name a step. Write it as in steps.draft.text.',
    ],
    [
      'with a step that is computed',
      two('${{ steps[input.what].text }}'),
      '14:17 “steps” has to name a step. Write it as in steps.draft.text.',
    ],
    [
      'in a literal block',
      two('|\n        Hello\n          ${{ input.whot }}'),
      '16:15 there is no input “whot”. Did you mean “what”?',
    ],
    [
      'in a folded block',
      two('>-\n        Hello\n\n        there ${{ input.due +\n        input.whot }}'),
      '14:13 there is no input “whot”. Did you mean “what”?',
    ],
    [
      'with a pattern',
      reply(`"\${{ input.what.matches('(a+)+') }}"`),
      '8:25 “matches” is not available, because a pattern can hang. Compare with ==, contains, startsWith or endsWith.',
    ],
  ])('%s', async (_name, steps, problem) => {
    expect(await problemsOf(HEAD + steps)).toEqual([problem]);
  });
});

describe('an input', () => {
  const withInput = (input: string) => HEAD.replace(/input: .*/, `input: { ${input} }`) + reply('a');

  it.each([
    [
      'of no kind',
      'c: { type: record }',
      '5:15 a record has to be of a kind. Add its kind, such as `kind: customer`.',
    ],
    [
      'of an unknown type',
      'c: { type: money, x: 1 }, d: { type: text }',
      '5:28 “x” has no meaning here. Take it out, or correct its name.',
    ],
    [
      'with a default of another type',
      'c: { type: days, default: soon }',
      '5:27 “soon” is a text, not a whole number. Write it as one expression, in ${{ and }}.',
    ],
    [
      'with a default that computes another type',
      'c: { type: money, default: "${{ days(3) }}" }',
      '5:42 “days(3)” gives a whole number, not money. Make it give money.',
    ],
    [
      'with a default that is no date',
      'c: { type: date, default: 7.12. }',
      '5:27 “7.12.” is no date. Write it as 2026-12-07, or as ${{ today }}.',
    ],
    [
      'with a default from a step',
      'c: { type: string, default: "${{ steps.tell.status }}" }',
      '5:43 no step has run when defaults are filled in. Use inputs, `today` or `now`.',
    ],
    [
      'with a default from another default',
      'c: { type: days, default: 3 }, d: { type: days, default: "${{ input.c }}" }',
      '5:72 “c” has a default itself and may not be known yet. Use an input without a default.',
    ],
  ])('%s', async (_name, input, problem) => {
    expect((await problemsOf(withInput(input)))[0]).toEqual(problem);
  });
});

describe('a file', () => {
  it.each([
    ['that is empty', '', ['1:1 this is no workflow. Begin it with `name:`, `version:` and `title:`.']],
    ['that is a list', '- a', ['1:1 this is no workflow. Begin it with `name:`, `version:` and `title:`.']],
    [
      'that is no YAML',
      'a: [',
      [
        '1:5 Flow sequence in block collection must be sufficiently indented and end with a ]. Correct the YAML there.',
      ],
    ],
    ['with one key twice', 'name: a\nname: b', ['2:1 Map keys must be unique. Correct the YAML there.']],
    [
      'that unfolds without end',
      `a: &a [x]\nb: &b [${'*a, '.repeat(50)}]\nc: &c [${'*b, '.repeat(50)}]\nd: [${'*c, '.repeat(50)}]`,
      ['1:1 this is no workflow. Begin it with `name:`, `version:` and `title:`.'],
    ],
    [
      'without its name and title',
      `version: 1\non: {}\n${reply('a')}`,
      ['1:1 “name” is missing. Add `name:`.', '1:1 “title” is missing. Add `title:`.'],
    ],
    [
      'with a wrong name',
      HEAD.replace('test', 'My Test') + reply('a'),
      ['1:1 “name” must be small letters, digits and dashes. Correct “name”.'],
    ],
    [
      'with a version that is none',
      HEAD.replace('1', 'one') + reply('a'),
      ['2:1 “version” must be number. Correct “version”.'],
    ],
    [
      'with words that have no meaning',
      `${HEAD}need: a\n${reply('a', '    neds: [b]\n')}`,
      [
        '9:5 “neds” has no meaning here. Did you mean “needs”?',
        '6:1 “need” has no meaning here. Did you mean “needs”?',
      ],
    ],
    [
      'with templates of its own',
      `${HEAD}templates: {}\n${reply('a')}`,
      ['6:1 “templates” has no meaning here. Take it out, or correct its name.'],
    ],
    [
      'with an event that nobody sends',
      HEAD.replace('on: {}', 'on: { event: { type: x } }') + reply('a'),
      ['4:16 there is no event “x”'],
    ],
    [
      'with a missing text',
      `${HEAD}steps:\n  - { id: a, agent: { skill: s, goal: g, tier: small, otherwise: none.md } }`,
      ['7:55 “otherwise” names a file that is not there: s/none.md. Correct “otherwise”.'],
    ],
    [
      'with a text from elsewhere',
      `${HEAD}steps:\n  - { id: a, agent: { skill: s, goal: g, tier: small, otherwise: ../../key } }`,
      ['7:55 “otherwise” must be the name of a file in the skill’s own folder. Correct “otherwise”.'],
    ],
  ])('%s', async (_name, text, problems) => {
    const found = await problemsOf(text);
    expect(found.map((one, index) => one.slice(0, problems[index]?.length))).toEqual(problems);
  });
});
