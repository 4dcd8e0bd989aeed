import { distances, type Features, type Planes, trainPlanes } from './linear.ts';

/** How far on each intent's side a text lies, and on the side of none. */
export interface Sides {
  readonly intents: readonly number[];
  readonly none: number;
}

export interface Classifier {
  of(features: Features): Sides;
}

/** What is learnt from: the features of each row, and its intent, or −1. */
export interface Lesson {
  readonly features: readonly Features[];
  readonly intentOfRow: readonly number[];
  readonly intents: number;
  /** Number of different pieces, and length of the dense part. */
  readonly pieces: number;
  readonly dense: number;
}

/** Learns anew at each start: 0.5 s for three thousand rows and forty intents by words, 1.5 s with their meaning. */
export async function createClassifier(lesson: Lesson, breathe: () => Promise<void>): Promise<Classifier> {
  const { features, intentOfRow, intents, pieces, dense } = lesson;
  // “None” is the last class.
  const classes = intentOfRow.map((intent) => (intent < 0 ? intents : intent));
  const planes: Planes = await trainPlanes({ features, classes, count: intents + 1, pieces, dense }, breathe);
  return {
    of: (one) => {
      const sides = distances(planes, one);
      return { intents: sides.slice(0, intents), none: sides[intents] ?? 0 };
    },
  };
}
