import { wordsOf } from '../slots/text.ts';
import { stemOf } from './tokens.ts';
import { createTypos } from './typos.ts';

/** A letter too many, too few, or two swapped; a wrong letter often makes another word. */
const SURE = 0.9;

/** Every word of the texts, as it is compared. */
export function learnSpelling(texts: readonly string[]): ReadonlySet<string> {
  return new Set(texts.flatMap((text) => wordsOf(text).map(({ folded }) => folded)));
}

/** Mends what is none of these words and nearly is. Names, and what is known in another form, stay as they are. */
export function createSpelling(words: ReadonlySet<string>): (text: string) => string {
  const stems = new Set([...words].map(stemOf));
  const typos = createTypos(words);
  return (text) => {
    let mended = '';
    let end = 0;
    for (const word of wordsOf(text)) {
      if (words.has(word.folded) || stems.has(stemOf(word.folded)) || isName(word, text)) continue;
      const correction = typos.correct(word.folded);
      if (!correction || correction.quality < SURE) continue;
      mended += text.slice(end, word.start) + correction.word;
      end = word.end;
    }
    return mended + text.slice(end);
  };
}

/** A capital within a sentence. */
function isName({ raw, start }: { readonly raw: string; readonly start: number }, text: string): boolean {
  return /^\p{Lu}\p{Ll}/u.test(raw) && !/(?:^|[.!?\n])\s*$/.test(text.slice(0, start));
}
