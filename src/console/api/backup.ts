import { z } from 'zod';
import { timeSchema } from './json.ts';
import { named } from './names.ts';

/** One copy of everything. */
export const backupSchema = named(
  'Backup',
  z.strictObject({
    /** The name of its folder. */
    id: z.string(),
    at: timeSchema,
    /** Where it lies, as a whole path. */
    path: z.string(),
    bytes: z.int(),
    reason: z.enum(['night', 'asked']),
    /** Opened and checked when it was made, and all of its files still there as they were signed. */
    verified: z.boolean(),
    /** What is wrong, where it is not verified. */
    problem: z.string().exactOptional(),
    /** Whether it lies on another file system than what it is a copy of. */
    elsewhere: z.boolean(),
  }),
);
