import type { Json } from '../kernel/index.ts';
import type { Matcher } from '../ports/index.ts';
import { decideIntent } from './matching/decide.ts';
import { createLexicalMatcher } from './matching/lexical.ts';
import { parseAnswer } from './slots/answer.ts';
import { fillSlots } from './slots/fill.ts';
import type { Choice, InputSpec, SlotContext } from './slots/types.ts';

/** What a message most likely asks for. */
export type Understood =
  | { readonly kind: 'act'; readonly name: string; readonly score: number }
  /** Nothing fits well enough to act on; `nearest` is what comes closest. */
  | { readonly kind: 'unclear'; readonly nearest: readonly string[] };

/** What a text says about a workflow's inputs. */
export interface Filled {
  readonly values: Readonly<Record<string, Json>>;
  readonly ambiguous: Readonly<Record<string, readonly Choice[]>>;
  /** In the words to show: why a value that was given cannot be used. */
  readonly problems: Readonly<Record<string, string>>;
  readonly missing: readonly string[];
}

export type Answered =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'ambiguous'; readonly choices: readonly Choice[] }
  | { readonly kind: 'none'; readonly problem?: string };

/** What Mainstay makes of the operator's words, without any model. */
export interface Understanding {
  /** The workflow that has exactly this phrase, whatever its case and punctuation. */
  exact(text: string): string | undefined;
  match(text: string): Promise<Understood>;
  /** Reads the inputs from the text as it was said at `now` (epoch ms). */
  fill(text: string, inputs: Readonly<Record<string, InputSpec>>, now: number): Promise<Filled>;
  /** Reads the whole text as the answer to a question about one input; `offered` are its choices, in their order. */
  answer(
    text: string,
    input: InputSpec,
    asked: { readonly now: number; readonly offered: readonly Choice[] },
  ): Promise<Answered>;
}

export interface UnderstandingOptions {
  readonly intents: readonly {
    readonly name: string;
    readonly examples: readonly string[];
    readonly exact: readonly string[];
  }[];
  /** What words are read against when they were said at `now` (epoch ms). */
  context(now: number): SlotContext;
}

/** From this score on a message is acted on; below it, the operator is asked. */
const THRESHOLD = 0.6;
/** By how much the best must beat the next, or it is not clear which is meant. */
const MARGIN = 0.05;

/** What a message asks for, from the workflows' exact phrases and examples. */
export function createUnderstanding({ intents, context }: UnderstandingOptions): Understanding {
  const matcher: Matcher = createLexicalMatcher(intents.filter(({ examples }) => examples.length > 0));
  const named = (phrases: (intent: UnderstandingOptions['intents'][number]) => readonly string[]) =>
    new Map(intents.flatMap((intent) => phrases(intent).map((phrase) => [plain(phrase), intent.name])));
  const phrases = named(({ exact }) => exact);
  const examples = named((intent) => intent.examples);
  return {
    exact: (text) => phrases.get(plain(text)),
    match: async (text) => {
      const same = examples.get(plain(text));
      if (same !== undefined) return { kind: 'act', name: same, score: 1 };
      const decision = decideIntent(await matcher.match(text), { threshold: THRESHOLD, margin: MARGIN });
      return decision.kind === 'act' ? decision : { kind: 'unclear', nearest: decision.nearest };
    },
    fill: (text, inputs, now) => fillSlots(text, inputs, context(now)),
    answer: (text, input, { now, offered }) => parseAnswer(input, text, { ...context(now), offered }),
  };
}

/** Case, punctuation at the end and doubled spaces do not make another phrase. */
function plain(text: string): string {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .replaceAll('’', "'")
      .replaceAll(/\s+/g, ' ')
      .replace(/[.!?\s]+$/, '')
      .trim() || text.trim()
  );
}
