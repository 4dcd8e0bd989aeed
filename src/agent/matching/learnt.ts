import { setImmediate } from 'node:timers/promises';
import { hashOf } from '../../kernel/index.ts';
import type { Embedder, Intent, Shelf } from '../../ports/index.ts';
import BACKGROUND from './background.json' with { type: 'json' };
import CALIBRATION from './calibration.json' with { type: 'json' };
import { corpusOf, type Row } from './corpus.ts';
import { type LearntWords, learnWords } from './evidence.ts';
import type { Vocabulary } from './features.ts';
import { type LearntMeaning, learnMeaning } from './meaning.ts';
import { vectorsOf } from './vectors.ts';

/** What is learnt from the examples of intents, each when it is first asked for. */
export interface Learnt {
  words(): Promise<LearntWords>;
  /** Of meaning, and of words beside it where there is a vocabulary. Rejects as the embedder does; it may be asked again. */
  meaning(embedder: Embedder, vocabulary?: Vocabulary): Promise<LearntMeaning>;
}

const NO_SHELF: Shelf = { kept: (_name, _key, make) => make() };

/** Learns from the intents, or takes what was learnt of the same from the shelf. */
export function createLearnt(intents: readonly Intent[], shelf: Shelf = NO_SHELF): Learnt {
  let reading: Promise<readonly Row[]> | undefined;
  const rowsOf = () => (reading ??= corpusOf(intents, BACKGROUND, setImmediate));
  // Whoever changes the way of learning calibrates anew.
  const key = hashOf([intents, BACKGROUND, CALIBRATION]);
  return {
    words: () => shelf.kept('words', key, async () => learnWords(intents, await rowsOf(), setImmediate)),
    meaning: (embedder, vocabulary) => {
      const name = vocabulary ? 'together' : 'meaning';
      return shelf.kept(name, `${key} ${embedder.model}`, async () => {
        const rows = await rowsOf();
        const vectors = await vectorsOf(
          rows.map((row) => row.reading.meaning),
          embedder,
        );
        return learnMeaning({ rows, vectors, intents: intents.length, vocabulary }, setImmediate);
      });
    },
  };
}
