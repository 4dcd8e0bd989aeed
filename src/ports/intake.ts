/** A message from the operator, as a channel hands it in. */
export interface IncomingMessage {
  readonly text: string;
  /** The operator's main conversation where absent. */
  readonly conversation?: string;
  /** Names the fact, not the delivery: the same id again is the same message. */
  readonly id?: string;
  /** Through which channel it came: `console`, `api`, `terminal`. */
  readonly via: string;
}

export interface Receipt {
  readonly eventId: string;
  readonly conversation: string;
  readonly duplicate: boolean;
}

/** Where everything that comes in enters. Resolves once it is on disk, and only then may it be acknowledged. */
export interface Intake {
  message(message: IncomingMessage): Promise<Receipt>;
}
