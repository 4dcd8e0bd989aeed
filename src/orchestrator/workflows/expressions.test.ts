import { describe, expect, it } from 'vitest';
import { HEAD, problemsOf, reply } from './environment.fake.ts';

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
