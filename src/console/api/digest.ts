import { z } from 'zod';
import { timeSchema } from './json.ts';
import { named } from './names.ts';
import type { Shown } from './shown.ts';

const receivedSchema = z.strictObject({
  id: z.string(),
  at: timeSchema,
  text: z.string(),
  fate: z.enum(['answered', 'waiting', 'failed', 'missing']),
});

/** One local day, counted from the log: received = answered + waiting + failed, else `missing` names the rest. */
export const digestSchema = named(
  'Digest',
  z.strictObject({
    date: z.iso.date(),
    text: z.string(),
    received: z.array(receivedSchema),
    answered: z.int(),
    waiting: z.int(),
    failed: z.int(),
    missing: z.array(receivedSchema),
    cards: z.strictObject({
      proposed: z.int(),
      approved: z.int(),
      rejected: z.int(),
      byRules: z.int(),
    }),
    effects: z.strictObject({
      sent: z.int(),
      saved: z.int(),
      failed: z.int(),
      unknown: z.int(),
      refused: z.int(),
    }),
    customersAdded: z.int(),
    /** Totals by currency, in minor units. */
    invoiced: z.record(z.string(), z.int()),
    /** The same as it would read now; null for another day. */
    today: z.string().nullable(),
    /** The morning digest of that day as it was told, or would read now; null where it was never told. */
    morning: z
      .strictObject({ text: z.string(), suggestionIds: z.array(z.string()), toldAt: timeSchema.nullable() })
      .nullable(),
  }),
);

export type Digest = Shown<typeof digestSchema>;
