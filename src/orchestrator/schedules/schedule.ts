import { z } from 'zod';
import { defineCollection } from '../../events/index.ts';
import { jsonObjectSchema } from '../../kernel/index.ts';

const scheduleSchema = z.strictObject({
  /** What it is for, in the operator's words. */
  name: z.string(),
  /** As it was said: “every weekday at 8:30”. */
  when: z.string(),
  pattern: z.string(),
  /** `here`, `home`, or an IANA zone. */
  zone: z.string(),
  workflow: z.string(),
  input: jsonObjectSchema,
  /** Where its runs speak. */
  conversation: z.string(),
  /** Who set it: a workflow file, the operator as a reminder, or the operator for a workflow. */
  of: z.enum(['workflow', 'reminder', 'operator']),
  daily: z.boolean(),
  paused: z.boolean(),
  /** When it is due next, in epoch milliseconds; worked out anew from `last` whenever the zone may have changed. */
  next: z.int().nullable(),
  /** The local time that was dealt with last. */
  last: z.string().nullable(),
  /** A reminder that was told and is neither done nor put off: when that was. */
  toldAt: z.string().nullable(),
  /** Nothing before this was ever due; epoch milliseconds. */
  from: z.int(),
  createdAt: z.string(),
});

/** Something that starts a workflow's run at its times. The truth about when; jobs are made from it at start. */
export type Schedule = z.infer<typeof scheduleSchema>;

export const schedules = defineCollection<Schedule>({
  name: 'schedules',
  schemaVersion: 1,
  indexes: [{ fields: ['next'], sparse: true }, { fields: ['of', 'createdAt'] }],
  schema: scheduleSchema,
  index: ({ of, next, createdAt, workflow }) => ({ of, next, createdAt, workflow }),
});
