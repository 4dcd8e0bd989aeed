import type { z } from 'zod';
import type { ErrorCode } from '../../kernel/index.ts';
import type { Shown } from './shown.ts';

/** What a call answers where it succeeds, by status. */
type Answers = Readonly<Record<number, z.ZodType>>;

export type AnyCall = CallDocument<Answers>;

/** A call as the OpenAPI document describes it, beside its parameters and its body. */
export interface CallDocument<A extends Answers> {
  readonly tag: string;
  /** What it does, in a few words. */
  readonly summary: string;
  readonly answers: A;
  /** The media types of its answers, where they are not JSON. */
  readonly media?: readonly string[];
  /** Problems of its own, beside those that any call may have. */
  readonly problems?: readonly ErrorCode[];
  /** Request headers that it reads, in words. */
  readonly reads?: Readonly<Record<string, string>>;
  /** Response headers that it sets, in words. */
  readonly sets?: Readonly<Record<string, string>>;
  /** Needs no token. */
  readonly open?: true;
}

/** The part of a route's schema that says what it answers; handlers are typed by it, nothing is checked at run time. */
export function call<const A extends Answers>(document: CallDocument<A>) {
  const { tag, summary, answers, open } = document;
  return {
    tags: [tag],
    summary,
    response: answers as unknown as {
      readonly [S in keyof A]: A[S] extends z.ZodType ? z.ZodType<Shown<A[S]>> : never;
    },
    ...(open ? { security: [] } : {}),
    document: document as AnyCall,
  };
}
