import { z } from 'zod';
import { named } from './names.ts';
import type { Shown } from './shown.ts';

export const connectorsSchema = z.array(
  z.strictObject({ name: z.string(), ready: z.boolean(), text: z.string() }),
);

/** What stands on invoices. */
const businessSchema = z.strictObject({
  name: z.string().exactOptional(),
  address: z.string().exactOptional(),
  taxNumber: z.string().exactOptional(),
  bank: z.string().exactOptional(),
  nextInvoiceNumber: z.string(),
});

export const settingsSchema = named(
  'Settings',
  z.strictObject({
    /** `home` dates invoices, `here` tells the time; null until the operator said. */
    zone: z.strictObject({
      home: z.string().nullable(),
      here: z.string().nullable(),
      until: z.string().exactOptional(),
      planned: z
        .strictObject({ here: z.string(), from: z.string(), until: z.string().exactOptional() })
        .exactOptional(),
    }),
    quietHours: z.strictObject({ from: z.string(), to: z.string() }),
    /** Seconds between approval and sending. */
    hold: z.int(),
    practice: z.boolean(),
    paused: z.boolean(),
    business: businessSchema,
    connectors: connectorsSchema,
  }),
);

export type Settings = Shown<typeof settingsSchema>;
export type Business = Settings['business'];
