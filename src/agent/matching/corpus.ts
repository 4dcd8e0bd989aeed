import type { Intent } from '../../ports/index.ts';
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

/** So many rows are read at a stretch: 10 ms. */
const STRETCH = 50;

/**
 * The examples of every intent, and beside them the background: what people also say to an assistant and that is no work for it.
 * `breathe` is awaited now and then, so that other work may go on.
 */
export async function corpusOf(
  intents: readonly Intent[],
  background: readonly string[],
  breathe: () => Promise<void>,
): Promise<readonly Row[]> {
  const said = [
    ...intents.flatMap(({ examples }, intent) => examples.map((text) => ({ text, intent }))),
    ...background.map((text) => ({ text, intent: NONE })),
  ];
  const rows: Row[] = [];
  for (const { text, intent } of said) {
    if (rows.length % STRETCH === 0) await breathe();
    rows.push({ text, intent, reading: readText(text) });
  }
  return rows;
}
