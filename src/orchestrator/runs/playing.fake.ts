import fc from 'fast-check';
import { sha256 } from '../../kernel/index.ts';
import { type Action, decide } from './decide.ts';
import { definitionOf, ended, listed, runOf, type Step, started, step, wordsOf } from './journal.fake.ts';
import type { JournalEntry, RunState } from './state.ts';

/** A workflow without circles: a step needs, or is mended by, only others on its proper side. */
export const workflow: fc.Arbitrary<readonly Step[]> = fc
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

/** What one action left in the journal, and when. */
export interface Chunk {
  readonly at: number;
  readonly entries: readonly JournalEntry[];
  /** The action in words, where it did something that nobody may do twice. */
  readonly did?: string;
}

interface Played {
  readonly chunks: readonly Chunk[];
  readonly entries: readonly JournalEntry[];
  readonly state: RunState;
  readonly at: number;
}

const BEGUN: readonly Chunk[] = [{ at: 0, entries: [{ kind: 'started', at: 0, provided: {} }] }];

/**
 * Plays a run to its end, from its beginning or from what is stored of it. What a step meets is drawn from `chances` by
 * its place and attempt: the outside does not know that somebody stopped in between.
 */
export function play(steps: readonly Step[], drawn: readonly number[], stored = BEGUN): Played {
  const chunks = [...stored];
  const definition = definitionOf(steps);
  let at = stored.at(-1)?.at ?? 0;
  for (let round = 0; round < 200; round += 1) {
    const entries = chunks.flatMap((chunk) => chunk.entries);
    const state = runOf(entries);
    const { actions, wakeAt } = decide(definition, state, at);
    if (actions.length === 0 && wakeAt === null) return { chunks, entries, state, at };
    if (actions.length === 0) at = wakeAt ?? at;
    for (const action of actions) {
      const did = wordsOf(action);
      const place = drawn.length === 0 ? 0 : Number.parseInt(sha256(did).slice(0, 8), 16) % drawn.length;
      const begins = action.do === 'open-step' || action.do === 'start-item';
      chunks.push({
        at,
        entries: outcomeOf(action, { at, chance: drawn[place] ?? 0 }),
        ...(begins ? { did } : {}),
      });
    }
  }
  throw new RangeError('This run does not end.');
}

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

/** What a run meets on its way. */
export const chances = fc.array(fc.nat({ max: 59 }), { maxLength: 60 });
