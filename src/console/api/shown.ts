import type { z } from 'zod';
import type { Json } from './json.ts';

/** JSON itself has no end and is read-only already; so is what may be anything. */
type DeepReadonly<T> = [Json] extends [T]
  ? T
  : T extends object
    ? { readonly [K in keyof T]: DeepReadonly<T[K]> }
    : T;

/** What a schema describes, as both sides handle answers: nobody changes them. */
export type Shown<S extends z.ZodType> = DeepReadonly<z.output<S>>;
