import { z } from 'zod';
import { effectSchema } from './effect.ts';
import { messageSchema } from './message.ts';
import { named } from './names.ts';
import { settingsSchema } from './settings.ts';
import type { Shown } from './shown.ts';
import { suggestionSchema } from './suggestion.ts';

/**
 * One server-sent event: its name, and its data as the lists show it; of what `changed` names only what it is, to be
 * read anew by whoever shows it. Its id is its place in the log.
 */
export const changeSchema = named(
  'Change',
  z.discriminatedUnion('event', [
    z.strictObject({ event: z.literal('message'), data: messageSchema }),
    z.strictObject({ event: z.literal('suggestion'), data: suggestionSchema }),
    z.strictObject({ event: z.literal('effect'), data: effectSchema }),
    z.strictObject({ event: z.literal('settings'), data: settingsSchema }),
    z.strictObject({
      event: z.literal('changed'),
      data: z.strictObject({
        kind: z.enum(['record', 'schedule', 'workflow', 'run', 'backup']),
        id: z.string(),
      }),
    }),
  ]),
);

export type Change = Shown<typeof changeSchema>;
