import { z } from 'zod';
import { named } from './names.ts';
import type { Shown } from './shown.ts';

/** RFC 9457, with the stable code and the fields that were wrong. */
export const problemSchema = named(
  'Problem',
  z.strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    /** `path` like `inputs/0/due`. */
    errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).exactOptional(),
  }),
);

export type Problem = Shown<typeof problemSchema>;
