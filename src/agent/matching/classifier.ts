import { distances, type Features, flattened, type Planes, trainPlanes } from './linear.ts';

/** What is learnt from: the features of each row, and its intent, or `NONE`. */
export interface Lesson {
  readonly features: readonly Features[];
  readonly intentOfRow: readonly number[];
  readonly intents: number;
  /** Number of different pieces, and length of the dense part. */
  readonly pieces: number;
  readonly dense: number;
}

/** How far on each intent's side a text lies, and on the side of none. */
export interface Sides {
  readonly intents: readonly number[];
  readonly none: number;
}

/** 0.5 s for five thousand rows by words, 1.5 s with their meaning; “none” is the last plane. */
export async function learnPlanes(
  { features, intentOfRow, intents, pieces, dense }: Lesson,
  breathe: () => Promise<void>,
): Promise<Planes> {
  const classes = intentOfRow.map((intent) => (intent < 0 ? intents : intent));
  const rows = flattened(features, dense);
  return trainPlanes({ rows, classes, count: intents + 1, pieces, dense }, breathe);
}

export function sidesOf(features: Features, planes: Planes): Sides {
  const sides = distances(planes, features);
  return { intents: sides.slice(0, -1), none: sides.at(-1) ?? 0 };
}
