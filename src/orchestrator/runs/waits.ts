import type { Event } from '../../kernel/index.ts';
import type { RunState, Waiting } from './state.ts';

export interface AwaitedEvent {
  readonly type: string;
  readonly subject: string | null;
}

/** Which runs wait for what, in memory: rebuilt from the runs at start, and kept with each advance. */
export interface WaitRegister {
  keep(run: string, state: RunState): void;
  drop(run: string): void;
  /** The runs that this event concerns. */
  waitingFor(event: Event): readonly string[];
  /** What a run waits for; a null subject stands for any. */
  awaitedBy(run: string): readonly AwaitedEvent[];
}

export function createWaitRegister(): WaitRegister {
  const awaited = new Map<string, readonly AwaitedEvent[]>();
  const byKey = new Map<string, Set<string>>();

  function drop(run: string): void {
    for (const key of (awaited.get(run) ?? []).map(keyOf)) {
      const runs = byKey.get(key);
      runs?.delete(run);
      if (runs?.size === 0) byKey.delete(key);
    }
    awaited.delete(run);
  }

  return {
    drop,
    keep: (run, state) => {
      drop(run);
      const events = waitsOf(state).flatMap(({ types, subject }) => types.map((type) => ({ type, subject })));
      if (events.length === 0) return;
      awaited.set(run, events);
      for (const key of events.map(keyOf)) byKey.set(key, (byKey.get(key) ?? new Set()).add(run));
    },
    waitingFor: (event) => [
      ...new Set([
        ...(byKey.get(keyOf(event)) ?? []),
        ...(byKey.get(keyOf({ type: event.type, subject: null })) ?? []),
      ]),
    ],
    awaitedBy: (run) => awaited.get(run) ?? [],
  };
}

function waitsOf(state: RunState): Waiting[] {
  if (state.status !== 'running' && state.status !== 'waiting') return [];
  return Object.values(state.steps).flatMap((step) => step.items.flatMap((item) => item?.waiting ?? []));
}

function keyOf({ type, subject }: AwaitedEvent): string {
  return `${type} ${subject ?? '*'}`;
}
