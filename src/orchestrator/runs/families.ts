/** Runs with their child runs, by the incoming events that began or continued them, and what is under way of them; in memory. */
export interface Families {
  /** The run began these child runs when it answered this incoming event. */
  add(turn: string, run: string, children: readonly string[]): void;
  /** The run has ended, and nobody waits for what it began. */
  end(run: string): void;
  /** Gives back the work on the run, which counts as under way until it is done. */
  track(run: string, work: Promise<void>): Promise<void>;
  underWay(turn: string): readonly Promise<void>[];
}

export function createFamilies(): Families {
  const runsOf = new Map<string, Set<string>>();
  const turnsOf = new Map<string, Set<string>>();
  const working = new Map<Promise<void>, string>();

  function join(turn: string, run: string): void {
    runsOf.set(turn, (runsOf.get(turn) ?? new Set()).add(run));
    turnsOf.set(run, (turnsOf.get(run) ?? new Set()).add(turn));
  }

  return {
    add: (turn, run, children) => {
      join(turn, run);
      for (const child of children) for (const joined of turnsOf.get(run) ?? []) join(joined, child);
    },
    end: (run) => {
      for (const turn of turnsOf.get(run) ?? []) {
        runsOf.get(turn)?.delete(run);
        if (runsOf.get(turn)?.size === 0) runsOf.delete(turn);
      }
      turnsOf.delete(run);
    },
    track: (run, work) => {
      const done = work.then(
        () => undefined,
        () => undefined,
      );
      working.set(done, run);
      void done.then(() => working.delete(done));
      return work;
    },
    underWay: (turn) => {
      const family = runsOf.get(turn);
      return family ? [...working].flatMap(([work, run]) => (family.has(run) ? [work] : [])) : [];
    },
  };
}
