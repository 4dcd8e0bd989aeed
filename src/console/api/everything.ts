import { z } from 'zod';
import { timeSchema } from './json.ts';
import { named } from './names.ts';
import type { Shown } from './shown.ts';

/** What the list of everything may be narrowed to. */
export const filterSchema = z.enum(['all', 'people', 'invoices', 'tasks', 'mails', 'log']);

export type Filter = z.infer<typeof filterSchema>;

/** One thing as the list of everything shows it. */
export const entrySchema = named(
  'Entry',
  z.strictObject({
    id: z.string(),
    kind: z.enum([
      'customer',
      'invoice',
      'quote',
      'credit',
      'task',
      'note',
      'contract',
      'reminder',
      'mail',
      'effect',
    ]),
    title: z.string(),
    /** What tells it apart from others with its title: an address, an amount. */
    detail: z.string(),
    /** How it stands: “due Mon 7 Dec”, “sent”. */
    state: z.string(),
    at: timeSchema,
  }),
);

export type Entry = Shown<typeof entrySchema>;

/** One thing with all that is known of it, in words. */
export const itemSchema = named(
  'Item',
  entrySchema.extend({
    facts: z.array(z.strictObject({ label: z.string(), text: z.string() })),
    /** What was written: a note, a mail. */
    text: z.string().exactOptional(),
    files: z.array(z.strictObject({ id: z.string(), name: z.string() })),
    /** The card that decided it. */
    suggestionId: z.string().exactOptional(),
    related: z.array(entrySchema),
    /** What happened to it, the newest first; Why? may be asked about each id. */
    history: z.array(z.strictObject({ id: z.string(), at: timeSchema, text: z.string() })),
  }),
);

export type Item = Shown<typeof itemSchema>;
