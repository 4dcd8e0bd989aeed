import { expect } from 'vitest';
import { verifyLog } from '../../../src/events/index.ts';
import { decide } from '../../../src/orchestrator/runs/decide.ts';
import { evolve } from '../../../src/orchestrator/runs/evolve.ts';
import { openRuns, readJournal } from '../../../src/orchestrator/runs/run.ts';
import { type JournalEntry, NEW_RUN, type RunState } from '../../../src/orchestrator/runs/state.ts';
import type { Document } from '../../../src/ports/index.ts';
import { createHarness, type Harness } from '../../integration/harness.ts';
import { approve, INVOICE_ANA, pendingCard, withAna } from '../../integration/story.ts';
import type { Random } from '../random.ts';
import { type FaultRow, repeated } from '../row.ts';

export const flippedBits: FaultRow = {
  row: 47,
  fault: 'a bit of the log is flipped, in an entry or in what it is found by',
  must: 'found',
  times: { short: 40, full: 5_000 },
  play: async (trial) => {
    const mainstay = await withAna();
    await mainstay.say(INVOICE_ANA);
    await approve(mainstay, await pendingCard(mainstay));
    const { store } = mainstay;
    const check = () => verifyLog({ store, anchored: undefined, key: 'anchor' });
    expect((await check()).faults).toEqual([]);
    const entries = store.all('events');
    return repeated(trial, async (random) => {
      const entry = entries[random.below(entries.length)];
      if (!entry) return;
      const { changed, where } = flipped(entry, random);
      store.tamper('events', changed);
      // What cannot be read at all is found as well: it ends the check with a word.
      const faults = await check().then(
        (found) => found.faults.length,
        () => 1,
      );
      store.tamper('events', entry);
      expect(faults, `${where} of ${entry.id}`).toBeGreaterThan(0);
    });
  },
};

/** One bit of what the entry says, or of what it is found by. */
function flipped(entry: Document, random: Random): { readonly changed: Document; readonly where: string } {
  if (random.below(4) > 0) {
    const { bytes, at } = withBitFlipped(entry.body, random);
    return { changed: { ...entry, body: bytes }, where: `byte ${at}` };
  }
  const field = random.pick(['type', 'subject', 'correlation', 'dedupe', 'time'] as const);
  const value = entry.index[field];
  const { bytes } = withBitFlipped(Buffer.from(typeof value === 'string' ? value : 'none'), random);
  return {
    changed: { ...entry, index: { ...entry.index, [field]: bytes.toString('latin1') } },
    where: field,
  };
}

function withBitFlipped(given: Uint8Array, random: Random): { readonly bytes: Buffer; readonly at: number } {
  const bytes = Buffer.from(given);
  const at = random.below(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  return { bytes, at };
}

const SAID = [
  'Add customer Ben Okafor, ben@okafor.example',
  INVOICE_ANA,
  'Invoice Ana for the landing page',
  '1,300',
  'never mind',
  'add task buy paper',
  'what do I know about Ana?',
  'email Ana that the draft is ready',
  'Lima',
  'today',
  'remind me in 20 minutes to check the oven',
  'fnord blarg',
] as const;

/** The shipped workflow, as a later version has it. */
const LATER = `
name: post
version: 2
title: Post a letter, later
on: { message: { plane: operator, examples: ["post it"], exact: ["post it"] } }
steps:
  - { id: ask, ask: { question: "Which letter?", type: string } }
  - { id: told, needs: [ask], reply: { text: "Another story" } }`;
const FIRST = `
name: post
version: 1
title: Post a letter
on: { message: { plane: operator, examples: ["post it"], exact: ["post it"] } }
steps:
  - { id: ask, ask: { question: "To whom?", type: string } }
  - { id: told, needs: [ask], reply: { text: "To \${{ steps.ask.answer }}" } }`;

export const upgrades: FaultRow = {
  row: 15,
  fault: 'an upgrade while runs are under way',
  must: 'each goes on in the version in which it began, and every history decides again what it did',
  times: { short: 2, full: 100 },
  play: async (trial) => {
    let histories = 0;
    const outcome = await repeated(trial, async (random) => {
      const mainstay = await createHarness({ workflows: [FIRST] });
      for (let said = 0; said < 6; said += 1) await mainstay.say(random.pick(SAID));
      await mainstay.say('post it');
      const upgraded = await mainstay.restart({ workflows: [LATER] });
      expect((await upgraded.say('to Kim')).replies.join()).not.toContain('Another story');
      expect((await upgraded.say('post it')).replies).toEqual(['Which letter?']);
      for (const { id } of upgraded.store.all('runs')) {
        await expectReplayed(upgraded, id);
        histories += 1;
      }
      expect((await openRuns(upgraded.store)).length).toBeGreaterThan(0);
    });
    return { ...outcome, figures: { histories } };
  },
};

/** Each entry of the journal is what the state before it decides or waits for, and after the last one nothing is left to do. */
async function expectReplayed({ store, workflows }: Harness, run: string): Promise<void> {
  const stored = JSON.parse(Buffer.from((await store.get('runs', run))?.body ?? '').toString()) as {
    workflow: { version: string };
  };
  const definition = await workflows.byHash(stored.workflow.version);
  let state: RunState = NEW_RUN;
  let now = 0;
  for (const entry of await readJournal(store, run)) {
    now = 'at' in entry ? entry.at : now;
    const { actions } = decide(definition, state, now);
    expect(follows(entry, state, actions), `${run}: ${entry.kind}`).toBe(true);
    state = evolve(state, entry);
  }
  expect(decide(definition, state, now).actions, `${run}: at its end`).toEqual([]);
}

type Actions = ReturnType<typeof decide>['actions'];

function follows(entry: JournalEntry, state: RunState, actions: Actions): boolean {
  const asks = (...wanted: readonly Actions[number]['do'][]) =>
    actions.some(
      (action) =>
        wanted.includes(action.do) &&
        (!('step' in action) || !('step' in entry) || action.step.id === entry.step),
    );
  switch (entry.kind) {
    case 'started':
      return state === NEW_RUN;
    case 'input-known':
      return asks('resolve-inputs') || state.asked === entry.name;
    case 'input-asked':
    case 'inputs-resolved':
      return asks('resolve-inputs');
    case 'step-skipped':
      return asks('skip-step', 'open-step');
    case 'step-listed':
      return asks('open-step');
    case 'item-started':
      return asks('open-step', 'start-item');
    // What was begun comes to wait, to an end, or is begun anew because of what it rests on.
    case 'item-waiting':
    case 'item-ended':
    case 'item-restarted':
      return isUnderWay(state, entry);
    // The operator may end a run at any time.
    case 'ended':
      return (
        entry.status === 'cancelled' ||
        actions.some((action) => action.do === 'end' && action.status === entry.status)
      );
  }
}

function isUnderWay(
  state: RunState,
  { step, index }: { readonly step: string; readonly index: number },
): boolean {
  const status = state.steps[step]?.items[index]?.status;
  return status === 'running' || status === 'waiting';
}
