import type { Event } from '../../kernel/index.ts';
import type { RunState, Waiting } from './state.ts';

/** Which runs wait for what, in memory: rebuilt from the runs at start, and kept with each advance. */
export interface WaitRegister {
  keep(run: string, state: RunState): void;
  drop(run: string): void;
  /** The runs that this event concerns. */
  waitingFor(event: Event): readonly string[];
  /** The subjects that a run waits for. */
  subjectsOf(run: string): readonly string[];
}

export function createWaitRegister(): WaitRegister {
  const byRun = new Map<string, readonly string[]>();
  const byKey = new Map<string, Set<string>>();

  function drop(run: string): void {
    for (const key of byRun.get(run) ?? []) {
      const runs = byKey.get(key);
      runs?.delete(run);
      if (runs?.size === 0) byKey.delete(key);
    }
    byRun.delete(run);
  }

  return {
    drop,
    keep: (run, state) => {
      drop(run);
      const keys = waitsOf(state).flatMap(({ types, subject }) => types.map((type) => keyOf(type, subject)));
      if (keys.length === 0) return;
      byRun.set(run, keys);
      for (const key of keys) byKey.set(key, (byKey.get(key) ?? new Set()).add(run));
    },
    waitingFor: (event) => [
      ...new Set([
        ...(byKey.get(keyOf(event.type, event.subject)) ?? []),
        ...(byKey.get(keyOf(event.type, null)) ?? []),
      ]),
    ],
    subjectsOf: (run) => [
      ...new Set(
        (byRun.get(run) ?? []).flatMap((key) => key.split(' ')[1] ?? []).filter((subject) => subject !== '*'),
      ),
    ],
  };
}

function waitsOf(state: RunState): Waiting[] {
  if (state.status !== 'running' && state.status !== 'waiting') return [];
  return Object.values(state.steps).flatMap((step) => step.items.flatMap((item) => item?.waiting ?? []));
}

function keyOf(type: string, subject: string | null): string {
  return `${type} ${subject ?? '*'}`;
}
