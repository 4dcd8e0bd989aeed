import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import {
  decided,
  definitionOf,
  ended,
  failed,
  given,
  listed,
  opened,
  runOf,
  skipped,
  started,
  step,
  waiting,
} from './journal.fake.ts';

describe('the inputs', () => {
  it('come first', () => {
    expect(decided(given([], [step('a')]))).toEqual(['resolve-inputs']);
  });

  it('hold up everything while one is asked for', () => {
    const state = runOf([{ kind: 'input-asked', name: 'amount' }]);
    expect(decided({ definition: definitionOf([step('a')]), state, now: 0 })).toEqual([]);
  });

  it('go on once the answer is known', () => {
    const state = runOf([
      { kind: 'input-asked', name: 'amount' },
      { kind: 'input-known', name: 'amount', value: 3 },
    ]);
    expect(decided({ definition: definitionOf([step('a')]), state, now: 0 })).toEqual(['resolve-inputs']);
  });
});

describe('needs', () => {
  const steps = [step('a'), step('b', { needs: ['a'] }), step('c', { needs: ['a', 'b'] })];

  it('opens every step that needs nothing, beside each other', () => {
    expect(decided(given(opened, [step('a'), step('b')]))).toEqual(['open-step a', 'open-step b']);
  });

  it('waits while a needed step has not ended', () => {
    expect(decided(given([...opened, started('a')], steps))).toEqual([]);
  });

  it('opens a step once all that it needs has succeeded', () => {
    expect(decided(given([...opened, started('a'), ended('a')], steps))).toEqual(['open-step b']);
    expect(decided(given([...opened, started('a'), ended('a'), started('b'), ended('b')], steps))).toEqual([
      'open-step c',
    ]);
  });

  it.each(['failed', 'rejected', 'expired', 'skipped'] as const)(
    'skips a step where one that it needs is %s, and says why',
    (status) => {
      const entries = [...opened, started('a'), ended('a', { status })];
      const { definition, state, now } = given(entries, steps.slice(0, 2));
      expect(decide(definition, state, now).actions).toMatchObject([
        { do: 'skip-step', reason: `a ${status}` },
      ]);
    },
  );

  it('skips on along the chain', () => {
    const entries = [...opened, started('a'), failed('a'), skipped('b')];
    expect(decided(given(entries, steps))).toEqual(['skip-step c']);
  });
});

describe('forEach', () => {
  const steps = [step('a'), step('b', { needs: ['a'] })];

  it('starts every item of the list', () => {
    expect(decided(given([...opened, listed('a', ['x', 'y'])], steps))).toEqual([
      'start-item a.0 #1',
      'start-item a.1 #1',
    ]);
  });

  it('starts what is left where some items have begun', () => {
    expect(decided(given([...opened, listed('a', ['x', 'y']), started('a')], steps))).toEqual([
      'start-item a.1 #1',
    ]);
  });

  it('has succeeded where the list is empty', () => {
    expect(decided(given([...opened, listed('a', [])], steps))).toEqual(['open-step b']);
  });

  it('ends only with its last item', () => {
    const half = [...opened, listed('a', ['x', 'y']), started('a'), ended('a'), started('a', 1)];
    expect(decided(given(half, steps))).toEqual([]);
    expect(decided(given([...half, ended('a', { index: 1 })], steps))).toEqual(['open-step b']);
  });

  it('has failed where one item failed', () => {
    const entries = [
      ...opened,
      listed('a', ['x', 'y']),
      started('a'),
      failed('a'),
      started('a', 1),
      ended('a', { index: 1 }),
    ];
    expect(decided(given(entries, steps))).toEqual(['skip-step b']);
  });
});

describe('retry', () => {
  const steps = [step('a', { retry: { attempts: 3, delaySeconds: 10 } }), step('b', { needs: ['a'] })];

  it('wakes when the delay after the failure is over', () => {
    const { definition, state } = given(
      [...opened, started('a', 0, { at: 500 }), failed('a', { at: 1000 })],
      steps,
    );
    expect(decide(definition, state, 1000)).toEqual({ actions: [], wakeAt: 11_000 });
    expect(decide(definition, state, 10_999)).toEqual({ actions: [], wakeAt: 11_000 });
    expect(decided({ definition, state, now: 11_000 })).toEqual(['start-item a.0 #2']);
  });

  it('gives up after its last attempt', () => {
    const entries = [...opened, started('a', 0, { attempt: 3 }), failed('a')];
    expect(decided(given(entries, steps, { now: 1e9 }))).toEqual(['skip-step b']);
  });

  it.each(['rejected', 'expired'] as const)('does not try again what was %s', (status) => {
    expect(decided(given([...opened, started('a'), ended('a', { status })], steps, { now: 1e9 }))).toEqual([
      'skip-step b',
    ]);
  });

  it('tries one item again while the others have ended', () => {
    const entries = [
      ...opened,
      listed('a', ['x', 'y']),
      started('a'),
      failed('a'),
      started('a', 1),
      ended('a', { index: 1 }),
    ];
    expect(decided(given(entries, steps, { now: 1e9 }))).toEqual(['start-item a.0 #2']);
  });

  it('tries once without a rule of its own', () => {
    expect(decided(given([...opened, started('a'), failed('a')], [step('a')], { now: 1e9 }))).toEqual([
      'end failed',
    ]);
  });
});

describe('timeout', () => {
  const steps = [step('a', { timeoutSeconds: 60 })];
  const entries = [...opened, started('a', 0, { at: 1000 }), waiting('a')];

  it('wakes at the deadline and then times out', () => {
    const { definition, state } = given(entries, steps);
    expect(decide(definition, state, 60_999)).toEqual({ actions: [], wakeAt: 61_000 });
    expect(decided({ definition, state, now: 61_000 })).toEqual(['time-out-item a.0']);
  });

  it('wakes at the nearest of all that may come', () => {
    const both = [...entries, started('b', 0, { at: 1000 }), waiting('b', { wakeAt: 30_000 })];
    const { definition, state } = given(both, [...steps, step('b')]);
    expect(decide(definition, state, 0).wakeAt).toBe(30_000);
  });
});

describe('wait', () => {
  const steps = [step('a'), step('b', { needs: ['a'] })];

  it('until a time wakes then, and not before', () => {
    const { definition, state } = given([...opened, started('a'), waiting('a', { wakeAt: 5000 })], steps);
    expect(decide(definition, state, 4999)).toEqual({ actions: [], wakeAt: 5000 });
    expect(decided({ definition, state, now: 5000 })).toEqual(['wake-item a.0']);
  });

  it('for an event alone has no time', () => {
    const { definition, state } = given(
      [...opened, started('a'), waiting('a', { on: 'event', types: ['record.changed'] })],
      steps,
    );
    expect(decide(definition, state, 1e12)).toEqual({ actions: [], wakeAt: null });
  });
});

describe('onFailure', () => {
  const steps = [step('a', { onFailure: 'mend' }), step('mend'), step('b', { needs: ['a'] })];

  it('keeps the mending step back until the other has ended', () => {
    expect(decided(given(opened, steps))).toEqual(['open-step a']);
    expect(decided(given([...opened, started('a')], steps))).toEqual([]);
  });

  it('opens the mending step where the other failed', () => {
    expect(decided(given([...opened, started('a'), failed('a')], steps))).toEqual([
      'open-step mend',
      'skip-step b',
    ]);
  });

  it('skips the mending step where nothing failed', () => {
    expect(decided(given([...opened, started('a'), ended('a')], steps))).toEqual([
      'skip-step mend',
      'open-step b',
    ]);
  });

  it('mends the first failure of several steps that name it', () => {
    const shared = [step('a', { onFailure: 'mend' }), step('b', { onFailure: 'mend' }), step('mend')];
    const half = [...opened, started('a'), failed('a'), started('b')];
    expect(decided(given(half, shared))).toEqual([]);
    expect(decided(given([...half, ended('b')], shared))).toEqual(['open-step mend']);
    const well = [...opened, started('a'), ended('a'), started('b'), ended('b')];
    expect(decided(given(well, shared))).toEqual(['skip-step mend']);
  });

  it('waits for the last attempt before it mends', () => {
    const retried = [step('a', { onFailure: 'mend', retry: { attempts: 2, delaySeconds: 0 } }), step('mend')];
    expect(decided(given([...opened, started('a'), failed('a')], retried))).toEqual(['start-item a.0 #2']);
  });

  it('ends well where the failure was mended, and badly where the mending failed too', () => {
    const broken = [...opened, started('a'), failed('a'), skipped('b'), started('mend')];
    expect(decided(given([...broken, ended('mend')], steps))).toEqual(['end succeeded']);
    expect(decided(given([...broken, failed('mend')], steps))).toEqual(['end failed']);
  });
});

describe('the end', () => {
  it.each([
    ['succeeded', 'end succeeded'],
    ['skipped', 'end succeeded'],
    ['rejected', 'end succeeded'],
    ['expired', 'end succeeded'],
    ['failed', 'end failed'],
  ] as const)('of a run whose only step is %s is “%s”', (status, expected) => {
    expect(decided(given([...opened, started('a'), ended('a', { status })], [step('a')]))).toEqual([
      expected,
    ]);
  });

  it.each(['succeeded', 'failed', 'cancelled'] as const)('leaves a run that is %s alone', (status) => {
    const { definition, state } = given([...opened, { kind: 'ended', status }], [step('a')]);
    expect(decide(definition, state, 1e12)).toEqual({ actions: [], wakeAt: null });
  });
});
