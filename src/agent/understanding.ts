import type { Json } from '../kernel/index.ts';
import type { Shelf } from '../ports/index.ts';
import { waysToCut } from './matching/clauses.ts';
import { createMatcher, type Matcher, type Meanings } from './matching/matcher.ts';

import { type Relayed, readRelayed } from './relayed/read.ts';
import { parseAnswer } from './slots/answer.ts';
import { fillSlots } from './slots/fill.ts';
import type { Choice, InputSpec, SlotContext } from './slots/types.ts';

/** What a message most likely asks for. */
export type Understood =
  | { readonly kind: 'act'; readonly name: string; readonly score: number }
  /** Something comes close, yet not close enough to act on; `nearest` is what to ask about, best first. */
  | { readonly kind: 'ask'; readonly nearest: readonly string[] }
  /** It asks for nothing that there is; `nearest` is what comes closest nevertheless. */
  | { readonly kind: 'none'; readonly nearest: readonly string[] };

/** One of several requests in a message: the workflow, and the clause that asks for it. */
export interface Request {
  readonly name: string;
  readonly text: string;
}

/** What a text says about a workflow's inputs. */
export interface Filled {
  readonly values: Readonly<Record<string, Json>>;
  readonly ambiguous: Readonly<Record<string, readonly Choice[]>>;
  /** In the words to show: why a value that was given cannot be used. */
  readonly problems: Readonly<Record<string, string>>;
  readonly missing: readonly string[];
  /** Records of which there is none that could be meant. */
  readonly absent: readonly string[];
}

export type Answered =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'ambiguous'; readonly choices: readonly Choice[] }
  | { readonly kind: 'none'; readonly problem?: string };

/** When something is said, and of what. */
export interface Saying {
  /** Epoch ms. */
  readonly now: number;
  /** Of an amount that names none, where it is not the usual one. */
  readonly currency?: string | undefined;
}

/** What Mainstay makes of the operator's words, without any language model. */
export interface Understanding {
  /** The workflow that has exactly this phrase, whatever its case and punctuation. */
  exact(text: string): string | undefined;
  match(text: string): Promise<Understood>;
  /** A customer's message that the operator passes on, said at `now` (epoch ms); what it asks for is no request to us. */
  relayed(text: string, now: number): Relayed | undefined;
  /**
   * The requests of a message that holds several, in their order; empty where it is one or none. Each clause must be
   * one to act on by itself: “invoice Ana and Ben” is one, “invoice Ana $300, then pause” are two.
   */
  several(text: string): Promise<readonly Request[]>;
  /** Reads the inputs from the text. */
  fill(text: string, inputs: Readonly<Record<string, InputSpec>>, saying: Saying): Promise<Filled>;
  /** Reads the whole text as the answer to a question about one input; `offered` are its choices, in their order. */
  answer(
    text: string,
    input: InputSpec,
    asked: Saying & { readonly offered: readonly Choice[] },
  ): Promise<Answered>;
}

export interface UnderstandingOptions {
  readonly intents: readonly {
    readonly name: string;
    readonly examples: readonly string[];
    readonly exact: readonly string[];
    /** What begins so is this workflow’s, whatever follows: “note:”. */
    readonly leads?: readonly string[];
  }[];
  /** More examples of these intents, by name; read with the first message that is no exact phrase. */
  phrasings?(): Promise<ReadonlyMap<string, readonly string[]>>;
  /** What tells meaning; without it, words decide alone. */
  readonly meanings?: Meanings | undefined;
  /** Where what is learnt from the examples is kept. */
  readonly shelf?: Shelf | undefined;
  /** Hears why meaning is not to be had, once until it is again; and why phrasings are not. */
  onProblem?(error: unknown): void;
  /** What words are read against when they were said at `now` (epoch ms). */
  context(now: number): SlotContext;
}

interface Known {
  readonly matcher: Matcher;
  /** The workflow of each phrasing. */
  readonly phrasings: ReadonlyMap<string, string>;
}

/** What a message asks for, from the workflows' exact phrases and examples. */
export function createUnderstanding(options: UnderstandingOptions): Understanding {
  const { intents, context, phrasings, meanings, shelf, onProblem } = options;
  const named = (phrases: (intent: UnderstandingOptions['intents'][number]) => readonly string[]) =>
    new Map(intents.flatMap((intent) => phrases(intent).map((phrase) => [plain(phrase), intent.name])));
  const phrases = named(({ exact }) => exact);
  const examples = named((intent) => intent.examples);
  let knowing: Promise<Known> | undefined;

  /** Without the phrasings rather than without understanding, where they cannot be read. */
  async function know(): Promise<Known> {
    const more = await phrasings?.().catch((error: unknown) => {
      onProblem?.(error);
      return undefined;
    });
    const all = intents.map(({ name, examples: own }) => ({
      name,
      examples: [...own, ...(more?.get(name) ?? [])],
    }));
    return {
      matcher: createMatcher({
        intents: all.filter((intent) => intent.examples.length > 0),
        meanings,
        shelf,
        ...(onProblem ? { onProblem } : {}),
      }),
      phrasings: new Map([...(more ?? [])].flatMap(([name, own]) => own.map((text) => [plain(text), name]))),
    };
  }

  const leads = leadsOf(intents);
  const ledTo = (text: string) => leads.find(({ lead }) => beginsWith(text, lead))?.name;
  const same = (text: string) => examples.get(plain(text)) ?? phrases.get(plain(text));

  async function match(text: string): Promise<Understood> {
    const said = plain(text);
    const sure = same(text) ?? ledTo(text);
    if (sure !== undefined) return { kind: 'act', name: sure, score: 1 };
    const known = await (knowing ??= know());
    const name = known.phrasings.get(said);
    return name === undefined ? known.matcher.match(text) : { kind: 'act', name, score: 1 };
  }

  const contextOf = ({ now, currency }: Saying): SlotContext => {
    const usual = context(now);
    return { ...usual, currency: currency ?? usual.currency };
  };

  return {
    match,
    // What is an example of one workflow asks for that one, however its clauses read.
    several: async (text) => (same(text) === undefined ? severalIn(text, match) : []),
    relayed: (text, now) => readRelayed(text, (name) => isCalled(name, context(now).records('customer'))),
    exact: (text) => phrases.get(plain(text)),
    fill: (text, inputs, saying) => fillSlots(text, inputs, contextOf(saying)),
    answer: (text, input, { offered, ...saying }) =>
      parseAnswer(input, text, { ...contextOf(saying), offered }),
  };
}

/** The longest first: “reschedule task” is not “reschedule”. */
function leadsOf(intents: UnderstandingOptions['intents']): readonly { name: string; lead: string }[] {
  return intents
    .flatMap(({ name, leads = [] }) => leads.map((lead) => ({ name, lead })))
    .toSorted((one, other) => other.lead.length - one.lead.length);
}

/** Whether the text begins with these words, in whatever letters and spaces, and goes on. */
function beginsWith(text: string, lead: string): boolean {
  const folded = text.trimStart().replaceAll(/\s+/gu, ' ').toLowerCase();
  const end = lead.length;
  if (!folded.startsWith(lead) || folded.length <= end) return false;
  return !/[\p{L}\p{N}]$/u.test(lead) || !/[\p{L}\p{N}]/u.test(folded.charAt(end));
}

async function severalIn(text: string, match: Understanding['match']): Promise<readonly Request[]> {
  for (const clauses of waysToCut(text)) {
    const requests: Request[] = [];
    for (const clause of clauses) {
      const understood = await match(clause);
      if (understood.kind !== 'act') break;
      requests.push({ name: understood.name, text: clause });
    }
    if (requests.length === clauses.length) return isOne(requests) ? [] : requests;
  }
  return [];
}

/**
 * Whether the clauses go on with one request rather than begin another: “my business is Olga Design, Hauptstr. 5, tax
 * number …” does, “add customer Ana, then add customer Ben” does not.
 */
function isOne(requests: readonly Request[]): boolean {
  const opening = ({ text }: Request) => text.split(/\s/, 1)[0]?.toLowerCase();
  const [first] = requests;
  return requests.every(
    (request, place) => request.name === first?.name && (place === 0 || opening(request) !== opening(first)),
  );
}

/** Whether somebody is called so, in full or by one of the names. */
function isCalled(who: string, customers: ReturnType<SlotContext['records']>): boolean {
  const sought = plain(who);
  return customers.some(({ name }) => [name, ...name.split(/\s+/)].some((part) => plain(part) === sought));
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
