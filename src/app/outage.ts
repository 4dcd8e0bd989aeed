import { setTimeout } from 'node:timers/promises';

const PAUSE_MS = 1_000;

export interface OutagePause {
  /** Resolves after a second with true, and with false at once where the process is ending. */
  pause(): Promise<boolean>;
  end(): void;
}

/** What work waits for that cannot be stored just now: a look a second later, until the process ends. */
export function createOutagePause(): OutagePause {
  const ending = new AbortController();
  return {
    pause: () => setTimeout(PAUSE_MS, true, { signal: ending.signal, ref: false }).catch(() => false),
    end: () => ending.abort(),
  };
}
