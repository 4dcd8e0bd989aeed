import { z } from 'zod';
import { moneySchema } from '../../kernel/index.ts';
import { RECORD_KINDS } from '../../memory/index.ts';
import { timeSchema } from './json.ts';
import { named } from './names.ts';
import type { Shown } from './shown.ts';

named('Money', moneySchema);

const stored = {
  id: z.string(),
  version: z.int().positive(),
  createdAt: timeSchema,
  changedAt: timeSchema,
};

/** A business record: its own fields beside what every record has. */
export const recordSchema = named(
  'Record',
  z.discriminatedUnion('kind', [
    RECORD_KINDS.customer.schema.extend({ kind: z.literal('customer'), ...stored }),
    RECORD_KINDS.invoice.schema.extend({ kind: z.literal('invoice'), ...stored }),
    RECORD_KINDS.quote.schema.extend({ kind: z.literal('quote'), ...stored }),
    RECORD_KINDS.credit.schema.extend({ kind: z.literal('credit'), ...stored }),
    RECORD_KINDS.task.schema.extend({ kind: z.literal('task'), ...stored }),
    RECORD_KINDS.note.schema.extend({ kind: z.literal('note'), ...stored }),
    RECORD_KINDS.contract.schema.extend({ kind: z.literal('contract'), ...stored }),
  ]),
);

export type Record = Shown<typeof recordSchema>;
