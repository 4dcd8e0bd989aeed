import type { Store } from '../../ports/index.ts';
import type { Reader } from './entry.ts';
import { byDue, type Standing } from './order.ts';
import { type Found, merged, recordsOf, remindersOf } from './sources.ts';

/**
 * Tasks, contracts, reminders and notes by when they are due, from a standing on. What is open is read whole, since
 * that is what has to be put in order; notes, and all that is over, are more each year and read no further than asked.
 */
export async function* dueFrom(
  store: Store,
  reader: Reader,
  before: Standing | undefined,
): AsyncIterable<Found> {
  const open: Found[] = [];
  for (const source of [
    recordsOf(store, { kind: 'task', status: 'open' }, { reader }),
    recordsOf(store, { kind: 'contract', status: 'active' }, { reader }),
    remindersOf(store, { reader }),
  ])
    for await (const found of source) open.push(found);
  const read = (kind: 'task' | 'contract' | 'note', group: Standing['group'], status?: string) =>
    recordsOf(
      store,
      { kind, ...(status === undefined ? {} : { status }) },
      { reader, upTo: before?.group === group ? before.at : undefined },
    );
  const groups = {
    due: [inOrder(open, 'due')],
    open: [inOrder(open, 'open'), read('note', 'open')],
    over: [inOrder(open, 'over'), read('task', 'over', 'done'), read('contract', 'over', 'ended')],
  } as const;
  for (const group of ['due', 'open', 'over'] as const) {
    if (before && isPast(group, before)) continue;
    // What is due is in its order already.
    for await (const found of group === 'due' ? groups.due[0] : merged(groups[group], isBefore))
      if (!before || byDue(found.standing(), before) > 0) yield found;
  }
}

function isBefore(one: Found, other: Found): boolean {
  return byDue(one.standing(), other.standing()) < 0;
}

function isPast(group: Standing['group'], before: Standing): boolean {
  const groups = ['due', 'open', 'over'];
  return groups.indexOf(group) < groups.indexOf(before.group);
}

async function* inOrder(all: readonly Found[], group: Standing['group']): AsyncIterable<Found> {
  const ofGroup = all.map((found) => ({ found, standing: found.standing() }));
  yield* ofGroup
    .filter(({ standing }) => standing.group === group)
    .toSorted((one, other) => byDue(one.standing, other.standing))
    .map(({ found }) => found);
}
