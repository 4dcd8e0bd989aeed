import { describe, expect, it } from 'vitest';
import { HEAD, problemsOf, reply } from './environment.fake.ts';

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
