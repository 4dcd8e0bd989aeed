import { z } from 'zod';
import { effectSchema } from './effect.ts';
import { messageSchema } from './message.ts';
import { named } from './names.ts';
import { settingsSchema } from './settings.ts';
import type { Shown } from './shown.ts';
import { suggestionSchema } from './suggestion.ts';

/** Something that has a page of its own: who shows it, or a list of such things, reads it anew. */
const changedSchema = z.strictObject({
  what: z.enum(['record', 'schedule', 'workflow']),
  id: z.string(),
  /** Its place in the log. */
  sequence: z.int(),
});

/** One server-sent event: its name, and its data as the lists show it. Its id is its place in the log. */
export const changeSchema = named(
  'Change',
  z.discriminatedUnion('event', [
    z.strictObject({ event: z.literal('message'), data: messageSchema }),
    z.strictObject({ event: z.literal('suggestion'), data: suggestionSchema }),
    z.strictObject({ event: z.literal('effect'), data: effectSchema }),
    z.strictObject({ event: z.literal('settings'), data: settingsSchema }),
    z.strictObject({ event: z.literal('changed'), data: changedSchema }),
  ]),
);

export type Change = Shown<typeof changeSchema>;
