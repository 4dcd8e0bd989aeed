import type { Embedder, Intent, Shelf } from '../../ports/index.ts';
import { decideIntent, type IntentDecision } from './decide.ts';
import { isDoubtful } from './doubts.ts';
import { createWordEvidence, type Evidence, type WordEvidence } from './evidence.ts';
import type { Vocabulary } from './features.ts';
import { createLearnt, type Learnt } from './learnt.ts';
import { type LearntMeaning, meaningEvidence } from './meaning.ts';
import { type Reading, readText } from './reading.ts';
import { createSpelling } from './spelling.ts';
import { calibration, joined, probabilities, type Sight } from './weights.ts';

/** The first text waits for the model, and for what is learnt of meaning; a slow computer goes on by words meanwhile. */
const MAX_WAIT_MS = 5_000;

/** A request stands at the beginning. */
const MAX_CHARS = 2_000;
/** Words alone do not act on what shares the words of a request and does not read as one. */
const MIN_REQUEST = 0.45;
/** What reads clearly as the request that is likeliest anyway needs less: on dev.json it never was another. */
const CLEAR_REQUEST = 0.8;
const AGREED = 0.5;

/** What the meaning of texts is taken from. */
export interface Meanings {
  readonly embedder: Embedder;
  /** How long a text waits for its meaning before its words decide: the first one waits for the model. */
  readonly maxWaitMs?: number;
}

export interface MatcherOptions {
  readonly intents: readonly Intent[];
  /** Without them, words decide alone. */
  readonly meanings?: Meanings | undefined;
  /** Where what is learnt is kept; without it, it is learnt anew: 1.5 s for five thousand examples, 4 s with meaning. */
  readonly shelf?: Shelf | undefined;
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

/** Matches by words, and where they do not settle it, by words and meaning. Learns, or reads what was learnt, when first asked. */
export function createMatcher(options: MatcherOptions): Matcher {
  const { intents, meanings, shelf, onProblem, sight = 'together' } = options;
  const learnt = createLearnt(intents, shelf);
  const meaning = meanings && sight !== 'words' ? createMeaning(learnt, meanings, sight) : undefined;
  let prepared: Promise<Prepared> | undefined;
  let isTold = false;
  return {
    match: async (text) => {
      if (intents.length === 0) return { kind: 'none', nearest: [] };
      const { mended, evidenceOf, vocabulary, decide } = await (prepared ??= prepare(intents, learnt));
      const read = mended(text.slice(0, MAX_CHARS));
      const reading = readText(read);
      if (!reading.tokens.some(({ kind }) => kind === 'word')) return { kind: 'none', nearest: [] };
      const words = evidenceOf(read, reading);
      const said = { reading, requests: words.requests };
      const byWords = decide(words, 'words', said);
      if (!meaning) return byWords;
      if (sight === 'together' && byWords.kind === 'act' && byWords.score >= calibration.settled)
        return byWords;
      try {
        const meant = await meaning(reading, vocabulary);
        if (!meant) return byWords;
        isTold = false;
        return decide(sight === 'meaning' ? meant : joined(words, meant), sight, said);
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
  evidenceOf(text: string, reading: Reading): WordEvidence;
  readonly vocabulary: Vocabulary;
  decide(evidence: Evidence, by: Sight, said: Said): IntentDecision;
}

async function prepare(intents: readonly Intent[], learnt: Learnt): Promise<Prepared> {
  const words = await learnt.words();
  return {
    mended: createSpelling(words.spelling),
    evidenceOf: createWordEvidence(words),
    vocabulary: words.vocabulary,
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
        isDoubtful:
          (by === 'words' && request < MIN_REQUEST) || isDoubtful(reading, words.ways[best] ?? new Map()),
      });
    },
  };
}

/** What the meaning of a text says; nothing where that takes too long. Where it fails, the next text tries again. */
function createMeaning(
  learnt: Learnt,
  { embedder, maxWaitMs = MAX_WAIT_MS }: Meanings,
  sight: Sight,
): (reading: Reading, vocabulary: Vocabulary) => Promise<Evidence | undefined> {
  let learning: Promise<LearntMeaning> | undefined;

  async function evidenceOf(reading: Reading, vocabulary: Vocabulary | undefined): Promise<Evidence> {
    learning ??= learnt.meaning(embedder, vocabulary).catch((error: unknown) => {
      learning = undefined;
      throw error;
    });
    return meaningEvidence(reading, await learning, { embedder, vocabulary });
  }

  return (reading, vocabulary) =>
    within(maxWaitMs, evidenceOf(reading, sight === 'together' ? vocabulary : undefined));
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
