/** Work that nobody waits for now and that has to be over before the process may end. */
export interface Background {
  /** `work` handles its errors itself. */
  add(work: Promise<void>): void;
  /** Resolves once nothing is under way. */
  idle(): Promise<void>;
}

/** Keeps what runs beside its caller, so that stopping can wait for it. */
export function createBackground(): Background {
  const underWay = new Set<Promise<void>>();
  return {
    add: (work) => {
      const tracked = work.finally(() => underWay.delete(tracked));
      underWay.add(tracked);
    },
    idle: async () => {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}
