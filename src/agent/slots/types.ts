import type { Json } from '../../kernel/index.ts';

export type { InputSpec } from '../input-spec.ts';

/** What is needed to know a record by its name. */
export interface NamedRecord {
  readonly id: string;
  readonly name: string;
  /** Other words that mean it: an invoice is also known by its customer. */
  readonly also?: readonly string[];
  readonly email?: string;
  /** What tells it from others of its kind, in a choice. */
  readonly detail?: string;
  readonly version: number;
}

/** What the words are read against. Pure data but for `records`, which must give the same list while nothing changed. */
export interface SlotContext {
  /** When the text was said, in epoch ms. */
  readonly now: number;
  /** The IANA zone whose calendar dates are meant. */
  readonly zone: string;
  /** Of an amount that names none; decides what “$” is where it is a dollar. */
  readonly currency: string;
  /** In percent; what is in an amount that is said with tax, unless the words name another rate. */
  readonly taxRate: number;
  /** Whether 7/12 is 7 December. */
  readonly dayFirst: boolean;
  records(kind: string, status?: readonly string[]): readonly NamedRecord[];
}

/** One of several records that the words may mean. */
export interface Choice {
  readonly id: string;
  readonly name: string;
  /** As short as it still tells them apart; given as an answer, it means this record. */
  readonly label: string;
  /** The words that fit them all, as they were written: “Ana”. */
  readonly asked?: string;
}

/** The context of an answer; `offered` are the choices of the question, in their order. */
export interface AnswerContext extends SlotContext {
  readonly offered?: readonly Choice[];
}

/** A stretch of the cleaned text; `end` is exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A place that reads as a value of some type: with the value, or with why it cannot be used. */
export type Candidate = Span & ({ readonly value: Json } | { readonly problem: string });

/** What a text says about a workflow's inputs; each input stands in at most one of the four. */
export interface FilledSlots {
  readonly values: Readonly<Record<string, Json>>;
  readonly ambiguous: Readonly<Record<string, readonly Choice[]>>;
  /** In the words to show: why a value that was given cannot be used. */
  readonly problems: Readonly<Record<string, string>>;
  /** Inputs that were not found, are not optional and have no default. */
  readonly missing: readonly string[];
  /** Records of which there is none that could be meant, so that it is no use to ask for one. */
  readonly absent: readonly string[];
}

/** What a text says as the answer to one question; `problem` where it was meant as one and cannot be used. */
export type ParsedAnswer =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'ambiguous'; readonly choices: readonly Choice[] }
  | { readonly kind: 'none'; readonly problem?: string };
