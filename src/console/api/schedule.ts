import { z } from 'zod';
import { jsonObjectSchema, timeSchema } from './json.ts';
import { named } from './names.ts';
import type { Shown } from './shown.ts';

/** Something that happens at times of its own. */
export const scheduleSchema = named(
  'Schedule',
  z.strictObject({
    id: z.string(),
    name: z.string(),
    /** As it was given: words, or a cron pattern. */
    when: z.string(),
    pattern: z.string(),
    /** `here`, `home`, or an IANA zone. */
    zone: z.string(),
    workflow: z.string(),
    input: jsonObjectSchema,
    /** Whose it is: a workflow file's, a reminder's, the operator's. */
    of: z.string(),
    next: timeSchema.nullable(),
    paused: z.boolean(),
  }),
);

export type ShownSchedule = Shown<typeof scheduleSchema>;
