import type { Intent } from '../../ports/index.ts';
import BACKGROUND from './background.json' with { type: 'json' };
import { type Reading, readText } from './reading.ts';

/** Something that was said and what it asks for. */
export interface Row {
  readonly text: string;
  readonly reading: Reading;
  /** Place of the intent, or `NONE`. */
  readonly intent: number;
}

/** The intent of what asks for nothing that there is. */
export const NONE = -1;

/** The examples of every intent, and beside them what people also say to an assistant and that is no work for it. */
export function corpusOf(intents: readonly Intent[]): readonly Row[] {
  return [
    ...intents.flatMap(({ examples }, intent) => examples.map((text) => rowOf(text, intent))),
    ...BACKGROUND.map((text) => rowOf(text, NONE)),
  ];
}

function rowOf(text: string, intent: number): Row {
  return { text, reading: readText(text), intent };
}
