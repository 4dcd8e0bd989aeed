import { describe, expect, it } from 'vitest';
import type { Json, WorkflowValue } from '../api/types.ts';
import type { FormNode } from '../form/node.ts';
import { asShipped, changesIn, draftsOf, isShipped, type ValueDraft, valueWords } from './values.ts';

const value = (kind: WorkflowValue['kind'], now: Json, shipped = now): WorkflowValue => ({
  name: kind,
  kind,
  label: 'Label',
  value: now,
  shipped,
  changed: now !== shipped,
});

function typed(draft: ValueDraft | undefined, text: string): ValueDraft {
  if (!draft) throw new RangeError('There is no such value.');
  const node = (
    draft.node.kind === 'money' ? { ...draft.node, amount: text } : { ...draft.node, draft: text }
  ) as FormNode;
  return { ...draft, node };
}

describe('values in a form', () => {
  it('are sent only where they differ from what was read', () => {
    const [days, line] = draftsOf([value('days', 14), value('line', 'Invoice {number}')]);
    expect(changesIn([typed(days, '21'), typed(line, 'Invoice {number}')])).toEqual({
      values: { days: 21 },
      problems: [],
    });
    expect(changesIn([typed(days, 'soon')]).problems).toEqual([
      { path: 'values/days', message: 'Write a number, such as 14.' },
    ]);
  });

  it('go back to the file’s as null, however that was said', () => {
    const [days] = draftsOf([value('days', 21, 14)]);
    expect(changesIn([typed(days, '14')]).values).toEqual({ days: null });
    const back = days && asShipped(days);
    expect(back && isShipped(back)).toBe(true);
    expect(back && changesIn([back]).values).toEqual({ days: null });
  });

  it('keep a time that is off as it is, and take another', () => {
    const [time] = draftsOf([value('time', null)]);
    expect(changesIn([time].flatMap((one) => one ?? []))).toEqual({ values: {}, problems: [] });
    expect(changesIn([typed(time, '06:30')]).values).toEqual({ time: '06:30' });
    expect(draftsOf([value('time', '8:00')])[0]?.node).toMatchObject({
      kind: 'text',
      input: 'time',
      draft: '08:00',
    });
  });

  it('are exact where they are money', () => {
    const [money] = draftsOf([value('money', { minor: 50_000, currency: 'USD' })]);
    expect(changesIn([typed(money, '1,200.50')]).values).toEqual({
      money: { minor: 120_050, currency: 'USD' },
    });
  });

  it('are said in words', () => {
    expect([
      valueWords(1, 'days'),
      valueWords(14, 'days'),
      valueWords(null, 'time'),
      valueWords('Hi'),
    ]).toEqual(['1 day', '14 days', 'off', 'Hi']);
  });
});
