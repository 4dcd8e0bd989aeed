import { z } from 'zod';
import type { ErrorCode } from '../../kernel/index.ts';

/** What every list takes: how many, and the cursor that the page before gave. */
export const listQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).optional().describe('How many at most; 50 unless told.'),
  after: z.string().max(2000).optional().describe('The `next` of the page before.'),
});

/** Problems that every list may have. */
export const LIST_PROBLEMS = ['CURSOR_INVALID'] as const satisfies readonly ErrorCode[];

export const idParams = z.strictObject({ id: z.string().min(1).max(200) });

/** The part of a store's query that pages. */
export function pageQuery({ limit, after }: z.infer<typeof listQuery>): { limit: number; after?: string } {
  return { limit: limit ?? 50, ...(after === undefined ? {} : { after }) };
}
