/** A workflow that a message can start, as the matcher knows it. */
export interface Intent {
  readonly name: string;
  readonly examples: readonly string[];
}
