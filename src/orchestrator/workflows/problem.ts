import { distance } from 'fastest-levenshtein';

export type Path = readonly (string | number)[];

/** Something that does not hold: where in the source, what, and how to mend it. */
export interface SourceProblem {
  readonly path: Path;
  readonly problem: string;
  readonly mend: string;
  /** Where inside the text at the path: this expression, and how many characters into it. */
  readonly within?: { readonly expression: string; readonly offset: number };
  /** The key of the `otherwise` text that it stands in, instead of the workflow's own file. */
  readonly template?: string;
}

/** “Did you mean “customer”?”, or what there is to choose from. */
export function didYouMean(word: string, known: readonly string[]): string {
  const [nearest] = known.toSorted((a, b) => distance(word, a) - distance(word, b));
  if (nearest === undefined) return 'Take it out: there are none to choose from.';
  if (distance(word, nearest) <= Math.max(1, Math.round(word.length / 3)))
    return `Did you mean “${nearest}”?`;
  return `There are: ${known.slice(0, 12).join(', ')}${known.length > 12 ? ', …' : ''}.`;
}

/** A problem where the word is not one of the known ones. */
export function unknownWord(
  path: Path,
  kind: string,
  { word, known }: { word: string; known: readonly string[] },
): SourceProblem[] {
  return known.includes(word)
    ? []
    : [{ path, problem: `there is no ${kind} “${word}”`, mend: didYouMean(word, known) }];
}
