/** One thing that doctor looked at. `mend` says what to do where it is not as it should be. */
export interface Finding {
  readonly name: string;
  readonly state: 'works' | 'missing' | 'broken';
  readonly text: string;
  readonly mend?: string;
}
