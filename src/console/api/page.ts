import { z } from 'zod';

/** One page of a list; `next` is the cursor of the following one, null on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export function pageOf<S extends z.ZodType>(item: S) {
  return z.strictObject({ items: z.array(item), next: z.string().nullable() });
}
