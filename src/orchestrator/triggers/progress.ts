/** How far the log has been followed, for whoever waits for one of its events. */
export interface Progress {
  /** Every event up to here has been taken. */
  place(): number;
  /** Every event up to this place has been taken. */
  reach(sequence: number): void;
  /** Resolves once the event at this place has been taken. */
  reached(sequence: number): Promise<void>;
}

export function createProgress(start: number): Progress {
  let place = start;
  let waiting: { readonly sequence: number; readonly resolve: () => void }[] = [];
  return {
    place: () => place,
    reach: (sequence) => {
      place = Math.max(place, sequence);
      const there = waiting.filter((one) => one.sequence <= place);
      waiting = waiting.filter((one) => one.sequence > place);
      for (const { resolve } of there) resolve();
    },
    reached: (sequence) =>
      sequence <= place
        ? Promise.resolve()
        : new Promise((resolve) => waiting.push({ sequence, resolve: () => resolve() })),
  };
}
