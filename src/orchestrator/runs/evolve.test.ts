import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import {
  decided,
  definitionOf,
  ended,
  given,
  listed,
  opened,
  runOf,
  type Step,
  started,
  step,
  waiting,
} from './journal.fake.ts';
import { type JournalEntry, NEW_RUN, type RunState } from './state.ts';

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

/** A workflow without circles: a step needs, or is mended by, only others on its proper side. */
const workflow: fc.Arbitrary<readonly Step[]> = fc
  .array(
    fc.record({
      needs: fc.array(fc.nat({ max: 4 }), { maxLength: 2 }),
      attempts: fc.integer({ min: 1, max: 3 }),
      timeout: fc.boolean(),
      onFailure: fc.option(fc.nat({ max: 4 }), { nil: undefined }),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((drafts) =>
    drafts.map(({ needs, attempts, timeout, onFailure }, index) =>
      step(`s${index}`, {
        needs: [...new Set(needs.filter((need) => need < index).map((need) => `s${need}`))],
        retry: { attempts, delaySeconds: 10 },
        ...(timeout ? { timeoutSeconds: 5 } : {}),
        ...(onFailure !== undefined && onFailure > index && onFailure < drafts.length
          ? { onFailure: `s${onFailure}` }
          : {}),
      }),
    ),
  );

interface Played {
  readonly entries: readonly JournalEntry[];
  readonly state: RunState;
  readonly at: number;
}

/** Plays a run to its end: what its steps do is drawn from `chances`, in order. */
function play(steps: readonly Step[], chances: readonly number[]): Played {
  const drawn = [...chances];
  const entries: JournalEntry[] = [{ kind: 'started', at: 0, provided: {} }];
  const definition = definitionOf(steps);
  let at = 0;
  for (let round = 0; round < 200; round += 1) {
    const state = runOf(entries);
    const { actions, wakeAt } = decide(definition, state, at);
    if (actions.length === 0 && wakeAt === null) return { entries, state, at };
    if (actions.length === 0) at = wakeAt ?? at;
    for (const action of actions) entries.push(...outcomeOf(action, { at, chance: drawn.shift() ?? 0 }));
  }
  throw new RangeError('This run does not end.');
}

type Action = ReturnType<typeof decide>['actions'][number];

function outcomeOf(action: Action, { at, chance }: { at: number; chance: number }): JournalEntry[] {
  switch (action.do) {
    case 'resolve-inputs':
      return [{ kind: 'inputs-resolved', at }];
    case 'end':
      return [{ kind: 'ended', status: action.status }];
    case 'skip-step':
      return [{ kind: 'step-skipped', step: action.step.id, reason: action.reason }];
    case 'open-step':
      return chance % 3 === 0
        ? [
            listed(
              action.step.id,
              Array.from({ length: chance % 4 }, (_, n) => n),
            ),
          ]
        : itemOf(action.step.id, { index: 0, attempt: 1, at, chance });
    case 'start-item':
      return itemOf(action.step.id, { index: action.index, attempt: action.attempt, at, chance });
    case 'wake-item':
      return [ended(action.step.id, { index: action.index, at })];
    case 'time-out-item':
      return [ended(action.step.id, { index: action.index, at, status: 'failed' })];
  }
}

function itemOf(
  id: string,
  { index, attempt, at, chance }: { index: number; attempt: number; at: number; chance: number },
): JournalEntry[] {
  const begun = started(id, index, { attempt, at });
  const wait: JournalEntry = {
    kind: 'item-waiting',
    step: id,
    index,
    waiting: { on: 'time', types: [], subject: null, wakeAt: at + 7000 },
  };
  if (chance % 5 === 0) return [begun, wait];
  const status =
    (['succeeded', 'failed', 'rejected', 'expired', 'failed'] as const)[chance % 5] ?? 'succeeded';
  return [begun, ended(id, { index, at, status })];
}

const chances = fc.array(fc.nat({ max: 59 }), { maxLength: 60 });

describe('any run', () => {
  it('comes to its end, and every step has been run or skipped by then', () => {
    fc.assert(
      fc.property(workflow, chances, (steps, drawn) => {
        const { state } = play(steps, drawn);
        expect(['succeeded', 'failed']).toContain(state.status);
        expect(Object.keys(state.steps).toSorted()).toEqual(steps.map(({ id }) => id).toSorted());
      }),
    );
  });

  it('folds to the same state in one go and after a stop anywhere', () => {
    fc.assert(
      fc.property(workflow, chances, fc.nat(), (steps, drawn, cut) => {
        const { entries, state } = play(steps, drawn);
        const stored: RunState = JSON.parse(
          JSON.stringify(runOf(entries.slice(0, cut % (entries.length + 1)))),
        );
        expect(entries.slice(cut % (entries.length + 1)).reduce(evolve, stored)).toEqual(state);
      }),
    );
  });

  it('decides the same again, changes nothing by deciding, and decides the same from a stored journal', () => {
    fc.assert(
      fc.property(workflow, chances, fc.nat(), (steps, drawn, cut) => {
        const { entries, at } = play(steps, drawn);
        const prefix = entries.slice(0, cut % (entries.length + 1));
        const situation = given(prefix, steps, { now: at });
        const before = structuredClone(situation.state);
        const first = decided(situation);
        expect(decided(situation)).toEqual(first);
        expect(situation.state).toEqual(before);
        expect(decided(given(JSON.parse(JSON.stringify(prefix)), steps, { now: at }))).toEqual(first);
      }),
    );
  });

  it('never runs a step before all that it needs has succeeded', () => {
    fc.assert(
      fc.property(workflow, chances, (steps, drawn) => {
        const { entries } = play(steps, drawn);
        for (const [place, entry] of entries.entries()) {
          if (entry.kind !== 'item-started') continue;
          const before = runOf(entries.slice(0, place));
          const needs = steps.find(({ id }) => id === entry.step)?.needs ?? [];
          expect(needs.map((need) => before.steps[need]?.status)).toEqual(needs.map(() => 'succeeded'));
        }
      }),
    );
  });

  it('never tries a step more often than its rule says', () => {
    fc.assert(
      fc.property(workflow, chances, (steps, drawn) => {
        for (const entry of play(steps, drawn).entries) {
          if (entry.kind !== 'item-started') continue;
          expect(entry.attempt).toBeLessThanOrEqual(
            steps.find(({ id }) => id === entry.step)?.retry?.attempts ?? 1,
          );
        }
      }),
    );
  });

  it('does nothing once it has ended', () => {
    fc.assert(
      fc.property(workflow, chances, fc.nat(), (steps, drawn, later) => {
        const { state, at } = play(steps, drawn);
        expect(decide(definitionOf(steps), state, at + later)).toEqual({ actions: [], wakeAt: null });
        expect(evolve(state, started('s0'))).toBe(state);
        expect(evolve(NEW_RUN, { kind: 'ended', status: 'cancelled' })).toMatchObject({
          status: 'cancelled',
        });
      }),
    );
  });
});
