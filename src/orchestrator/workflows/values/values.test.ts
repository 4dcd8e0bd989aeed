import { describe, expect, it } from 'vitest';
import { compileWorkflow } from '../compile.ts';
import { HEAD, problemsOf, reply } from '../environment.fake.ts';
import { evaluate } from '../template.ts';
import { valueSpecSchema } from './spec.ts';
import { expandText, placeholderProblems } from './text.ts';

/** A workflow with these values in line 6, of which a step in line 9 says something. */
const valued = (values: string, text: string) => `${HEAD}values: ${values}\n${reply(text)}`;

describe('values in a file', () => {
  it.each([
    ['days', '{ days: { kind: days, label: Days, default: 3 } }', '"${{ addDays(today, values.days) }}"'],
    [
      'money',
      '{ most: { kind: money, label: Most, default: { minor: 100, currency: USD } } }',
      '"${{ input.amount > values.most }}"',
    ],
    [
      'a text',
      '{ mail: { kind: text, label: Mail, default: "Hi {name}", words: { name: "${{ input.what }}" } } }',
      '"${{ values.mail }}"',
    ],
    [
      'a text with days',
      '{ days: { kind: days, label: Days, default: 3 }, mail: { kind: line, label: Mail, default: "${{ values.days }}" } }',
      '"${{ values.mail }}"',
    ],
    [
      'a choice of texts',
      '{ one: { kind: line, label: A, default: a }, two: { kind: line, label: B, default: b } }',
      '"${{ input.due > 3 ? values.one : values.two }}"',
    ],
  ])('may be %s', async (_name, values, text) => {
    expect(await problemsOf(valued(values, text))).toEqual([]);
  });

  it.each([
    [
      'none of that name',
      '{ days: { kind: days, label: Days, default: 3 } }',
      '"${{ values.days + values.day }}"',
      'there is no value “day”. Did you mean “days”?',
    ],
    [
      'nothing that uses it',
      '{ days: { kind: days, label: Days, default: 3 } }',
      'Hi',
      'nothing refers to the value “days”. Use it as in ${{ values.days }}, or take it out.',
    ],
    [
      'another type',
      '{ days: { kind: days, label: Days, default: 3 } }',
      '"${{ firstName(values.days) }}"',
      '“firstName(values.days)”: found no matching overload for',
    ],
    [
      'a default beyond its limits',
      '{ days: { kind: days, label: Days, default: 9, max: 7 } }',
      '"${{ values.days }}"',
      '“9” does not fit the value “days”. Write a whole number of days from 0 to 7.',
    ],
    [
      'a time that is none',
      '{ at: { kind: time, label: At, default: noon } }',
      '"${{ values.at }}"',
      '“noon” does not fit the value “at”. Write a time, such as 8:30.',
    ],
    [
      'a placeholder that stands for nothing',
      '{ mail: { kind: line, label: Mail, default: "Hi {nmae}", words: { name: "${{ input.what }}" } } }',
      '"${{ values.mail }}"',
      'there is no {nmae}. Did you mean {name}?',
    ],
    [
      'a placeholder that cannot be read',
      '{ mail: { kind: line, label: Mail, default: "Hi", words: { name: "${{ input.wat }}" } } }',
      '"${{ values.mail }}"',
      'there is no input “wat”. Did you mean “what”?',
    ],
    [
      'a text in a text',
      '{ one: { kind: line, label: A, default: a }, two: { kind: line, label: B, default: "${{ values.one }}" } }',
      '"${{ values.one }} ${{ values.two }}"',
      'a text cannot hold the text “one”. Write it out.',
    ],
    ['no kind', '{ days: { label: Days, default: 3 } }', 'Hi', '“kind”'],
    [
      'a word too many',
      '{ days: { kind: days, label: Days, default: 3, words: {} } }',
      '"${{ values.days }}"',
      '“words” has no meaning here',
    ],
  ])('are refused with %s', async (_name, ...[values, text, problem]) => {
    const [first, ...others] = await problemsOf(valued(values, text));
    expect(first).toContain(problem);
    expect(others).toEqual([]);
  });

  it('may not bring what was set', async () => {
    const set = valued('{ days: { kind: days, label: Days, default: 3 } }', '"${{ values.days }}"');
    expect(await problemsOf(`${set}\nset: { days: 4 }`)).toEqual([
      expect.stringContaining('“set” has no meaning here.'),
    ]);
  });

  it('are evaluated as they are in this version, and written out where they are texts', () => {
    const values = {
      amount: { kind: 'line', label: 'A', default: '${{ input.amount }}' },
      days: { kind: 'days', label: 'D', default: 3 },
    };
    const steps = [{ id: 'tell', reply: { text: '${{ values.amount }}', choices: ['${{ values.days }}'] } }];
    const source = { name: 'w', version: 1, on: {}, values, steps };
    const scope = { input: { amount: { minor: 120_000, currency: 'USD' } } };
    const texts = [
      source,
      { ...source, set: { amount: 'Pay ${{ input.amount }} in ${{ values.days }}', days: 5 } },
    ].map((one) => {
      const [step] = compileWorkflow(one).steps;
      return step?.kind === 'reply' ? evaluate(step.text, scope) : undefined;
    });
    expect(texts).toEqual(['$1,200.00', 'Pay $1,200.00 in 5']);
  });
});

describe('placeholders', () => {
  const spec = valueSpecSchema.parse({
    kind: 'text',
    label: 'Mail',
    default: 'x',
    words: {
      'first name': '${{ input.name }}',
      'your name': '${{ business.name }}',
      all: '${{ a }} ${{ b }}',
    },
  });
  if (spec.kind !== 'text') throw new TypeError('The value is no text.');

  it.each([
    ['Hi {first name}!', 'Hi ${{ input.name }}!'],
    ['Hi { First Name }!', 'Hi ${{ input.name }}!'],
    ['${{ {"first name": 1} }} {first name}', '${{ {"first name": 1} }} ${{ input.name }}'],
    ['Thanks, {your name}', 'Thanks, ${{ business.name }}'],
    [
      'Thanks,\n{your name}',
      "Thanks${{ default(business.name, '') == '' ? '' : ',\\n' + string(business.name) }}",
    ],
    ['Thanks,\n{your name} and all', 'Thanks,\n${{ business.name }} and all'],
    ['Thanks,\n{all}', 'Thanks,\n${{ a }} ${{ b }}'],
    ['{unknown} {', '{unknown} {'],
    ['an open ${{ stays', 'an open ${{ stays'],
  ])('in “%s”', (text, template) => {
    expect(expandText(text, spec)).toBe(template);
  });

  it('that are unknown are told once, unless the text has none at all', () => {
    expect(placeholderProblems('{moon} and {moon} in {frist name}', spec)).toEqual([
      { problem: 'there is no {moon}', mend: 'There are: {first name}, {your name}, {all}.' },
      { problem: 'there is no {frist name}', mend: 'Did you mean {first name}?' },
    ]);
    expect(placeholderProblems('{moon}', { ...spec, words: {} })).toEqual([]);
  });
});
