/** A workflow that a message can start, as the matcher knows it. */
export interface Intent {
  readonly name: string;
  readonly examples: readonly string[];
}

export interface Match {
  readonly name: string;
  /** 0 to 1; comparable between intents of one call. */
  readonly score: number;
}

/** Tells which intents a text may mean, best first. Words today; meaning joins behind the same interface. */
export interface Matcher {
  match(text: string): Promise<readonly Match[]>;
}
