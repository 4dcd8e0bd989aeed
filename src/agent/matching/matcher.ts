import { setImmediate } from 'node:timers/promises';
import type { Intent } from '../../ports/index.ts';
import { corpusOf } from './corpus.ts';
import { decideIntent, type IntentDecision } from './decide.ts';
import { createDoubts } from './doubts.ts';
import { createWordEvidence, type Evidence, type WordEvidence } from './evidence.ts';
import { createMeaningEvidence, type MeaningEvidence, type Meanings } from './meaning.ts';
import { type Reading, readText } from './reading.ts';
import { createSpelling } from './spelling.ts';
import { calibration, joined, probabilities, type Sight } from './weights.ts';

/** The first text waits for the model and for the examples' vectors; a slow computer goes on by words meanwhile. */
const MAX_WAIT_MS = 5_000;

/** A request stands at the beginning. */
const MAX_CHARS = 2_000;
/** Words alone do not act on what shares the words of a request and does not read as one. */
const MIN_REQUEST = 0.45;
/** What reads clearly as the request that is likeliest anyway needs less: on dev.json it never was another. */
const CLEAR_REQUEST = 0.8;
const AGREED = 0.35;

export interface MatcherOptions {
  readonly intents: readonly Intent[];
  /** Without them, words decide alone. */
  readonly meanings?: Meanings | undefined;
  /** Hears why meaning is not to be had, once until it is again; texts are then decided by their words. */
  onProblem?(error: unknown): void;
  /** `together` unless only one of the two shall be looked at, as for measuring. */
  readonly sight?: Sight;
}

/** Tells which intent a text asks for. */
export interface Matcher {
  /** Never rejects. Reads the text’s beginning (2,000 characters). Values without a word ask for nothing. */
  match(text: string): Promise<IntentDecision>;
}

/**
 * Matches by words, and where they do not settle it, by words and meaning. Reads its examples
 * when it is first asked, 0.5 s for a thousand: at the start it would cost time and memory that nobody may need.
 */
export function createMatcher(options: MatcherOptions): Matcher {
  let prepared: Promise<Prepared> | undefined;
  const prepare = () => (prepared ??= prepareMatching(options));
  let isTold = false;
  const { intents, meanings, onProblem, sight = 'together' } = options;
  return {
    match: async (text) => {
      if (intents.length === 0) return { kind: 'none', nearest: [] };
      const { words, meaning, mended, decide } = await prepare();
      const read = mended(text.slice(0, MAX_CHARS));
      const reading = readText(read);
      if (!reading.tokens.some(({ kind }) => kind === 'word')) return { kind: 'none', nearest: [] };
      const evidence = words.of(read, reading);
      const said = { reading, requests: evidence.requests };
      const byWords = decide(evidence, 'words', said);
      if (!meaning) return byWords;
      if (sight === 'together' && byWords.kind === 'act' && byWords.score >= calibration.settled)
        return byWords;
      try {
        const meant = await within(meanings?.maxWaitMs ?? MAX_WAIT_MS, meaning.of(reading));
        if (!meant) return byWords;
        isTold = false;
        return sight === 'meaning'
          ? decide(meant, 'meaning', said)
          : decide(joined(evidence, meant), 'together', said);
      } catch (error) {
        if (!isTold) onProblem?.(error);
        isTold = true;
        return byWords;
      }
    },
  };
}

interface Said {
  readonly reading: Reading;
  /** How much it reads as a request of each kind. */
  readonly requests: readonly number[];
}

interface Prepared {
  /** The text without its typing errors. */
  mended(text: string): string;
  readonly words: WordEvidence;
  readonly meaning: MeaningEvidence | undefined;
  decide(evidence: Evidence, by: Sight, said: Said): IntentDecision;
}

async function prepareMatching({ intents, meanings, sight }: MatcherOptions): Promise<Prepared> {
  const rows = await corpusOf(intents, setImmediate);
  const doubts = createDoubts(rows, intents.length);
  return {
    mended: createSpelling(rows),
    words: await createWordEvidence(intents, rows, setImmediate),
    meaning:
      meanings && sight !== 'words' ? createMeaningEvidence(meanings, rows, intents.length) : undefined,
    decide: (evidence, by, { reading, requests }) => {
      const likely = probabilities(evidence, calibration[by]);
      const matches = intents
        .map(({ name }, intent) => ({ name, intent, score: likely[intent] ?? 0 }))
        .toSorted((one, other) => other.score - one.score);
      const best = matches[0]?.intent ?? 0;
      const request = requests[best] ?? 0;
      const { act, ask } = calibration[by];
      const isAgreed = request >= CLEAR_REQUEST && request === Math.max(...requests);
      return decideIntent(matches, {
        act: isAgreed && by !== 'meaning' ? AGREED : act,
        ask,
        isDoubtful: (by === 'words' && request < MIN_REQUEST) || doubts(reading, best),
      });
    },
  };
}

/** What the work gives, or nothing where it takes longer; it then goes on, and the next text finds it done. */
async function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  work.catch(() => undefined);
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
