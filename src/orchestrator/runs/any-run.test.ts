import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from './decide.ts';
import { evolve } from './evolve.ts';
import { decided, definitionOf, given, runOf, started } from './journal.fake.ts';
import { chances, play, workflow } from './playing.fake.ts';
import type { RunState } from './state.ts';

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

  it('comes to the same end from any part of its journal, and begins nothing again that is in it', () => {
    fc.assert(
      fc.property(workflow, chances, fc.nat(), (steps, drawn, cut) => {
        const whole = play(steps, drawn);
        const stored: typeof whole.chunks = JSON.parse(
          JSON.stringify(whole.chunks.slice(0, 1 + (cut % whole.chunks.length))),
        );
        const resumed = play(steps, drawn, stored);
        expect(resumed.state).toEqual(whole.state);
        const begun = resumed.chunks.flatMap(({ did }) => did ?? []);
        expect(begun.toSorted()).toEqual(whole.chunks.flatMap(({ did }) => did ?? []).toSorted());
        expect(new Set(begun).size).toBe(begun.length);
      }),
      { numRuns: 300 },
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

  it('leaves the state that an entry is folded into as it was', () => {
    fc.assert(
      fc.property(workflow, chances, (steps, drawn) => {
        const { entries } = play(steps, drawn);
        for (const [place, entry] of entries.entries()) {
          const before = runOf(entries.slice(0, place));
          const copy = structuredClone(before);
          evolve(before, entry);
          expect(before).toEqual(copy);
        }
      }),
      { numRuns: 30 },
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
      }),
    );
  });
});
