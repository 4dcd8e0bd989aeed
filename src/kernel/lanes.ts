/** Tasks of one lane run one at a time, in the order in which they came; lanes run beside each other. */
export interface Lanes {
  run<T>(lane: string, task: () => Promise<T>): Promise<T>;
  /** Resolves once every lane is empty. */
  idle(): Promise<void>;
}

/** Runs the tasks of one lane one after the other, and those of different lanes side by side. */
export function createLanes(): Lanes {
  const tails = new Map<string, Promise<unknown>>();
  return {
    run: (lane, task) => {
      const before = tails.get(lane) ?? Promise.resolve();
      const result = before.then(task, task);
      const tail = result
        .catch(() => undefined)
        .then(() => {
          if (tails.get(lane) === tail) tails.delete(lane);
        });
      tails.set(lane, tail);
      return result;
    },
    idle: async () => {
      while (tails.size > 0) await Promise.all(tails.values());
    },
  };
}
