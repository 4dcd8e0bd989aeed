import { describe, expect, it } from 'vitest';
import { evolve } from './evolve.ts';
import { ended, listed, opened, runOf, started, waiting } from './journal.fake.ts';
import type { JournalEntry } from './state.ts';

describe('inputs', () => {
  it('begin with what was provided, and grow with what becomes known', () => {
    const state = runOf([
      { kind: 'started', at: 7, provided: { amount: 3 } },
      { kind: 'input-known', name: 'what', value: 'work' },
    ]);
    expect(state).toMatchObject({ startedAt: 7, inputs: { amount: 3, what: 'work' }, inputsResolved: false });
  });

  it('stay asked for while another one becomes known', () => {
    const state = runOf([
      { kind: 'input-asked', name: 'amount' },
      { kind: 'input-known', name: 'what', value: 'work' },
    ]);
    expect(state.asked).toBe('amount');
  });

  it('are asked for no more once they are known or resolved', () => {
    const asked: JournalEntry = { kind: 'input-asked', name: 'amount' };
    expect(runOf([asked, { kind: 'input-known', name: 'amount', value: 3 }]).asked).toBeNull();
    expect(runOf([asked, { kind: 'inputs-resolved', at: 0 }]).asked).toBeNull();
  });
});

describe('record versions', () => {
  const read = (name: string, version: number): JournalEntry => ({
    kind: 'input-known',
    name,
    value: null,
    rested: [{ kind: 'customer', id: 'cus_1', version }],
  });

  it('rest on the one that was read last', () => {
    expect(runOf([read('a', 1), read('b', 2)]).restsOn).toEqual([
      { kind: 'customer', id: 'cus_1', version: 2 },
    ]);
  });

  it('are kept where a step reads others', () => {
    const other: JournalEntry = {
      ...ended('s'),
      kind: 'item-ended',
      rested: [{ kind: 'invoice', id: 'inv_1', version: 4 }],
    } as JournalEntry;
    expect(runOf([read('a', 1), ...opened, started('s'), other]).restsOn.map(({ id }) => id)).toEqual([
      'cus_1',
      'inv_1',
    ]);
  });
});

describe('a step', () => {
  it('keeps its output, its end and its error', () => {
    const error = { code: 'MAIL_REFUSED', message: 'No.' };
    const entry = { ...ended('a', { at: 9, status: 'failed', output: { n: 1 } }), error } as JournalEntry;
    expect(runOf([started('a', 0, { at: 2 }), entry]).steps['a']?.items).toEqual([
      { status: 'failed', attempt: 1, startedAt: 2, endedAt: 9, waiting: null, output: { n: 1 }, error },
    ]);
  });

  it('starts its next attempt without anything of the last one', () => {
    const state = runOf([
      started('a'),
      ended('a', { status: 'failed', output: 'x' }),
      started('a', 0, { attempt: 2, at: 5 }),
    ]);
    expect(state.steps['a']).toMatchObject({
      status: 'running',
      items: [{ attempt: 2, startedAt: 5, output: null, error: null }],
    });
  });

  it.each([
    [['succeeded', 'succeeded'], 'succeeded'],
    [['succeeded', 'skipped'], 'succeeded'],
    [['succeeded', 'rejected'], 'rejected'],
    [['rejected', 'expired'], 'expired'],
    [['expired', 'failed'], 'failed'],
  ] as const)('whose items are %j is %s', (statuses, expected) => {
    const items = statuses.flatMap((status, index) => [started('a', index), ended('a', { index, status })]);
    expect(runOf([listed('a', ['x', 'y']), ...items]).steps['a']?.status).toBe(expected);
  });

  it('waits while one of its items waits, and runs while one runs', () => {
    expect(runOf([listed('a', ['x', 'y']), started('a'), waiting('a')]).steps['a']?.status).toBe('waiting');
    expect(runOf([listed('a', ['x', 'y']), started('a'), ended('a')]).steps['a']?.status).toBe('running');
  });

  it('is drafted anew with the inputs as they are now', () => {
    const rested = [{ kind: 'customer', id: 'cus_1', version: 2 }];
    const state = runOf([
      { kind: 'started', at: 0, provided: { customer: 'old', amount: 1 } },
      started('a'),
      waiting('a', { on: 'suggestion' }),
      { kind: 'item-restarted', step: 'a', index: 0, reason: 'stale', inputs: { customer: 'new' }, rested },
    ]);
    expect(state).toMatchObject({ inputs: { customer: 'new', amount: 1 }, restsOn: rested });
    expect(state.steps['a']).toMatchObject({
      status: 'running',
      items: [{ attempt: 2, waiting: null, status: 'running' }],
    });
  });

  it('that never started cannot end: such a journal is refused', () => {
    expect(() => runOf([ended('a')])).toThrow(RangeError);
  });
});

it('changes nothing about a run that has ended', () => {
  const state = runOf([...opened, { kind: 'ended', status: 'cancelled' }]);
  for (const entry of [started('a'), ended('a'), { kind: 'ended', status: 'failed' } as const])
    expect(evolve(state, entry)).toBe(state);
});
