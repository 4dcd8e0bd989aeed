/** The log's newest link, as it is kept outside the store: `mac` proves that we wrote it. */
export interface AnchoredHead {
  readonly sequence: number;
  readonly hash: string;
  readonly mac: string;
}

/**
 * Keeps the head of the log outside the store, so that a cut tail or an old backup is noticed. It may lag by a
 * second, and never runs ahead of what is on disk.
 */
export interface Anchor {
  read(): Promise<AnchoredHead | undefined>;
  /** Replaces the head in one step: a reader sees the old or the new one. */
  write(head: AnchoredHead): Promise<void>;
}
