import { z } from 'zod';
import { EVENT_TYPES, type EventType } from '../../kernel/index.ts';
import { timeSchema } from './json.ts';
import { named } from './names.ts';

/** An entry of the log, in the shape of CloudEvents 1.0. An erased payload is an empty object. */
export const eventSchema = named(
  'Event',
  z.strictObject({
    id: z.string(),
    source: z.string(),
    type: z.enum(Object.keys(EVENT_TYPES) as EventType[]),
    subject: z.string(),
    time: timeSchema,
    /** Names the schema of `data`, and its version. */
    dataschema: z.string(),
    correlationid: z.string(),
    causationid: z.string().exactOptional(),
    dedupekey: z.string().exactOptional(),
    /** Its place in the log, from 1. */
    sequence: z.int().positive(),
    data: z.record(z.string(), z.unknown()),
  }),
);
