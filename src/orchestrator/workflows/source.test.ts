import { describe, expect, it } from 'vitest';
import { HEAD, problemsOf, reply } from './environment.fake.ts';

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
      'without its name and version',
      `title: Test\non: {}\n${reply('a')}`,
      ['1:1 “name” is missing. Add `name:`.', '1:1 “version” is missing. Add `version:`.'],
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
      'with an event that there is not to start it',
      HEAD.replace('on: {}', 'on: { event: { type: invoice.payed } }') + reply('a'),
      ['4:16 there is no event “invoice.payed”'],
    ],
    [
      'with an event that starts workflows otherwise',
      HEAD.replace('on: {}', 'on: { event: { type: schedule.due } }') + reply('a'),
      ['4:16 schedule.due starts workflows by itself. Write the times under on.schedule.'],
    ],
    [
      'with a condition on what the event does not know',
      HEAD.replace('on: {}', 'on: { event: { type: run.finished, when: "${{ steps.a.status == null }}" } }') +
        reply('a'),
      ['4:47 “steps” is not known yet when the event comes. Look at event.subject and event.data.'],
    ],
    [
      'with a condition that is no condition',
      HEAD.replace('on: {}', 'on: { event: { type: run.finished, when: "${{ event.subject + now }}" } }') +
        reply('a'),
      ['4:47 “event.subject + now” gives a text, not true or false. Make it give true or false.'],
    ],
    [
      'with an event that gives what it does not take',
      HEAD.replace('on: {}', 'on: { event: { type: run.finished, with: { whom: a } } }') + reply('a'),
      ['4:44 the workflow test takes no “whom”'],
    ],
    [
      'for customers',
      HEAD.replace('on: {}', 'on: { message: { plane: customer, examples: [hi] } }') + reply('a'),
      ['4:18 customers cannot write to Mainstay yet'],
    ],
    [
      'with a missing text',
      `${HEAD}steps:\n  - { id: a, agent: { skill: s, goal: g, tier: small, otherwise: none.md } }`,
      ['7:55 “otherwise” names a file that is not there: s/none.md. Correct “otherwise”.'],
    ],
    [
      'with a text from elsewhere',
      `${HEAD}steps:\n  - { id: a, agent: { skill: s, goal: g, tier: small, otherwise: ../../key } }`,
      [
        '7:55 “otherwise” must be the name of a file in the skill’s own folder, or a text such as ${{ values.mail }}. Correct “otherwise”.',
      ],
    ],
  ])('%s', async (_name, text, problems) => {
    const found = await problemsOf(text);
    expect(found.map((one, index) => one.slice(0, problems[index]?.length))).toEqual(problems);
  });
});
