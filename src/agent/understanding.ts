import type { Json } from '../kernel/index.ts';
import type { Choice, InputSpec } from './slots/types.ts';

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

export interface Understanding {
  /** The workflow that has exactly this phrase, whatever its case and punctuation. */
  exact(text: string): string | undefined;
  match(text: string): Promise<Understood>;
  /** Reads the inputs from the text as it was said at `now` (epoch ms). */
  fill(text: string, inputs: Readonly<Record<string, InputSpec>>, now: number): Promise<Filled>;
  /** Reads the whole text as the answer to a question about one input. */
  answer(text: string, input: InputSpec, now: number): Promise<Answered>;
}
