/** Where time comes from. Code never reads the system clock itself, so tests can move time. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** Epoch milliseconds as ISO 8601 in UTC, the form in which every event and document keeps time. */
export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
