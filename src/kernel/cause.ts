/** Who changes something, when, and because of what: handed along wherever a change is made. */
export interface Cause {
  /** Epoch milliseconds. */
  readonly at: number;
  /** `operator`, or the part of Mainstay that acts by a rule: `policy`, `clock`. */
  readonly by: string;
  /** The event that began all this. */
  readonly correlationId: string;
  /** The event that directly caused it. */
  readonly causationId?: string;
}

/** What an event takes over from its cause: when it happened, and what it goes back to. */
export function causedBy({
  at,
  correlationId,
  causationId,
}: Cause): Pick<Cause, 'at' | 'correlationId' | 'causationId'> {
  return { at, correlationId, ...(causationId === undefined ? {} : { causationId }) };
}
