import { z } from 'zod';
import { named } from './names.ts';

/** Any value that survives a round trip through JSON. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export const jsonSchema: z.ZodType<Json> = named('Json', z.json());

export const jsonObjectSchema: z.ZodType<{ readonly [key: string]: Json }> = z.record(z.string(), jsonSchema);

/** The bytes of a file. */
export const bytesSchema = z.file() as unknown as z.ZodType<Uint8Array>;

/** A moment: ISO 8601 in UTC. */
export const timeSchema = z.iso.datetime();
