import { z } from 'zod';
import type { Registry } from '../connectors/index.ts';
import { type Effect, effects, isCarriedOut, undoingOf } from '../effects/index.ts';
import type { EventLog, Stored } from '../events/index.ts';
import type { Store, Tool } from '../ports/index.ts';

/** What steers Mainstay itself is steered back by saying so. */
const CONTROLS = /^(?:control|effect|practice|hold)\./;
/** What the newest thing done consists of is among these. */
const LOOKED_AT = 50;

export interface UndoDeps {
  readonly store: Store;
  readonly registry: Pick<Registry, 'handler'>;
  readonly log: Pick<EventLog, 'get'>;
}

/** The newest thing that was done, or waits to leave: what of it can be undone or stopped, last first, and what cannot. */
export function undoTool({ store, registry, log }: UndoDeps): Tool {
  return {
    name: 'undo.find',
    input: z.strictObject({}),
    run: async () => {
      const newest = await newestGroup(store, log);
      const planned = newest.filter(({ body }) => body.status === 'planned');
      const [first] = planned;
      // Stopping the first of a card stops all of it.
      if (first)
        return {
          ids: [first.id],
          titles: planned.map(({ body }) => body.title),
          final: [],
          reasons: '',
          stopped: true,
        };
      const undoable = newest.filter((effect) => !('never' in undoOf(registry, effect)));
      const final = newest.filter((effect) => 'never' in undoOf(registry, effect));
      const reasons = final.flatMap((effect) => {
        const undo = undoOf(registry, effect);
        return 'never' in undo ? [sentence(undo.never)] : [];
      });
      return {
        ids: undoable.toReversed().map(({ id }) => id),
        titles: undoable.map(({ body }) => body.title),
        final: final.map(({ body }) => body.title),
        reasons: [...new Set(reasons)].join(' '),
        stopped: false,
      };
    },
  };
}

/**
 * What was done at once: all that one card did, or one change of ours; nothing that only controls Mainstay itself, and
 * nothing that it noted by itself at its time.
 */
async function newestGroup(store: Store, log: UndoDeps['log']): Promise<readonly Stored<Effect>[]> {
  const { items } = await effects.page(store, { sort: { field: 'at', direction: 'desc' }, limit: LOOKED_AT });
  const undoings = new Set(
    items.filter(({ body }) => body.status === 'undone').map(({ id }) => undoingOf(id)),
  );
  const done = items.filter(
    ({ id, body }) =>
      (isCarriedOut(body.status) || body.status === 'planned') &&
      !undoings.has(id) &&
      !CONTROLS.test(body.command.type),
  );
  const newest = await firstAsked(done, log);
  if (!newest) return [];
  const { suggestion, run } = newest.body;
  return done
    .filter(({ body }) => body.suggestion === suggestion && body.run === run)
    .toSorted((one, other) => one.body.position - other.body.position);
}

async function firstAsked(
  done: readonly Stored<Effect>[],
  log: UndoDeps['log'],
): Promise<Stored<Effect> | undefined> {
  for (const effect of done) {
    const { suggestion, correlation } = effect.body;
    if (suggestion !== null || (await log.get(correlation))?.type !== 'schedule.due') return effect;
  }
  return undefined;
}

function undoOf(registry: Pick<Registry, 'handler'>, { body }: Stored<Effect>) {
  return registry.handler(body.command).undo;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
